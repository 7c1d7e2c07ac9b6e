/**
 * The holder: keeps a reservation's ports out of the kernel's hands until the reservation ends, or
 * its owner does. `main FOLDER ID`, `main FOLDER ID again` where an earlier one was killed, or `main
 * FOLDER ID later` where the reservation is still to be made; what became of it is one line on the
 * pipe that it is given.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { messageOf, PortKeeperError } from '../errors.js';
import { FolderStore } from '../registry/backends/folder.js';
import {
  AGAIN,
  formatHoldResult,
  type HoldResult,
  LATER,
  LOOK,
} from '../registry/hold-protocol.js';
import { isReservationId, type Lease, type ReservationRecord } from '../registry/reservation.js';
import { HeldPorts } from './held-ports.js';
import { Watch } from './watch.js';

const LOOK_EVERY_MS = 500;
/** What ends other processes, or opens a debugger in them, and comes in storms when a job ends. */
const DEAF_TO = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGPIPE'] as const;

export async function hold(folder: string | undefined, id: string, word = ''): Promise<void> {
  for (const signal of DEAF_TO) process.on(signal, () => {});
  if (folder === undefined || !isReservationId(id)) process.exit(2);
  if (word === LATER && !isTold()) process.exit(0);
  const store = new FolderStore(folder);
  const stored = store.find(id);
  if (stored === undefined || stored === 'unreadable') {
    return fail({ state: 'failed', reason: 'its reservation is gone' });
  }
  const ports = new HeldPorts();
  const result = await take(ports, stored.record, word === AGAIN);
  if (result.state !== 'held') {
    ports.letGo();
    return fail(result);
  }
  const watch = new Watch(store, stored, ports);
  process.on(LOOK, () => watch.look());
  try {
    watch.sign();
  } catch (error) {
    return fail({ state: 'failed', reason: messageOf(error) });
  }
  say(result);
  setInterval(() => watch.look(), LOOK_EVERY_MS);
}

async function take(
  ports: HeldPorts,
  { leases }: ReservationRecord,
  again: boolean,
): Promise<HoldResult> {
  const steps = [
    ({ protocol, port, host }: Lease) =>
      again ? ports.holdAgain(protocol, port, host) : ports.hold(protocol, port, host),
    ({ port }: Lease) => ports.connect(port),
  ];
  for (const step of steps) {
    for (const lease of leases) {
      try {
        await step(lease);
      } catch (error) {
        const taken = error instanceof PortKeeperError && error.code === 'NO_FREE_PORT';
        if (taken) return { state: 'taken', port: lease.port };
        return { state: 'failed', reason: messageOf(error) };
      }
    }
  }
  await ports.holdWanted();
  return { state: 'held' };
}

/** Waits until the reservation is made; false when it never will be, or its maker was killed. */
function isTold(): boolean {
  try {
    return readSync(3, Buffer.alloc(1)) === 1;
  } catch {
    return false;
  }
}

function fail(result: HoldResult): never {
  say(result);
  process.exit(1);
}

/** Whoever started this one waits for the line, and for nothing after it. */
function say(result: HoldResult): void {
  try {
    writeSync(3, formatHoldResult(result));
    closeSync(3);
  } catch {
    // It did not wait; the ports are held, or not, all the same.
  }
}
