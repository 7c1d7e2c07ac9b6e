import { lstatSync, renameSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../errors.js';
import type { FolderStore } from './backends/folder.js';
import { ASIDE, type Layout } from './backends/layout.js';
import { inFolder } from './backends/open-folder.js';
import { readRecord } from './backends/record-file.js';
import { readTicket } from './backends/ticket.js';
import { unusable } from './backends/unusable.js';
import type { Finding } from './finding.js';
import { parseIdentity } from './process-identity.js';
import { isReservationId } from './reservation.js';
import { isTicket } from './tidy.js';

/** Every name that is not of our making, and every file that does not read as what it should be. */
export function fileFindings(store: FolderStore): Finding[] {
  return [
    ...badClaims(store).map((path) => finding(path, 'its port is not given out')),
    ...badRecords(store).map((path) => finding(path, 'the ports that it spoke of stay taken')),
    ...[...badMarks(store), ...badSigns(store)].map((path) =>
      finding(path, 'nobody’s port depends on it'),
    ),
  ];
}

function finding(path: string, effect: string): Finding {
  const message = `${path} cannot be read as what it should be: ${effect}`;
  return { level: 'problem', about: 'file', path, message };
}

function badClaims(store: FolderStore): string[] {
  const names = listIn(store, 'claims');
  const networks = new Set(store.networks());
  const strange = names.filter((name) => !networks.has(name)).map((name) => join('claims', name));
  return [...strange, ...[...networks].flatMap((network) => badClaimsOf(store, network))];
}

function badClaimsOf(store: FolderStore, network: string): string[] {
  const folder = join('claims', network);
  if (!isFolder(join(store.layout.root, folder))) return [folder];
  const keys = new Set<string>(store.keys(network));
  const strange = listIn(store, folder).filter((name) => !keys.has(name));
  const unreadable = store
    .keys(network)
    .filter((key) => store.readClaim(network, key) === 'unreadable');
  return [...strange, ...unreadable].map((name) => join(folder, name));
}

function badRecords(store: FolderStore): string[] {
  return ['reservations', 'ended'].flatMap((folder) =>
    listIn(store, folder)
      .map((name) => join(folder, name))
      .filter((path) => !isRecord(store, path)),
  );
}

/** The names that records have; on Windows with its own separator. */
const RECORD = /^(?:reservations[\\/](\w+)(?:\.dead)?|ended[\\/](\w+))\.json$/;

function isRecord({ layout, kernel }: FolderStore, path: string): boolean {
  const [, open, ended] = RECORD.exec(path) ?? [];
  const id = open ?? ended ?? '';
  return isReservationId(id) && readRecord(join(layout.root, path), id, kernel) !== 'unreadable';
}

/** Of holders and of those who end claims: one identity each, under a name that begins with an id. */
function badMarks(store: FolderStore): string[] {
  const strange = listIn(store, 'tickets').filter((name) => !isTicket(name));
  const marks = ['holds', 'end'].flatMap((folder) =>
    listIn(store, folder)
      .map((name) => join(folder, name))
      .filter((path) => !isMark(store, path)),
  );
  return [...strange.map((name) => join('tickets', name)), ...marks];
}

function isMark(store: FolderStore, path: string): boolean {
  const text = readTicket(join(store.layout.root, path));
  if (text === undefined) return true; // gone meanwhile
  return text !== null && parseIdentity(text) !== undefined;
}

/** What lies beside the folders: the lock is one, and the rest are files. */
function badSigns({ layout: { root } }: FolderStore): string[] {
  return ['registry.json.lock', 'registry.json', 'registry.json.again', 'swept'].filter((name) => {
    const stats = statsOf(join(root, name));
    return stats && !(name.endsWith('.lock') ? stats.isDirectory() : stats.isFile());
  });
}

function listIn(store: FolderStore, folder: string): string[] {
  const path = join(store.layout.root, folder);
  return isFolder(path) ? store.layout.list(path) : [];
}

function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

/** Undefined too for what this user may not look at: that is told of the folder as a whole. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Sets aside what cannot be read, so that the port that it stood for can be given again. Nothing
 * is deleted. @returns where each file lies now
 */
export function setAside(store: FolderStore, findings: readonly Finding[]): string[] {
  const { root } = store.layout;
  const paths = findings.flatMap(({ path = '' }) => (path === '' ? [] : [path]));
  if (paths.length === 0) return [];
  try {
    const cleared = clearAside(store.layout);
    const others = paths.filter((path) => path !== ASIDE);
    return [...cleared, ...others].flatMap((path) => moveAway(root, path));
  } catch (error) {
    throw unusable(root, error);
  }
}

/**
 * Makes the folder for it. Where a link stands, what is set aside would land wherever it leads.
 * @returns what stood there, which is to be set aside too
 */
function clearAside(layout: Layout): string[] {
  const aside = join(layout.root, ASIDE);
  const stands = lstatSync(aside, { throwIfNoEntry: false })?.isDirectory() === false;
  const cleared = stands ? [`${ASIDE}-${Date.now()}`] : [];
  for (const name of cleared) renameSync(aside, join(layout.root, name));
  layout.makeFolder(ASIDE);
  return cleared;
}

/** Between folders that are open: a member of the group may put a link at any name meanwhile. */
function moveAway(root: string, path: string): string[] {
  const name = `${Date.now()}-${path.replace(/[^A-Za-z0-9.-]+/g, '-')}`;
  try {
    inFolder(join(root, ASIDE), (aside) =>
      inFolders(root, dirname(path), (from) =>
        renameSync(join(from, basename(path)), join(aside, name)),
      ),
    );
    return [join(root, ASIDE, name)];
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A folder of the registry, one after another from its top. */
function inFolders<T>(root: string, path: string, use: (inside: string) => T): T {
  if (path === '.') return use(root);
  return inFolders(root, dirname(path), (above) => inFolder(join(above, basename(path)), use));
}
