import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { systemCode, withoutTraces } from '../../errors.js';
import { type Kernel, thisKernel } from '../kernel.js';
import {
  MAX_RECORD_BYTES,
  parseRecord,
  type ReservationId,
  type ReservationRecord,
} from '../reservation.js';

/** How a reservation ended: somebody released it, or it was found that its owner or its time is over. */
export type Ending = 'released' | 'dead';

/** A record as it was found. Times are the machine's uptime, in milliseconds. */
export interface StoredRecord {
  readonly record: ReservationRecord;
  readonly renewedAtMs: number;
  /**
   * Just before it was looked at. Judged by any later time, a record that was renewed while its
   * reader was frozen would pass for one whose time is up.
   */
  readonly readAtMs: number;
  /** Its file's number: that of its claims too, which are links to it. */
  readonly inode: number;
  /** Only of a reservation that is over. */
  readonly ending?: Ending;
}

/** Something in the registry that no registry wrote, or that cannot be read. */
export type Unreadable = 'unreadable';

/** Never waits for a FIFO, never follows a link, never reads more than a record can be. */
export function readRecord(
  path: string,
  id: ReservationId,
  kernel: Kernel = thisKernel,
): StoredRecord | Unreadable | undefined {
  const readAtMs = kernel.uptimeMs();
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = withoutTraces(() => openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || stats.size > MAX_RECORD_BYTES) return 'unreadable';
      const record = parseRecord(readFileSync(file, 'utf8'), id);
      if (record === undefined) return 'unreadable';
      return { record, renewedAtMs: renewedAt(record, stats, kernel), readAtMs, inode: stats.ino };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? undefined : 'unreadable';
  }
}

/**
 * A record's time in this boot's uptime. Its file's mtime is the uptime of the boot that wrote it;
 * for the record of another boot (a folder's), and where it lies ahead (a copy), the kernel's own
 * mark of the last change tells, by the clock. It lies ahead where the clock was set back.
 */
function renewedAt(record: ReservationRecord, { mtimeMs, ctimeMs }: Stats, kernel: Kernel): number {
  const now = kernel.uptimeMs();
  if (record.boot === kernel.boot && mtimeMs <= now) return mtimeMs;
  return now - (kernel.clockMs() - ctimeMs);
}
