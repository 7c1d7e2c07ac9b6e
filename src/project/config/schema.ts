import type { JsonObject } from '../writing/change.js';
import { configField } from './table.js';

/**
 * The JSON Schema of `portkeeper.yaml`, for completion in editors. `docs/portkeeper.schema.json`
 * is this and nothing else; a test says so.
 */
export function configSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'PortKeeper',
    description: 'portkeeper.yaml, portkeeper.json, or the key "portkeeper" of package.json',
    ...configField.schema,
  };
}
