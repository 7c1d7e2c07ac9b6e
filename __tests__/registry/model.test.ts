import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatClaim } from '../../src/registry/backends/claim.js';
import { FolderStore } from '../../src/registry/backends/folder.js';
import {
  folderOwner,
  type Owner,
  PortRegistry,
  type ReservationId,
  type ReserveRequest,
} from '../../src/registry/index.js';
import { identify, self } from '../../src/registry/process-identity.js';
import { newReservationId } from '../../src/registry/reservation.js';
import { useOwnPorts } from '../own-ports.js';
import { FakeMachine } from './fake-machine.js';

// Random sequences of everything that can befall a registry, against a model that is a list of who
// has which port. The machine is made up: it restarts and its clock jumps; the files and the ports
// are real.

const PORTS = 5;
const { first: FIRST, range: RANGE } = await useOwnPorts(PORTS);
const TTL_MS = 60_000;
const GRACE_MS = 2000;
const REST_MS = 2000;
const PIDS = [11, 12] as const;
const FOLDERS = ['one', 'two'] as const;
/** Where the folders of the machine and those of a container lie. Both see them at one path. */
const SIDES = ['machine', 'container'] as const;
/** Nothing that any machine would have asked: no engine, no network but its own. */
const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };

type OwnerName = (typeof FOLDERS)[number] | (typeof PIDS)[number] | 'somebody';

/** What the model knows of a set: it lives until something ends it. */
interface Held {
  readonly id: ReservationId;
  readonly owner: OwnerName;
  readonly network: string;
  /** Seen from inside of a container, in this boot, and in which of its networks. */
  readonly contained: boolean;
  readonly boot: string;
  readonly networkBirth: string;
  readonly ttlMs: number | null;
  ports: number[];
  renewedAtMs: number;
}

interface World {
  readonly root: string;
  readonly machine: FakeMachine;
  readonly registry: PortRegistry;
}

/** A port that was released, and whose it was. */
interface Rest {
  readonly port: number;
  readonly owner: OwnerName;
  readonly network: string;
  readonly sinceMs: number;
}

class Model {
  held: Held[] = [];
  rests: Rest[] = [];
  /** A folder that is gone does not come back: it would bring back what nobody collected. */
  readonly #gone = new Set<string>();
  /** On which side of the container's wall the registry is asked. */
  contained = false;
  /** Every id that was ever given. */
  readonly known: Held[] = [];

  /** Before its time and a grace are over nobody else gets a port, although it cannot be renewed. */
  standing(machine: FakeMachine): Held[] {
    return this.held.filter(
      ({ ttlMs, renewedAtMs }) =>
        ttlMs === null || machine.uptimeMs() - renewedAtMs < ttlMs + GRACE_MS,
    );
  }

  /** By what the made-up clock says, a record of another boot ended long ago. */
  rest({ owner, network, boot }: Held, ports: readonly number[], machine: FakeMachine): void {
    if (boot !== machine.boot) return;
    const sinceMs = machine.uptimeMs();
    this.rests.push(...ports.map((port) => ({ port, owner, network, sinceMs })));
  }

  /** Whether a port is given to somebody although it rests from another one. */
  isDisturbed(port: number, owner: OwnerName, machine: FakeMachine): boolean {
    return this.rests.some(
      (rest) =>
        rest.port === port &&
        rest.network === machine.network &&
        rest.owner !== owner &&
        machine.uptimeMs() - rest.sinceMs < REST_MS,
    );
  }

  /** Who had a port ends its rest by having it again. */
  endRests(owner: OwnerName, machine: FakeMachine, isAsked: (port: number) => boolean): void {
    this.rests = this.rests.filter(
      (rest) => rest.owner !== owner || rest.network !== machine.network || !isAsked(rest.port),
    );
  }

  end(which: (held: Held) => boolean): void {
    this.held = this.held.filter((held) => !which(held));
  }

  isGone(name: OwnerName, contained = this.contained): boolean {
    return this.#gone.has(`${contained} ${name}`);
  }

  removeFolder(name: OwnerName): void {
    this.#gone.add(`${this.contained} ${name}`);
  }

  /** What can be told on this side of the wall, and in this network, is over from now on. */
  endWhatIsTold(machine: FakeMachine): void {
    this.end(
      (held) =>
        (held.network === machine.network && held.networkBirth !== machine.networkBirth) ||
        (this.isGone(held.owner, held.contained) && canJudge(held, machine)),
    );
  }

  at(port: number, machine: FakeMachine): Held | undefined {
    return this.standing(machine).find(
      ({ ports, network }) => network === machine.network && ports.includes(port),
    );
  }
}

/** A folder of the other side is not seen, and a container's top may be any other's after a restart. */
function canJudge({ contained, boot }: Held, machine: FakeMachine): boolean {
  return contained === machine.contained && (!contained || boot === machine.boot);
}

