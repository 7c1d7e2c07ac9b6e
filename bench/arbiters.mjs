// Ways to say whose a port is, each with the same work: take one, give it back.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { PortRegistry } from '../lib/index.js';
import { RawFiles } from './raw-files.mjs';

const RANGE = { from: 2000, to: 31_999 };
const anyPort = () => RANGE.from + Math.floor(Math.random() * (RANGE.to - RANGE.from + 1));

/** Each makes a cycle for a folder. Only PortKeeper asks the kernel whether the port is free. */
export const ARBITERS = {
  'exclusive create, one file a port': (folder) => {
    const files = new RawFiles(folder);
    return async () => files.createAndUnlink();
  },
  "the file operations of PortKeeper's cycle": (folder) => {
    const files = new RawFiles(folder);
    return async () => files.giveBack(files.take(1));
  },
  'a JSON file under proper-lockfile': (folder) => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'ports.json');
    return async () => {
      const port = anyPort();
      await changeUnderLock(file, (ports) => ({ ...ports, [port]: process.pid }));
      await changeUnderLock(file, ({ [port]: _, ...ports }) => ports);
    };
  },
  portkeeper: (folder) => cycle(new PortRegistry({ registry: folder })),
  'portkeeper, with the view': (folder) =>
    cycle(new PortRegistry({ registry: folder, view: true })),
};

function cycle(registry) {
  const range = `${RANGE.from}-${RANGE.to}`;
  return async () => {
    const reservation = await registry.reserve({ range });
    await reservation.release();
  };
}

/** Nobody else is let in until the change is written; whoever waits tries again, with jitter. */
async function changeUnderLock(file, change) {
  const retries = { retries: 10_000, factor: 1, minTimeout: 2, maxTimeout: 25, randomize: true };
  const unlock = await lockfile.lock(file, { realpath: false, retries, onCompromised: () => {} });
  try {
    writeFileSync(file, JSON.stringify(change(read(file))));
  } finally {
    await unlock();
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
