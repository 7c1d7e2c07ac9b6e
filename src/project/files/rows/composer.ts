import { json } from '../../formats/json-data.js';
import { setting } from '../../notations/notation.js';
import type { DataRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';

/** Not named as the script of a package.json beside it: `dev` is often the name of both. */
const command = {
  reads: setting,
  isCommand: true,
  portName: ({ file, keys: [script] }) => portNameFrom(folderAbove(file, 1), 'composer', script),
} as const satisfies Partial<DataRow['ports'][number]>;

/** https://getcomposer.org/doc/articles/scripts.md: a command, or several in turn. */
export const composer: DataRow = {
  name: 'composer',
  files: /(^|\/)composer\.json$/,
  format: json,
  ports: [
    { at: ['scripts', '*'], ...command },
    { at: ['scripts', '*', '*'], ...command },
  ],
};
