/**
 * The holder: keeps a reservation's ports out of the kernel's hands without getting in the way of
 * the service. A connection to oneself, accepted, whose listener is closed again, keeps the port
 * from `bind(0)` and from outgoing connections, while a server that sets SO_REUSEADDR binds it at
 * once. A name in the kernel (an abstract Unix socket) keeps every other holder of this network
 * namespace from the port, whatever registry it works for.
 *
 * Usage: holder FOLDER ID. It ends when its reservation does, or when its owner does.
 */
import { closeSync, rmSync, writeSync } from 'node:fs';
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { holdName } from '../ports/probe.js';
import { FolderStore } from '../registry/backends/folder.js';
import { EXIT_TAKEN, holdPath, LET_GO } from '../registry/hold.js';
import { formatIdentity, self } from '../registry/process-identity.js';
import { isReservationId, type Lease, type ReservationId } from '../registry/reservation.js';
import { deathOf, remainingMs } from '../registry/standing.js';

const LOOK_EVERY_MS = 500;
/** Connecting to oneself takes no time; an answer that does not come will not. */
const PATIENCE_MS = 1000;

async function main(folder: string, id: ReservationId): Promise<void> {
  const store = new FolderStore(folder);
  const stored = store.find(id);
  if (stored === undefined || stored === 'unreadable') process.exit(1);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on(LET_GO, () => letGo(folder, id));
  try {
    for (const lease of stored.record.leases) await hold(lease);
  } catch {
    process.exit(EXIT_TAKEN);
  }
  store.layout.replaceFile(holdPath(folder, id), formatIdentity(self()));
  writeSync(3, 'held');
  closeSync(3);
  setInterval(() => lookAfter(store, folder, id), LOOK_EVERY_MS);
}

async function hold({ protocol, port, host }: Lease): Promise<void> {
  await listen({ path: holdName(protocol, port) });
  if (protocol === 'tcp') await connectToOneself(port, host.includes(':') ? '::1' : '127.0.0.1');
}

const clients: Socket[] = [];

/**
 * Listens, connects to it, and stops to listen: the accepted connection keeps the port. Where
 * something else answers, by a rule of the network that no bind can see, the port is somebody's.
 */
async function connectToOneself(port: number, host: string): Promise<void> {
  const server = await listen({ port, host, exclusive: true });
  const client = connect({ port, host });
  clients.push(client);
  // A stranger who calls at this moment, and whose connection would end with him, is not met.
  const accepted = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      if (socket.remotePort === client.localPort) resolve();
      else socket.destroy();
    });
  });
  await Promise.race([
    accepted,
    new Promise((_, reject) => client.once('error', reject)),
    delay(PATIENCE_MS).then(() => Promise.reject(new Error('Nobody accepted'))),
  ]);
  server.close();
}

function listen(options: ListenOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(options, () => resolve(server));
  });
}

/** Ends with the reservation; until then its time does not run out while its owner lives. */
function lookAfter(store: FolderStore, folder: string, id: ReservationId): void {
  const stored = store.find(id);
  if (stored === 'unreadable') return;
  if (stored === undefined || deathOf(stored) !== undefined) {
    letGo(folder, id);
  }
  const { ttlMs, owner } = stored.record;
  if (owner.kind !== 'name' && ttlMs !== null && remainingMs(stored) < ttlMs / 2) store.renew(id);
}

/** A reset leaves nothing behind: a closed connection would keep the port for a minute. */
function letGo(folder: string, id: ReservationId): never {
  for (const client of clients) client.resetAndDestroy();
  rmSync(holdPath(folder, id), { force: true });
  process.exit(0);
}

const [folder, id = ''] = process.argv.slice(2);
if (folder === undefined || !isReservationId(id)) process.exit(2);
await main(folder, id);
