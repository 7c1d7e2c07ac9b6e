import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, systemCode } from '../errors.js';
import { userName } from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import { refuseForeign } from './backends/foreign.js';
import { ASIDE, FOLDERS } from './backends/layout.js';
import type { Finding } from './finding.js';
import { joinGroupCommand, shareCommand } from './group-commands.js';

const FOR_ANYBODY = 0o002;
const FOR_GROUP = 0o020;
const SETGID = 0o2000;

/** Whether those who share the registry may use all of it, and nobody else any of it. */
export function folderFindings(store: FolderStore): Finding[] {
  const { layout } = store;
  const stats = behind(layout.root);
  if (stats === undefined) return [about('note', `${layout.root} does not exist yet`)];
  const told = describe(layout.root, stats);
  const foreign = foreignIn(layout.root);
  if (foreign !== undefined) return [about('note', told), about('problem', foreign)];
  const wrong = faults(layout.root, stats).map((message) => about('problem', message));
  // Who may not use the folder learns nothing of what is in it.
  const inside = mayUse(layout.root) ? [...FOLDERS, ASIDE] : [];
  const problems = [
    ...wrong,
    ...diskFindings(store),
    ...inside.flatMap((name) => innerFindings(layout.root, name, stats)),
  ];
  return problems.length > 0 ? [about('note', told), ...problems] : [about('ok', told)];
}

/** What was made for something else is not to be changed for us. */
function foreignIn(root: string): string | undefined {
  try {
    refuseForeign(root, [...FOLDERS, ASIDE]);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** A disk may be full, or lack what claims are made of: only the try tells. It leaves nothing. */
function diskFindings(store: FolderStore): Finding[] {
  const tickets = join(store.layout.root, 'tickets');
  if (statsOf(tickets)?.isDirectory() !== true || !mayUse(tickets)) return [];
  try {
    store.claimsFor().prove();
    return [];
  } catch (error) {
    return [about('problem', messageOf(error))];
  }
}

/** Where users share no registry, only their holds keep them apart. */
export function sharingFinding(root: string, system: string): Finding {
  const own = behind(root);
  if (own !== undefined && (own.mode & FOR_GROUP) !== 0 && process.platform !== 'win32') {
    return { level: 'ok', about: 'users', message: `the group ${groupOf(own)} shares ${root}` };
  }
  const stats = statsOf(system);
  if (stats?.isDirectory() === true && root !== system) {
    const message = `others share ${system}, and this user has ${root}`;
    if (mayUse(system)) return { level: 'note', about: 'users', message };
    const user = userName(process.getuid?.() ?? 0);
    const hint = joinGroupCommand(groupOf(stats), user);
    return { level: 'problem', about: 'users', message: `${message}: ${hint}` };
  }
  const message =
    `other users have registries of their own, and are kept apart by holds alone; ` +
    `to share one: ${shareCommand(system)}`;
  return { level: 'note', about: 'users', message };
}

function faults(path: string, stats: Stats): string[] {
  const found: string[] = [];
  if (!stats.isDirectory()) return [`${path} is not a folder`];
  if (process.platform === 'win32') return mayUse(path) ? [] : [`this user may not write ${path}`];
  if (stats.mode & FOR_ANYBODY) {
    found.push(`${path} can be written by anybody, who could forge or remove leases: chmod o-w`);
  }
  if (stats.mode & FOR_GROUP && !(stats.mode & SETGID)) {
    found.push(`${path} does not pass its group on to what is made in it: chmod g+s`);
  }
  if (isReadOnly(path)) found.push(`${path} is on a file system that is read-only`);
  else if (!mayUse(path)) found.push(`this user may not read and write ${path}`);
  return found;
}

function innerFindings(root: string, name: string, rootStats: Stats): Finding[] {
  const path = join(root, name);
  const stats = statsOf(path);
  if (stats === undefined) return [];
  if (!stats.isDirectory()) {
    return [{ ...about('problem', `${path} stands where a folder should be`), path: name }];
  }
  return innerFaults(path, stats, rootStats).map((message) => about('problem', message));
}

function innerFaults(path: string, stats: Stats, root: Stats): string[] {
  const isShared = (root.mode & FOR_GROUP) !== 0;
  const isClosed = isShared && (stats.mode & FOR_GROUP) === 0 && process.platform !== 'win32';
  return [
    ...faults(path, stats),
    ...(isClosed ? [`${path} cannot be written by the group that shares it: chmod g+rwxs`] : []),
  ];
}

function describe(path: string, stats: Stats): string {
  if (process.platform === 'win32') return path;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  return `${path} (mode ${mode}, user ${userName(stats.uid)}, group ${groupOf(stats)})`;
}

function groupOf({ gid }: Stats): string {
  return userName(gid, '/etc/group');
}

function mayUse(path: string): boolean {
  return refusalOf(path) === undefined;
}

function isReadOnly(path: string): boolean {
  return refusalOf(path) === 'EROFS';
}

function refusalOf(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return systemCode(error) ?? 'unknown';
  }
}

/** A user may lay a link in place of the whole registry, which then is where that leads. */
function behind(root: string): Stats | undefined {
  try {
    return statSync(root);
  } catch {
    return statsOf(root);
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function about(level: Finding['level'], message: string): Finding {
  return { level, about: 'registry', message };
}
