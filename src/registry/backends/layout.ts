import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { PortKeeperError, systemCode } from '../../errors.js';
import { makeFolder, makePath, type PortKey } from '../../ports/index.js';
import { newReservationId, type ReservationId } from '../reservation.js';
import { refuseForeign } from './foreign.js';
import { isLink, refuseLinks } from './links.js';
import { patiently } from './sharing.js';
import { makeName } from './ticket.js';
import { unusable } from './unusable.js';

const PRIVATE = 0o700;

/** What a registry's folder has in it. */
export const FOLDERS = ['claims', 'reservations', 'ended', 'end', 'tickets', 'holds'] as const;
/** Where `doctor --repair` puts what cannot be read. */
export const ASIDE = 'aside';

/** Where things lie in a registry's folder, and how its folders come to be. */
export class Layout {
  readonly root: string;
  #shared: boolean | undefined;
  #masked: boolean | undefined;

  constructor(root: string) {
    this.root = root;
  }

  claims(network?: string): string {
    if (network === undefined) return `${this.root}${sep}claims`;
    return this.#at('claims', network || 'host');
  }

  claim(network: string, key: PortKey): string {
    return `${this.claims(network)}${sep}${key}`; // asked for each port that is tried
  }

  reservation(id: ReservationId): string {
    return this.#at('reservations', `${id}.json`);
  }

  ended(id: ReservationId): string {
    return this.#at('ended', `${id}.json`);
  }

  /** Beside those that live: whoever lists leases lists them too, and not those that rest. */
  dead(id: ReservationId): string {
    return this.#at('reservations', `${id}.dead.json`);
  }

  right(name: string): string {
    return this.#at('end', name);
  }

  ticket(name: string): string {
    return this.#at('tickets', name);
  }

  /** Nothing in it is to be normalised, which takes longer than a look at the file. */
  #at(folder: string, name: string): string {
    return `${this.root}${sep}${folder}${sep}${name}`;
  }

  /** No matter whether it is there. */
  remove(path: string): void {
    try {
      found(() => patiently(() => unlinkSync(path)));
    } catch (error) {
      throw unusable(this.root, error);
    }
  }

  rename(path: string, to: string): void {
    patiently(() => renameSync(path, to));
  }

  /**
   * The number of what stands there, be it a link that leads nowhere; undefined for nothing, and
   * no number for what cannot be looked at.
   */
  inodeOf(path: string): number | undefined {
    try {
      return lstatSync(path, { throwIfNoEntry: false })?.ino;
    } catch {
      return Number.NaN;
    }
  }

  list(folder: string): string[] {
    try {
      // Refused before whatever is done here; only who looks for faults comes as far.
      return this.#isShared() && isLink(folder) ? [] : readdirSync(folder);
    } catch (error) {
      const code = systemCode(error) ?? '';
      // A file inside that is not ours is passed over; a file in the registry's place is told.
      // Windows says of what lies below either that it is not there.
      if ((code === 'ENOENT' || code === 'ENOTDIR') && !this.#isFile()) return [];
      throw unusable(this.root, error);
    }
  }

  /**
   * A new file, readable by those who share the registry and by nobody else. What stands there is
   * never written to: it could be a link to anything, or a FIFO.
   */
  writeFile(path: string, text: string): void {
    const file = this.create(path);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  }

  /** The same, still empty. @returns its descriptor */
  create(path: string): number {
    const file = openSync(path, 'wx', 0o600);
    // Of the open file: by its name, a member of the group could have another one's mode changed.
    if (this.#isShared()) setMode(file, 0o664);
    else if (this.#isMasked(file)) setMode(file, 0o600);
    return file;
  }

  /** Makes a name that says a line, and replaces nothing. False where the name exists. */
  makeName(name: string, ticket: string, line: string): boolean {
    const made = makeName(name, ticket, line);
    if (made !== 'no links') return made;
    const message =
      `The registry ${this.root} cannot be used: its file system has neither hard links nor ` +
      'symbolic ones, as FAT and exFAT have none';
    const hint = 'Give a folder on a disk of the system with --registry or PORTKEEPER_REGISTRY.';
    throw new PortKeeperError('REGISTRY_UNUSABLE', message, { hint });
  }

  /** Gives a name this text in one step, whatever stood there. */
  replaceFile(path: string, text: string): void {
    const staged = this.ticket(newReservationId());
    this.writing(() => this.writeFile(staged, text));
    try {
      this.writing(() => this.rename(staged, path));
    } catch (error) {
      this.remove(staged);
      throw error;
    }
  }

  /**
   * Runs a step that writes; where its folder is missing, makes the folders and runs it again.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, when the system will not let it write.
   */
  writing<T>(step: () => T, network?: string): T {
    try {
      return step();
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw unusable(this.root, error);
    }
    try {
      this.make(network);
      return step();
    } catch (error) {
      throw unusable(this.root, error);
    }
  }

  /**
   * What a user links in a registry of one's own is nobody else's matter.
   * @throws {PortKeeperError} REGISTRY_UNUSABLE, where a link stands in place of a shared folder, or
   * the whole is a folder that was made for something else
   */
  refuseLinks(): void {
    if (!this.#isShared()) return;
    refuseForeign(this.root, [...FOLDERS, ASIDE]);
    refuseLinks(this.root, FOLDERS);
  }

  make(network?: string): void {
    makePath(this.root, PRIVATE);
    for (const folder of FOLDERS) this.makeFolder(folder);
    if (network !== undefined) this.makeFolder(join('claims', network || 'host'));
  }

  makeFolder(name: string): void {
    const folder = join(this.root, name);
    // Whatever the umask: those who may write the registry may write all of it.
    if (!makeFolder(folder, PRIVATE) || !this.#isShared()) return;
    const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants;
    const open = openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      setMode(open, 0o2775);
    } finally {
      closeSync(open);
    }
  }

  #isFile(): boolean {
    return statSync(this.root, { throwIfNoEntry: false })?.isDirectory() === false;
  }

  /**
   * A registry for a group is a folder that the group may write: an administrator's choice. Windows
   * shows that bit of every folder, and passes its access lists on by itself.
   */
  #isShared(): boolean {
    this.#shared ??= process.platform === 'win32' ? false : this.#mayGroupWrite();
    return this.#shared ?? false;
  }

  /** Whether the umask keeps from its own user what was made: it is the same for the next file. */
  #isMasked(file: number): boolean {
    this.#masked ??= process.platform !== 'win32' && (fstatSync(file).mode & 0o600) !== 0o600;
    return this.#masked;
  }

  /** Undefined while there is no registry, or none that can be looked at: who uses it will be told. */
  #mayGroupWrite(): boolean | undefined {
    try {
      return (statSync(this.root).mode & 0o020) !== 0;
    } catch {
      return undefined;
    }
  }
}

/** Of what was just made. A file system without modes has those that it was mounted with. */
function setMode(file: number, mode: number): void {
  try {
    fchmodSync(file, mode);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error;
  }
}

/** Whether a step met what it was about: false for a file that is gone. */
export function found(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
