import { toml } from '../../formats/toml-data.js';
import { number, writtenUrls } from '../../notations/notation.js';
import { supabaseVariables } from '../../notations/supabase-variables.js';
import { DEBUGGING } from '../../sites/reasons.js';
import type { DataRow, ImpliedPort, PortRow } from '../row.js';
import { portNameFrom } from './names.js';
import { otherSettings } from './parts.js';

/** What `supabase start` publishes: section, key, and the number that the tool takes without it. */
const PUBLISHED = [
  ['api', 'port', 54321],
  ['db', 'port', 54322],
  ['db', 'shadow_port', 54320],
  ['db.pooler', 'port', 54329],
  ['studio', 'port', 54323],
  ['inbucket', 'port', 54324],
  ['inbucket', 'smtp_port', undefined],
  ['inbucket', 'pop3_port', undefined],
  ['analytics', 'port', 54327],
  ['analytics', 'vector_port', undefined],
] as const;

const published = PUBLISHED.map(([section, key]): PortRow => {
  const sections = section.split('.');
  return {
    at: [...sections, key],
    reads: number,
    role: 'publish',
    protocol: 'tcp',
    portName: () => portNameFrom(...sections, key.replace(/_?port$/, '')),
  };
});

const implied = PUBLISHED.flatMap(([section, key, port]): ImpliedPort[] =>
  port === undefined
    ? []
    : [{ at: section.split('.'), key: [key], port, server: `Supabase's "${section}"` }],
);

/** https://supabase.com/docs/guides/local-development/cli/config */
export const supabase: DataRow = {
  name: 'supabase',
  files: /(^|\/)supabase\/config\.toml$/,
  format: toml,
  placeholders: supabaseVariables,
  ports: [
    ...published,
    { at: ['edge_runtime', 'inspector_port'], reads: number, leave: DEBUGGING },
    // Without a port it is where the tool itself puts its API.
    { at: ['studio', 'api_url'], reads: writtenUrls },
    otherSettings,
  ],
  implied,
  shared: [
    {
      at: ['project_id'],
      reason:
        'all checkouts with this project_id share what "supabase start" makes: give each another one',
    },
  ],
};
