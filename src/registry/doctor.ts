import { lstatSync, mkdirSync, renameSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import {
  defaultRange,
  ephemeralWarning,
  formatRange,
  type Machine,
  readEphemeralPorts,
} from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { unusable } from './backends/layout.js';
import { identify } from './process-identity.js';
import { isReservationId } from './reservation.js';

/** One thing that was looked at. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'problem';
  /** What it is about: `registry`, `file`, `kernel`, `docker`, `users`. */
  readonly about: string;
  readonly message: string;
  /** For a file that no registry wrote or that cannot be read: where it lies. */
  readonly path?: string;
}

/** Looks at everything that a registry's promises rest on. Changes nothing. */
export async function examine(store: FolderStore, machine: Machine): Promise<Finding[]> {
  return [
    ...folderFindings(store),
    ...fileFindings(store),
    ...kernelFindings(),
    await dockerFinding(machine),
    usersFinding(store),
  ];
}

/**
 * Sets aside what cannot be read, so that the port that it stood for can be given again. Nothing
 * is deleted. @returns where each file lies now
 */
export function setAside(store: FolderStore, findings: readonly Finding[]): string[] {
  return findings.flatMap(({ path }) => {
    if (path === undefined) return [];
    const folder = join(store.layout.root, 'aside');
    const target = join(folder, `${Date.now()}-${path.replace(/[^A-Za-z0-9.-]+/g, '-')}`);
    return moveAway(store, join(store.layout.root, path), folder, target) ? [target] : [];
  });
}

function moveAway(store: FolderStore, path: string, folder: string, target: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    renameSync(path, target);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw unusable(store.layout.root, error);
  }
}

function folderFindings({ layout }: FolderStore): Finding[] {
  const stats = statsOf(layout.root);
  if (stats === undefined) {
    return [{ level: 'note', about: 'registry', message: `${layout.root} does not exist yet` }];
  }
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  const message = `${layout.root} (mode ${mode}, user ${stats.uid}, group ${stats.gid})`;
  if ((stats.mode & 0o002) === 0) return [{ level: 'ok', about: 'registry', message }];
  return [
    {
      level: 'problem',
      about: 'registry',
      message: `${message} can be written by anybody, who could forge or remove leases`,
    },
  ];
}

/** Every name that is not of our making, and every file that does not read as what it should be. */
function fileFindings(store: FolderStore): Finding[] {
  const bad: string[] = [];
  for (const network of store.networks()) {
    const keys = new Set<string>(store.keys(network));
    for (const name of store.layout.list(store.layout.claims(network))) {
      if (!keys.has(name)) bad.push(join('claims', network, name));
    }
    for (const key of store.keys(network)) {
      if (store.readClaim(network, key) === 'unreadable') bad.push(join('claims', network, key));
    }
  }
  for (const folder of ['reservations', 'ended'] as const) {
    for (const name of store.layout.list(join(store.layout.root, folder))) {
      if (!isReadable(store, folder, name)) bad.push(join(folder, name));
    }
  }
  return bad.map((path) => ({
    ...({ level: 'problem', about: 'file', path } as const),
    message: `${path} cannot be read as what it should be; its port is not given out`,
  }));
}

function isReadable(store: FolderStore, folder: 'reservations' | 'ended', name: string): boolean {
  const id = name.replace(/\.json$/, '');
  if (!name.endsWith('.json') || !isReservationId(id)) return false;
  return (folder === 'ended' ? store.findEnded(id) : store.find(id)) !== 'unreadable';
}

function kernelFindings(): Finding[] {
  const ephemeral = readEphemeralPorts();
  const range = defaultRange(ephemeral);
  const warning = ephemeralWarning(range, ephemeral);
  const message =
    warning ??
    `ports come from ${formatRange(range)}; the kernel gives out ${formatRange(ephemeral.range)}`;
  return [{ level: warning === undefined ? 'ok' : 'note', about: 'kernel', message }];
}

async function dockerFinding(machine: Machine): Promise<Finding> {
  const { containers, problem } = await machine.published();
  if (problem !== undefined) {
    const message = `${problem}: published ports are seen only as far as the kernel shows them`;
    return { level: 'note', about: 'docker', message };
  }
  return { level: 'ok', about: 'docker', message: `${containers.size} published ports` };
}

/** A process that hides its start cannot be told from one that took its pid. */
function usersFinding(store: FolderStore): Finding {
  const hidden = identify(1)?.startedAt === '';
  const network = store.kernel.network || 'host';
  const others = store.networks().filter((name) => name !== network).length;
  const message = hidden
    ? '/proc hides other users’ processes: their leases end by time alone'
    : `processes of all users can be seen${others > 0 ? `; ${others} other network namespaces` : ''}`;
  return { level: hidden ? 'note' : 'ok', about: 'users', message };
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