type Command = fc.AsyncCommand<Model, World>;

/** After each step the registry shows what the model has, and not one port more. */
async function compare(model: Model, { machine, registry }: World): Promise<void> {
  const live = (await registry.status()).filter(({ state }) => state === 'live');
  const shown = live.map(({ id, port }) => `${id} ${port}`).sort();
  const expected = model
    .standing(machine)
    .flatMap(({ id, ports }) => ports.map((port) => `${id} ${port}`))
    .sort();
  expect(shown).toEqual(expected);
}

function command(
  name: string,
  run: (model: Model, world: World) => Promise<void> | void,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    toString: () => name,
    run: async (model, world) => {
      await run(model, world);
      await compare(model, world);
    },
  };
}

function ownerOf(name: OwnerName, { root, machine }: World): Owner | undefined {
  if (name === 'somebody') return { kind: 'name', name, boot: machine.boot };
  if (typeof name === 'string') return folderOwner(join(root, SIDES[0], name), name, machine);
  if (machine.startOf(name) === undefined) machine.start(name);
  const process = identify(name, machine);
  return process && { kind: 'process', name: `process ${name}`, process };
}

/** A set is given exactly when the model has room for it: a rest is waited for. */
async function reserve(
  model: Model,
  world: World,
  name: OwnerName,
  asked: { ports: number[] } | { count: number },
): Promise<void> {
  const { machine, registry } = world;
  const owner = ownerOf(name, world) as Owner;
  const ttlMs = typeof name === 'string' && name !== 'somebody' ? null : TTL_MS;
  const all = Array.from({ length: PORTS }, (_, i) => FIRST + i);
  const free = () => all.filter((port) => model.at(port, machine) === undefined);
  const request: ReserveRequest = {
    ...('count' in asked ? asked : { ports: asked.ports.map((port) => `P${port}=${port}`) }),
    ...{ range: RANGE, owner, ttlMs },
  };
  const before = free();
  try {
    const given = await registry.reserve(request);
    const ports = given.leases.map(({ port }) => port as number);
    for (const port of ports) {
      expect(free()).toContain(port);
      expect(model.isDisturbed(port, name, machine)).toBe(false);
    }
    model.endRests(name, machine, (port) => ports.includes(port));
    const held: Held = {
      ...{ id: given.id, owner: name, network: machine.network, ttlMs, ports },
      ...{ contained: machine.contained, boot: machine.boot, networkBirth: machine.networkBirth },
      renewedAtMs: machine.uptimeMs(),
    };
    model.held.push(held);
    model.known.push(held);
  } catch (error) {
    expect(error).toMatchObject({ code: 'NO_FREE_PORT' });
    const hasRoom =
      'count' in asked
        ? before.length >= asked.count
        : asked.ports.every((port) => before.includes(port));
    expect({ hasRoom, why: (error as Error).message }).toMatchObject({ hasRoom: false });
  }
}

function sideOf({ contained }: FakeMachine): string {
  return SIDES[contained ? 1 : 0];
}

/** Somebody who is killed when half of a set is made. */
function makeHalf(port: number, { registry, machine }: World, owner: number): void {
  const me = machine.pid;
  machine.pid = owner;
  machine.start(owner);
  const { layout } = new FolderStore(registry.folder, machine);
  const id = newReservationId();
  const [ticket, claim] = [layout.ticket(id), formatClaim({ id, maker: self(machine) })];
  // As `Claims` has it, and with the file closed, as it is in every process that was killed.
  layout.writing(() => layout.writeFile(ticket, `{"claim":"${claim}",\n`));
  const name = layout.claim(machine.network, `tcp-${port}`);
  layout.writing(() => layout.makeName(name, ticket, claim), machine.network);
  machine.kill(owner);
  machine.pid = me;
}

