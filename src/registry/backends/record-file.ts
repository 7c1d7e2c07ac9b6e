import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { systemCode } from '../../errors.js';
import { currentBoot, uptimeMs } from '../process-identity.js';
import {
  MAX_RECORD_BYTES,
  parseRecord,
  type ReservationId,
  type ReservationRecord,
} from '../reservation.js';

/** A record as it was found: with the uptime of its last renewal, in milliseconds. */
export interface StoredRecord {
  readonly record: ReservationRecord;
  readonly renewedAtMs: number;
}

/** Something in the registry that no registry wrote, or that cannot be read. */
export type Unreadable = 'unreadable';

/** Never waits for a FIFO, never follows a link, never reads more than a record can be. */
export function readRecord(path: string, id: ReservationId): StoredRecord | Unreadable | undefined {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || stats.size > MAX_RECORD_BYTES) return 'unreadable';
      const record = parseRecord(readFileSync(file, 'utf8'), id);
      return record ? { record, renewedAtMs: renewedAt(record, stats) } : 'unreadable';
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
 * mark of the last change tells, by the clock.
 */
function renewedAt(record: ReservationRecord, { mtimeMs, ctimeMs }: Stats): number {
  const now = uptimeMs();
  if (mtimeMs === 0 || (record.boot === currentBoot() && mtimeMs <= now)) return mtimeMs;
  return now - Math.max(0, Date.now() - ctimeMs);
}
