import type { DataFormat } from './data.js';
import { scanDotenv } from './dotenv.js';

/** An env file as data: every variable is a key at the top, of duplicates the last. */
export const env: DataFormat = {
  name: 'an env file',
  endings: ['env'],
  read(text) {
    const last = new Map(scanDotenv(text).map((entry) => [entry.key, entry]));
    const nodes = [...last.values()].map(({ key, start, value }) => ({
      path: [key],
      offset: start,
      value,
    }));
    return { documents: [nodes] };
  },
  parse: (text) => scanDotenv(text).map(({ key, value, quote }) => [key, value.text, quote]),
};
