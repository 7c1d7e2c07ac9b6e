import { json } from '../../formats/json-data.js';
import { isThisMachine, isWildcard } from '../../notations/host.js';
import { loopbackUrls, number, setting } from '../../notations/notation.js';
import { isBackingService } from '../../notations/variable-name.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';

/** `shop/config/default.json` → SHOP_PORT. */
const portName = ({ file }: PortPlace): string => portNameFrom(folderAbove(file, 2) ?? 'server');

/** Beside an account it is where a database is. */
const isServers = ({ path, value }: PortPlace): boolean =>
  ['user', 'username', 'dialect'].every((key) => value([...path.slice(0, -1), key]) === undefined);

const listens = (...at: readonly string[]): PortRow => {
  return { at, reads: number, role: 'listen', protocol: 'tcp', when: isServers, portName };
};

/** `redis: { host: 'localhost', port: 6379 }`; `api` so may as well be where the program listens. */
const connects: PortRow = {
  at: ['**', '*', 'port'],
  reads: setting,
  when: ({ path, value }) => {
    const host = value([...path.slice(0, -1), 'host']) ?? '';
    return isBackingService(path.join('.')) && isThisMachine(host) && !isWildcard(host);
  },
};

/** What the package `config` reads in development and in tests, Feathers among others. */
export const nodeConfig: DataRow = {
  name: 'node-config',
  files: /(^|\/)config\/(default|development|dev|local|test)(-[\w-]+)?\.json5?$/,
  format: json,
  ports: [
    listens('port'),
    listens('server', 'port'),
    connects,
    { at: ['**', '*'], reads: loopbackUrls },
  ],
};
