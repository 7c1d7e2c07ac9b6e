import { userInfo } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { PortKeeperError } from '../../errors.js';
import { type PortRequest, parsePortNumber, parsePortRequest } from '../../ports/index.js';
import {
  namedOwner,
  type Owner,
  type PortRegistry,
  processOwner,
  type Reservation,
  type ReserveRequest,
} from '../../registry/index.js';
import { defined, PORT_OPTIONS, readPortOptions } from '../arguments/port-options.js';
import type { Arguments } from '../arguments/spec.js';
import {
  parseLabels,
  parseWhole,
  readFlag,
  readList,
  readOption,
  readText,
} from '../arguments/values.js';
import { codeOfSignal, Signals } from '../child/signals.js';
import type { CliCommand } from '../command.js';
import { type Context, printResult } from '../context.js';
import { reservationJson } from '../json.js';
import type { Terminal } from '../terminal.js';

export const reserve: CliCommand = {
  name: 'reserve',
  summary: 'reserve ports, all or none',
  operands: '[port...]',
  details:
    'A port is NAME, NAME=3000, NAME=3000/udp or NAME=8000-8100; without one, a single PORT.\n' +
    'A number is given as it is or not at all, unless --preferred says that another will do.\n' +
    'Without --ttl they end after six hours; renew starts them anew, and release ends them.',
  options: [
    { flags: '--count <n>', description: 'how many ports: NAME, NAME_2, …' },
    {
      flags: '--preferred [port]',
      description: 'try this number first; without one, those that the names ask for',
    },
    { flags: '--contiguous', description: 'one block of consecutive numbers' },
    {
      flags: '--keep-offset',
      description: 'other numbers, as far from each other as those that the names ask for',
    },
    { flags: '--udp', description: 'UDP, where a port does not say' },
    ...PORT_OPTIONS,
    { flags: '--owner <name>', description: 'whom they are for (default: your login name)' },
    { flags: '--pid <pid>', description: 'give them back when this process ends' },
    { flags: '--container <name>', description: 'give them back when this container is removed' },
    {
      flags: '--label <key=value>',
      description: 'something to know them by; may be repeated',
      repeatable: true,
    },
    { flags: '--write-env [file]', description: 'write NAME=number into a file (default: .env)' },
  ],
  examples: [
    ['portkeeper reserve WEB_PORT DB_PORT', 'two free ports, as WEB_PORT=… and DB_PORT=…'],
    ['eval "$(portkeeper reserve WEB_PORT --pid $$)"', 'for this shell, until it ends'],
    ['portkeeper reserve WEB_PORT=3000 --preferred', '3000 when it is free, else another'],
    ['portkeeper reserve --count 3 --contiguous --range 8000-8999 --json', 'a block, as JSON'],
    ['portkeeper reserve A=3000 B=3005 --keep-offset', 'such as A=21000 and B=21005'],
    ['portkeeper reserve DB_PORT --write-env .env.local --ttl 30m', 'in a file, for half an hour'],
  ],
  async run(given, context) {
    const request = readRequest(given);
    const registry = await context.openRegistry();
    const owner = await readOwner(given, registry);
    // From then on there is something that nobody else would give back.
    let signals: Signals | undefined;
    const listen = () => {
      signals ??= new Signals();
    };
    try {
      const reservation = await registry.reserve({ ...request, owner }, undefined, listen);
      await hearSignals();
      if (signals?.pending === undefined) return await tell(reservation, given, context);
      await reservation.release();
      return codeOfSignal(signals.pending);
    } finally {
      signals?.close();
    }
  },
};

/** What came meanwhile is heard where Node.js next looks for it: between two immediates, surely. */
async function hearSignals(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

async function tell(reservation: Reservation, given: Arguments, context: Context): Promise<number> {
  const file = given.options.writeEnv;
  if (file !== undefined) await writeInto(readText(file) ?? '.env', reservation);
  printResult(
    context,
    () => reservationJson(reservation),
    () => Object.entries(reservation.ports).map(([name, port]) => `${name}=${port}`),
  );
  if (file === undefined) await giveBackUntold(reservation, context.terminal);
  return 0;
}

function readRequest(given: Arguments): ReserveRequest {
  const { options } = given;
  return {
    ...readPortOptions(given),
    ...readPreference(given),
    ...defined({
      count: readOption(given, 'count', (text) => parseWhole(text, 1)),
      contiguous: readFlag(options.contiguous),
      keepOffset: readFlag(options.keepOffset),
    }),
    ports: readPorts(given),
    labels: parseLabels(readList(options.label)),
  };
}

/** `--preferred 3000`, or `--preferred` for the numbers that the names ask for. */
function readPreference(given: Arguments): Pick<ReserveRequest, 'preferred' | 'strategy'> {
  const { preferred, strategy } = given.options;
  if (preferred === undefined) return {};
  if (strategy !== undefined && strategy !== 'preferred') {
    throw new PortKeeperError('USAGE', '--preferred is a strategy: there can be no other', {
      hint: 'Leave out either of --preferred and --strategy.',
    });
  }
  return {
    strategy: 'preferred',
    ...defined({ preferred: readOption(given, 'preferred', parsePortNumber) }),
  };
}

function readPorts({ operands, options }: Arguments): PortRequest[] {
  const udp = options.udp === true;
  const texts = operands.length === 0 && udp ? ['PORT'] : operands;
  return texts.map((text) => {
    const request = parsePortRequest(text);
    return udp && !text.includes('/') ? { ...request, protocols: ['udp'] } : request;
  });
}

/** Of a process and a container one can be asked whether it lives. */
async function readOwner(given: Arguments, registry: PortRegistry): Promise<Owner> {
  const name = readText(given.options.owner);
  const pid = readOption(given, 'pid', (text) => parseWhole(text, 1));
  const container = readText(given.options.container);
  if (container !== undefined) {
    if (pid !== undefined) {
      throw new PortKeeperError('USAGE', '--pid and --container are two owners', {
        hint: 'Leave out either.',
      });
    }
    const owner = await registry.containerOwner(container);
    return name === undefined ? owner : { ...owner, name };
  }
  return pid === undefined ? namedOwner(name ?? loginName()) : processOwner(pid, name);
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`; // a container's uid without a name
  }
}

/** Ports that could not be written down would be held for nobody. */
async function writeInto(file: string, reservation: Reservation): Promise<void> {
  const { writeEnv } = await import(
    /* webpackMode: "eager" */ '../../project/writing/write-env.js'
  );
  try {
    await writeEnv(file, reservation.ports);
  } catch (error) {
    await reservation.release();
    throw error;
  }
}

/** Numbers that nobody could read would be leased for nobody too. */
async function giveBackUntold(reservation: Reservation, terminal: Terminal): Promise<void> {
  await terminal.flush();
  if (!terminal.closed) return;
  await reservation.release();
  const reason = terminal.failure?.message ?? 'nobody reads the output';
  throw new PortKeeperError('INTERNAL', `The ports could not be told: ${reason}`, {
    hint: 'They are released again. Look at where the output goes.',
  });
}