const port = fc.integer({ min: FIRST, max: FIRST + PORTS - 1 });
const owner = fc.constantFrom<OwnerName>(...FOLDERS, ...PIDS, 'somebody');
const aPid = fc.constantFrom(...PIDS);
const which = fc.nat({ max: 30 });

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(owner, fc.integer({ min: 1, max: 3 })).map(([name, count]) =>
    command(
      `reserve ${count} for ${name}`,
      (model, world) => reserve(model, world, name, { count }),
      (model) => !model.isGone(name),
    ),
  ),
  fc.tuple(owner, fc.uniqueArray(port, { minLength: 1, maxLength: 3 })).map(([name, ports]) =>
    command(
      `reserve ${ports} for ${name}`,
      (model, world) => reserve(model, world, name, { ports }),
      (model) => !model.isGone(name),
    ),
  ),
  which.map((n) =>
    command(
      `release the ${n}th`,
      async (model, { registry, machine }) => {
        const id = model.known[n % model.known.length]?.id ?? '';
        const standing = model.standing(machine);
        const { released } = await registry.release(id);
        const held = standing.find((one) => one.id === id);
        if (held !== undefined) {
          expect(released).toHaveLength(held.ports.length);
          model.rest(held, held.ports, machine);
        }
        model.end((one) => one.id === id);
      },
      ({ known }) => known.length > 0,
    ),
  ),
  port.map((number) =>
    command(`release port ${number}`, async (model, { registry, machine }) => {
      const held = model.at(number, machine);
      await registry.release(number);
      if (held !== undefined) {
        held.ports = held.ports.filter((one) => one !== number);
        model.rest(held, [number], machine);
      }
      model.end(({ ports }) => ports.length === 0);
    }),
  ),
  which.map((n) =>
    command(
      `renew the ${n}th`,
      async (model, { registry, machine }) => {
        const { id = '' } = model.known[n % model.known.length] ?? {};
        const held = model.held.find((one) => one.id === id);
        const inTime =
          held !== undefined &&
          (held.ttlMs === null || machine.uptimeMs() - held.renewedAtMs < held.ttlMs);
        const renewed = await registry.renew(id).then(
          () => true,
          () => false,
        );
        if (inTime) expect(renewed).toBe(true);
        if (!inTime && held !== undefined) expect(renewed).toBe(false);
        if (held !== undefined && renewed) held.renewedAtMs = machine.uptimeMs();
      },
      ({ known }) => known.length > 0,
    ),
  ),
  fc.constant(command('gc', async (_, { registry }) => void (await registry.gc()))),
  aPid.map((pid) =>
    command(`the death of ${pid}`, (model, { machine }) => {
      machine.kill(pid);
      model.end((held) => held.owner === pid);
    }),
  ),
  aPid.map((pid) =>
    command(`another process with pid ${pid}`, (model, { machine }) => {
      machine.start(pid);
      model.end((held) => held.owner === pid);
    }),
  ),
  fc.tuple(port, aPid).map(([number, pid]) =>
    command(`half a set at ${number}`, (model, world) => {
      makeHalf(number, world, pid);
      model.end((held) => held.owner === pid);
    }),
  ),
  fc.constantFrom(...FOLDERS).map((name) =>
    command(`the end of folder ${name}`, (model, { root, machine }) => {
      rmSync(join(root, sideOf(machine), name), { recursive: true, force: true });
      model.removeFolder(name);
      model.endWhatIsTold(machine);
    }),
  ),
  fc
    .constantFrom(1501, 3503, 31_013, 61_029, 63_037)
    .map((ms) => command(`${ms} ms`, (_, { machine }) => machine.pass(ms))),
  fc
    .constantFrom(-10, -1, 0, 1, 10)
    .map((years) =>
      command(`the clock ${years} years off`, (_, { machine }) =>
        machine.setClock(years * 365 * 86_400_000),
      ),
    ),
  // What is dead here may be taken for live elsewhere, or later: it is collected before.
  fc.constant(
    command('another network', async (model, { machine, registry }) => {
      await registry.gc();
      machine.network = machine.network === '' ? machine.containerNetwork : '';
      model.endWhatIsTold(machine);
    }),
  ),
  fc.constant(
    command('the other side of the wall', async (model, { machine, registry }) => {
      await registry.gc();
      machine.contained = !machine.contained;
      model.contained = machine.contained;
      model.endWhatIsTold(machine);
    }),
  ),
  fc.constant(
    command("a new network with the old one's number", (model, { machine }) => {
      machine.renewNetwork();
      model.endWhatIsTold(machine);
    }),
  ),
  fc.constant(
    command('a reboot', async (model, { machine, registry }) => {
      await registry.gc();
      machine.reboot();
      machine.start(machine.pid);
      model.rests = [];
      model.end(({ owner, network }) => !FOLDERS.includes(owner as 'one') || network !== '');
      model.endWhatIsTold(machine);
    }),
  ),
];

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portkeeper-model-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the registry holds what a list of who has what would hold, whatever happens', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (sequence) => {
      runs += 1;
      const machine = new FakeMachine();
      machine.start(machine.pid);
      const folder = join(root, `${runs}`);
      for (const side of SIDES) {
        for (const name of FOLDERS) mkdirSync(join(folder, side, name), { recursive: true });
      }
      machine.containerFiles = { of: join(folder, SIDES[0]), in: join(folder, SIDES[1]) };
      const registry = new PortRegistry({ registry: folder, kernel: machine, environment });
      await fc.asyncModelRun(
        () => ({ model: new Model(), real: { root: folder, machine, registry } }),
        sequence,
      );
    }),
    { numRuns: Number(process.env.PORTKEEPER_MODEL_RUNS ?? 60) },
  );
}, 300_000);
