import { readFileSync } from 'node:fs';
import {
  defaultRange,
  ephemeralWarning,
  formatRange,
  type Machine,
  portSystem,
  procFolder,
  readEphemeralPorts,
} from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { Finding } from './finding.js';
import { identify } from './process-identity.js';

export function kernelFindings(): Finding[] {
  const ephemeral = readEphemeralPorts();
  const range = defaultRange(ephemeral);
  const warning = ephemeralWarning(range, ephemeral);
  const message =
    warning ??
    `ports come from ${formatRange(range)}; the kernel gives out ${formatRange(ephemeral.range)}`;
  const first: Finding = {
    level: warning === undefined ? 'ok' : 'note',
    about: 'kernel',
    message,
  };
  return [first, ...protectionFindings()];
}

/** What Linux refuses across users. Links are made to own files, and nothing else is opened. */
const PROTECTIONS = ['hardlinks', 'symlinks', 'regular', 'fifos'];

function protectionFindings(): Finding[] {
  const known = PROTECTIONS.flatMap((name) => {
    const value = readSysctl(`fs/protected_${name}`);
    return value === undefined ? [] : [`fs.protected_${name}=${value}`];
  });
  if (known.length === 0) return [];
  const message = `${known.join(', ')}: a shared registry works either way`;
  return [{ level: 'ok', about: 'kernel', message }];
}

function readSysctl(name: string): string | undefined {
  const folder = procFolder('sys');
  if (folder === undefined) return undefined;
  try {
    return readFileSync(`${folder}/${name}`, 'utf8').trim();
  } catch {
    return undefined; // an older kernel, or a container without it
  }
}

export function holdFinding(program: string | undefined): Finding {
  if (program === undefined) {
    const message = 'the program that holds ports is missing: they are leased alone';
    return { level: 'problem', about: 'hold', message };
  }
  const message = portSystem().holdsUnseen
    ? 'TCP is held in no server’s way; UDP by a socket that is let go before its server starts'
    : 'ports are held by sockets that are let go before their servers start';
  return { level: 'ok', about: 'hold', message };
}

export async function engineFindings(machine: Machine): Promise<Finding[]> {
  const { containers, problems, engines } = await machine.published();
  const about = 'docker' as const;
  const unasked = problems.map(({ message }) => ({
    ...({ level: 'note', about } as const),
    message: `${message}: its published ports are seen only as far as the kernel shows them`,
  }));
  if (engines.length === 0 && unasked.length === 0) {
    return [{ level: 'ok', about, message: 'no container engine was found' }];
  }
  const ports = `${containers.size} published ports, of running and created containers`;
  const asked: Finding = { level: 'ok', about, message: `${engines.join(', ')}: ${ports}` };
  return engines.length === 0 ? unasked : [asked, ...unasked];
}

/** A process that hides its start cannot be told from one that took its pid. */
export function processFinding(store: FolderStore): Finding {
  const hidden = identify(1)?.startedAt === '';
  const network = store.kernel.network || 'host';
  const others = store.networks().filter((name) => name !== network).length;
  const message = hidden
    ? 'other users’ processes are hidden (hidepid): whether they live is known by their pids alone'
    : `processes of all users can be seen${others > 0 ? `; ${others} other network namespaces` : ''}`;
  return { level: hidden ? 'note' : 'ok', about: 'users', message };
}
