import { setting } from '../../notations/notation.js';
import type { PortRow } from '../row.js';

/** Any other value: what it says of this machine is followed. */
export const otherSettings: PortRow = { at: ['**', '*'], reads: setting };

/** URLs and addresses of this machine: a client's. */
export function follows(...at: readonly string[]): PortRow {
  return { at, reads: setting };
}

/** Environment variables of a program that is started on this machine. */
export function variables(...at: readonly string[]): PortRow {
  return { at, reads: setting, isVariable: true };
}
