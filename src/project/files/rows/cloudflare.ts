import { json } from '../../formats/json-data.js';
import { toml } from '../../formats/toml-data.js';
import { number, setting } from '../../notations/notation.js';
import { DEBUGGING } from '../../sites/reasons.js';
import type { DataRow, PortRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';
import { otherSettings } from './parts.js';

/** https://developers.cloudflare.com/workers/wrangler/configuration/#local-development-settings */
const ports: readonly PortRow[] = [
  {
    at: ['dev', 'port'],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    configures: 'wrangler',
    portName: ({ file, value }) =>
      portNameFrom(value(['name']) ?? folderAbove(file, 1) ?? 'worker'),
  },
  { at: ['dev', 'inspector_port'], reads: number, leave: DEBUGGING },
  { at: ['vars', '*'], reads: setting, isVariable: true },
  { at: ['env', '*', 'vars', '*'], reads: setting, isVariable: true },
  otherSettings,
];

export const wranglerToml: DataRow = {
  name: 'wrangler',
  files: /(^|\/)wrangler\.toml$/,
  format: toml,
  ports,
};

export const wranglerJson: DataRow = {
  name: 'wrangler',
  files: /(^|\/)wrangler\.jsonc?$/,
  format: json,
  ports,
};
