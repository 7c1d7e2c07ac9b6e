import { systemCode } from './errors.js';

/** What a system lacks that a file or a socket takes, and what helps. */
export interface Shortage {
  readonly reason: string;
  readonly hint: string;
}

const SHORTAGES: Readonly<Record<string, Shortage>> = {
  EMFILE: {
    reason: 'this process has as many files open as it may',
    hint: 'Close what is not needed, or raise the limit (ulimit -n).',
  },
  ENFILE: {
    reason: 'the system has as many files open as it can',
    hint: 'End what has many files open, or raise the limit of the system (fs.file-max on Linux).',
  },
  ENOBUFS: {
    reason: 'the system has no room left for sockets',
    hint: 'End what has many connections, and try again.',
  },
  ENOMEM: {
    reason: 'the system has no memory left',
    hint: 'End what takes much memory, and try again.',
  },
};

export function shortageOf(error: unknown): Shortage | undefined {
  return SHORTAGES[systemCode(error) ?? ''];
}
