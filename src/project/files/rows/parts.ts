import { setting } from '../../notations/notation.js';
import type { PortRow } from '../row.js';

/** Any other value: what it says of this machine is followed. */
export const otherSettings: PortRow = { at: ['**', '*'], reads: setting };

export const DEBUGGING = 'it is a debugging port, which tools outside of the project know';
