import { json } from '../../formats/json-data.js';
import { setting } from '../../notations/notation.js';
import type { DataRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';

const command = {
  reads: setting,
  isCommand: true,
  portName: ({ file, keys: [task] }) => portNameFrom(folderAbove(file, 1), task),
} as const satisfies Partial<DataRow['ports'][number]>;

/** https://docs.deno.com/runtime/reference/cli/task/: a command, or an object that has one. */
export const deno: DataRow = {
  name: 'deno',
  files: /(^|\/)deno\.jsonc?$/,
  format: json,
  ports: [
    { at: ['tasks', '*'], ...command },
    { at: ['tasks', '*', 'command'], ...command },
  ],
};
