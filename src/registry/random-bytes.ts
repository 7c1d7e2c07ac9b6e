import { closeSync, openSync, readSync } from 'node:fs';
import { crypto } from '../ports/index.js';

/** Enough for a few dozen names: a file is opened once for them. */
const POOL_BYTES = 256;
let pool: Buffer = Buffer.alloc(0);

/**
 * Random bytes of the kernel, `POOL_BYTES` at most. From its file, where it has one: Node's crypto
 * takes longer to load than a port takes to reserve.
 */
export function randomBytes(count: number): Buffer {
  if (pool.length < count) pool = readKernel(POOL_BYTES) ?? crypto().randomBytes(POOL_BYTES);
  const bytes = pool.subarray(0, count);
  pool = pool.subarray(count);
  return bytes;
}

function readKernel(count: number): Buffer | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const file = openSync('/dev/urandom', 'r');
    try {
      const bytes = Buffer.alloc(count);
      return readSync(file, bytes) === count ? bytes : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined; // a container without /dev
  }
}
