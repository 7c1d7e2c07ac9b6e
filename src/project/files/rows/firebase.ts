import { json } from '../../formats/json-data.js';
import { number } from '../../notations/notation.js';
import type { DataRow, ImpliedPort } from '../row.js';
import { portNameFrom } from './names.js';

/** Where each emulator listens that takes no other port when its own is taken. */
const DEFAULTS = {
  auth: 9099,
  functions: 5001,
  firestore: 8080,
  database: 9000,
  pubsub: 8085,
  storage: 9199,
  dataconnect: 9399,
} as const;

const implied = Object.entries(DEFAULTS).map(
  ([emulator, port]): ImpliedPort => ({
    at: ['emulators', emulator],
    key: ['port'],
    port,
    server: `the ${emulator} emulator`,
  }),
);

const listens = { reads: number, role: 'listen', protocol: 'tcp' } as const;

/** https://firebase.google.com/docs/emulator-suite/install_and_configure */
export const firebase: DataRow = {
  name: 'firebase',
  files: /(^|\/)firebase\.json$/,
  format: json,
  ports: [
    {
      ...listens,
      at: ['emulators', '*', 'port'],
      portName: ({ keys: [emulator] }) => portNameFrom(emulator, 'emulator'),
    },
    {
      ...listens,
      at: ['emulators', '*', 'websocketPort'],
      portName: ({ keys: [emulator] }) => portNameFrom(emulator, 'websocket'),
    },
    {
      ...listens,
      at: ['emulators', '*', 'postgresPort'],
      portName: ({ keys: [emulator] }) => portNameFrom(emulator, 'postgres'),
    },
  ],
  implied,
};
