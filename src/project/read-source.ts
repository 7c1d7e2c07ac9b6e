import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { systemCode } from '../errors.js';
import type { Problem } from './site.js';
import { decodeSource, type SourceFile } from './source-file.js';

/** A file of settings that a person wrote is never longer; what is longer is left alone. */
export const MAX_BYTES = 1024 * 1024;

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
    const looks = fstatSync(file);
    if (!looks.isFile()) return problem(path, 'It is not a regular file');
    if (looks.size > MAX_BYTES) return problem(path, 'It is longer than 1 MiB, and is left alone');
    const bytes = readWhole(file, looks.size);
    return decodeSource(path, bytes) ?? problem(path, notText(bytes));
  } finally {
    closeSync(file);
  }
}

/** In one step, where the file is still as long as it was. */
function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size + 1);
  const length = readSync(file, bytes, 0, size + 1, 0);
  return length === size && size > 0 ? bytes.subarray(0, size) : readFileSync(file);
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
