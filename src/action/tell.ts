import type { Prepared } from '../prepare.js';

/** What main did, for everything that tells of it. */
export interface Told {
  readonly prepared: Prepared;
  /** Nothing was reserved or written: the numbers are only what would be given now. */
  readonly planned: boolean;
  readonly envFile: string | undefined;
  /** Whether the files are put back when the job ends. */
  readonly restores: boolean;
}
