import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { systemCode } from '../../errors.js';
import type { Problem } from '../sites/site.js';
import { decodeSource, type SourceFile } from '../writing/source-file.js';

/** A file of settings that a person wrote is never longer; what is longer is left alone. */
const MAX_BYTES = 1024 * 1024;

/** Where a file is put first, whatever it is: nearly all of them fit in here. */
const room = Buffer.allocUnsafeSlow(32 * 1024);

// Where a system has no such flag, Node leaves its name out.
const { O_RDONLY, O_NONBLOCK = 0 } = constants;
const O_NOFOLLOW: number | undefined = constants.O_NOFOLLOW;

/**
 * A file of the project as text, or why it cannot be had. Never waits for a pipe. Settings are
 * small, and reading one at once takes a fraction of what handing it to another thread does.
 */
export function readSource(root: string, path: string): SourceFile | Problem {
  try {
    return readOpened(openSync(`${root}/${path}`, O_RDONLY | O_NONBLOCK), path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return problem(path, `It cannot be read (${code})`);
  }
}

/** The text of what is a plain file itself and no link to one; of all else, nothing. */
export function readPlain(root: string, path: string): SourceFile | undefined {
  try {
    const name = `${root}/${path}`;
    if (O_NOFOLLOW === undefined && !lstatSync(name).isFile()) return undefined;
    const file = openSync(name, O_RDONLY | O_NONBLOCK | (O_NOFOLLOW ?? 0));
    const source = readOpened(file, path);
    return 'text' in source ? source : undefined;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

function readOpened(file: number, path: string): SourceFile | Problem {
  try {
    const length = readAtOnce(file);
    // What gives so little at a place of its own is a file: a pipe has no places, a device no end.
    if (length > 0 && length < room.length && endsAt(file, length))
      return decode(path, room.subarray(0, length));
    const looks = fstatSync(file);
    if (!looks.isFile()) return problem(path, 'It is not a regular file');
    if (looks.size > MAX_BYTES) return problem(path, 'It is longer than 1 MiB, and is left alone');
    return decode(path, readFileSync(file));
  } finally {
    closeSync(file);
  }
}

/** How much of it fills the room; nothing where it cannot be read so. */
function readAtOnce(file: number): number {
  try {
    return readSync(file, room, 0, room.length, 0);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return 0;
  }
}

/** A disk over a network may give less than there is. */
function endsAt(file: number, length: number): boolean {
  return readSync(file, room, length, room.length - length, length) === 0;
}

function decode(path: string, bytes: Buffer): SourceFile | Problem {
  return decodeSource(path, bytes) ?? problem(path, notText(bytes));
}

function notText(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff'
    ? 'It is UTF-16, and is left alone; save it as UTF-8'
    : 'It is binary, and is left alone';
}

function problem(file: string, message: string): Problem {
  return { file, line: 1, column: 1, message };
}
