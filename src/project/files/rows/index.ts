import type { DataRow } from '../row.js';

/** Every file kind that is data. A new one is a row. */
export const dataRows: readonly DataRow[] = [];
