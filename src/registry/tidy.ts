import { lstatSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { parseClaim } from './backends/claim.js';
import type { FolderStore } from './backends/folder.js';
import { readTicket } from './backends/ticket.js';
import { livenessOf, parseIdentity } from './process-identity.js';
import { isReservationId } from './reservation.js';

/** What is made and used within milliseconds is nobody's after this long. */
const ABANDONED_MS = 10 * 60 * 1000;

/** Removes what killed processes left beside the claims: tickets, rights and the marks of holders. */
export function* tidySteps(store: FolderStore): Generator<() => void> {
  const { layout } = store;
  for (const path of within(store, 'tickets')) {
    if (isTicket(path) && isAbandoned(store, path)) yield () => layout.remove(path);
  }
  for (const path of within(store, 'end')) {
    if (isOfDead(store, path) && !isAboutClaim(store, path)) yield () => layout.remove(path);
  }
  for (const path of within(store, 'holds')) {
    if (isOfDead(store, path) && !isOfLease(store, path)) yield () => layout.remove(path);
  }
}

/** While the reservation lives, the mark of its killed holder says that it was to be held. */
function isOfLease(store: FolderStore, path: string): boolean {
  const [id = ''] = basename(path).split('.');
  return isReservationId(id) && store.find(id) !== undefined;
}

function within(store: FolderStore, folder: string): string[] {
  const path = join(store.layout.root, folder);
  return store.layout.list(path).map((name) => join(path, name));
}

/** What has another name is nobody's of ours, and may be anything: it stays as it is. */
export function isTicket(path: string): boolean {
  return isReservationId(basename(path, '.new'));
}

/** A folder is nothing that a registry left there: it stays as it is. */
function isAbandoned({ kernel }: FolderStore, path: string): boolean {
  const stats = statsOf(path);
  if (stats === undefined || stats.isDirectory()) return false;
  const maker = parseClaim(readTicket(path) ?? '')?.maker;
  if (maker !== undefined && livenessOf(maker, kernel) === 'alive') return false;
  return Math.abs(kernel.clockMs() - stats.ctimeMs) > ABANDONED_MS;
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined; // gone meanwhile
  }
}

function isOfDead({ kernel }: FolderStore, path: string): boolean {
  const identity = parseIdentity(readTicket(path) ?? '');
  return identity !== undefined && livenessOf(identity, kernel) === 'dead';
}

/** The dead winner's number still has a meaning while the claim stands: the next one counts on. */
function isAboutClaim(store: FolderStore, path: string): boolean {
  const [id = '', key = ''] = basename(path).split('.');
  if (!isReservationId(id)) return false;
  return store.networks().some((network) => {
    const claim = store.readClaim(network, key as `tcp-${number}`);
    return claim !== undefined && (claim === 'unreadable' || claim.id === id);
  });
}
