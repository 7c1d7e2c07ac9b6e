// What the disk alone takes: the file operations of one reservation and its release, in their order,
// and nothing else. What is slower than this is PortKeeper's; what is not, no registry of files beats.
import {
  closeSync,
  fstatSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const LINE = 'x'.repeat(64);
const RECORD = 'x'.repeat(350);

let made = 0;

export class RawFiles {
  #folder;

  constructor(folder) {
    this.#folder = folder;
    for (const name of ['tickets', 'claims', 'reservations', 'ended'])
      mkdirSync(join(folder, name), { recursive: true });
  }

  /** Exclusive create and unlink: the least that a file for each port could be. */
  createAndUnlink() {
    const path = this.#path('tickets', this.#next());
    closeSync(openSync(path, 'wx'));
    unlinkSync(path);
  }

  /** @returns what `giveBack` takes */
  take(count) {
    const id = this.#next();
    const path = this.#path('tickets', id);
    const file = openSync(path, 'wx');
    writeSync(file, LINE);
    const claims = Array.from({ length: count }, (_, i) => this.#path('claims', `${id}-${i}`));
    for (const claim of claims) linkSync(path, claim);
    writeSync(file, RECORD);
    futimesSync(file, 1, 1);
    closeSync(file);
    renameSync(path, this.#path('reservations', id));
    return { id, claims };
  }

  giveBack({ id, claims }) {
    const path = this.#path('reservations', id);
    const file = openSync(path, 'r');
    fstatSync(file);
    readSync(file, Buffer.allocUnsafe(LINE.length + RECORD.length));
    closeSync(file);
    utimesSync(path, 1, 1);
    renameSync(path, this.#path('ended', id));
    lstatSync(this.#path('tickets', id), { throwIfNoEntry: false });
    for (const claim of claims) lstatSync(claim);
  }

  #next() {
    made += 1;
    return `${process.pid}-${made}`;
  }

  #path(folder, name) {
    return join(this.#folder, folder, name);
  }
}
