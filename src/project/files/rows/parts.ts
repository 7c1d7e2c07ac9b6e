import { setting } from '../../notations/notation.js';
import type { PortRow } from '../row.js';

/** Any other value: what it says of this machine is followed. */
export const otherSettings: PortRow = { at: ['**', '*'], reads: setting };
