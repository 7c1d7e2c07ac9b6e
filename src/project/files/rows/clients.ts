import { json } from '../../formats/json-data.js';
import type { DataRow } from '../row.js';
import { follows, variables } from './parts.js';

/** Tools that call the servers of a project: tests of browsers, and HTTP clients. */
export const clients: readonly DataRow[] = [
  {
    name: 'cypress',
    files: /(^|\/)cypress\.json$/,
    format: json,
    ports: [follows('baseUrl'), variables('env', '*')],
  },
  {
    name: 'cypress',
    files: /(^|\/)cypress\.env\.json$/,
    format: json,
    ports: [variables('**', '*')],
  },
  {
    name: 'http-client',
    files: /(^|\/)http-client(\.private)?\.env\.json$/,
    format: json,
    ports: [{ ...follows('*', '*'), role: 'refer' }],
  },
  {
    name: 'postman',
    files: /\.postman_(environment|globals)\.json$/,
    format: json,
    ports: [follows('values', '*', 'value')],
  },
  {
    name: 'lighthouse',
    files: /(^|\/)\.?lighthouserc\.json$/,
    format: json,
    ports: [follows('ci', 'collect', 'url'), follows('ci', 'collect', 'url', '*')],
  },
];
