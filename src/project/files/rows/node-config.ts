import { json } from '../../formats/json-data.js';
import { loopbackUrls, number } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';

/** `shop/config/default.json` → SHOP_PORT. */
const portName = ({ file }: PortPlace): string => portNameFrom(folderAbove(file, 2) ?? 'server');

const listens = (...at: readonly string[]): PortRow => {
  return { at, reads: number, role: 'listen', protocol: 'tcp', portName };
};

/** What the package `config` reads in development and in tests, Feathers among others. */
export const nodeConfig: DataRow = {
  name: 'node-config',
  files: /(^|\/)config\/(default|development|dev|local|test)(-[\w-]+)?\.json5?$/,
  format: json,
  ports: [listens('port'), listens('server', 'port'), { at: ['**', '*'], reads: loopbackUrls }],
};
