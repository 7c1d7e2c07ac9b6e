import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';

const FILES = /(^|\/)turbo\.jsonc?$/;

/** Turborepo's configuration states no port: it says which variables reach the tasks. */
export const turbo: FileKind = {
  name: 'turbo',
  endings: ['json', 'jsonc'],
  files: FILES,
  matches: (path) => FILES.test(path),
  find: (file) => new Collector(file, 'turbo', 'shell').done(),
  parse: (text) => text,
};
