import type { FileRow } from '../config/config.js';
import { formatOf } from '../formats/data-formats.js';
import { env } from '../formats/env-data.js';
import { properties } from '../formats/properties.js';
import { anything } from '../notations/notation.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';
import { rowKind } from './row-kind.js';

/** The kind of file that a row with `at` makes of one file: values, by the keys that lead to them. */
export function atKind({ at = [], name: variable }: FileRow, path: string): FileKind {
  const format = formatOf(path);
  if (format === undefined) return unreadable;
  return rowKind({
    name: 'files',
    // Its glob is matched where the user's rows are looked up.
    files: /^/,
    format,
    // Their keys are paths by convention alone.
    ...(format === properties ? { separator: '.' } : {}),
    ports: [
      {
        // Keys of env files may have dots, and never lead further.
        at: format === env ? [at.join('.')] : at.map(String),
        reads: anything,
        rule: 'at',
        expected: true,
        ...(variable === undefined ? {} : { variable, portName: () => variable }),
      },
    ],
  });
}

const KNOWN = 'Only JSON, YAML, TOML, properties and env files have values that "at" can lead to';

const unreadable: FileKind = {
  name: 'files',
  matches: () => true,
  find: (file) =>
    new Collector(file, 'files', 'shell').failed(0, `${KNOWN}: use "pattern" for this one`),
  parse: (text) => text,
};
