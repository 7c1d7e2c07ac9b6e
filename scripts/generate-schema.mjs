// Writes docs/portkeeper.schema.json from the table that reads portkeeper.yaml. Needs `npm run build`.
import { writeFileSync } from 'node:fs';
import { configSchema } from '../lib/project/config/index.js';

writeFileSync(
  new URL('../docs/portkeeper.schema.json', import.meta.url),
  `${JSON.stringify(configSchema(), null, 2)}\n`,
);
