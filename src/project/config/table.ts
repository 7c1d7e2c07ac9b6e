import { parseDuration } from '../../duration.js';
import type { StrategyName } from '../../ports/index.js';
import { type PortRange, type PortRequest, parseHost, strategies } from '../../ports/index.js';
import {
  type FileRow,
  MODES,
  type Mode,
  OUTPUT_TYPES,
  type Output,
  type ProjectConfig,
} from './config.js';
import { choice, type Field, flag, listOf, objectOf, scalarField, textField } from './field.js';
import type { ConfigNode } from './node.js';
import { projectPath, valueMap } from './output-fields.js';
import { portName, portRange, portRequests } from './port-fields.js';

/** As it is written; `toConfig` gives it the product's own names. */
interface Written {
  readonly range?: PortRange;
  readonly strategy?: StrategyName;
  readonly host?: string;
  readonly hold?: boolean;
  readonly ttl?: number | null;
  readonly mode?: Mode;
  readonly detect?: boolean;
  readonly 'compose-project-name'?: string;
  readonly ports?: readonly PortRequest[];
  readonly files?: readonly FileRow[];
  readonly ignore?: readonly string[];
  readonly outputs?: readonly Output[];
  readonly $schema?: string;
}

const ttl: Field<number | null> = scalarField(
  'a length of time such as 6h, or none',
  { type: ['string', 'integer'], examples: ['6h', '30m', 'none'] },
  (value) => (value === 'none' ? null : parseDuration(String(value))),
);

const host = scalarField('an address of this machine', { type: 'string' }, (value) =>
  parseHost(String(value)),
);

const glob = textField('a glob such as legacy/**', { examples: ['legacy/**'] });

/** What leads out of the project would be passed over without a word. */
const globInside: Field<string> = scalarField(
  'a glob of files inside the project',
  glob.schema,
  (value) =>
    typeof value === 'string' && value !== '' && !/^\/|(^|\/)\.\.(\/|$)/.test(value)
      ? value
      : undefined,
);

/** `server.port`, `services.*.port`; a list where a key has dots. */
const at: Field<readonly (string | number)[]> = {
  schema: {
    anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['string', 'integer'] } }],
    examples: ['server.port'],
  },
  read(node) {
    return Array.isArray(node.value)
      ? listOf(step).read(node)
      : textField('the keys that lead to the port, as in server.port')
          .read(node)
          .split('.')
          .map(asIndex);
  },
};

const step: Field<string | number> = scalarField('a key or an index', {}, (value) =>
  typeof value === 'boolean' ? undefined : value,
);

function asIndex(key: string): string | number {
  return /^(0|[1-9]\d{0,6})$/.test(key) ? Number(key) : key;
}

const pattern: Field<string> = scalarField(
  'a regular expression with a group (?<port>…)',
  { type: 'string', examples: ['PORT\\s*=\\s*(?<port>\\d+)'] },
  (value) => (typeof value === 'string' && /\(\?P?<port>/.test(value) ? value : undefined),
);

const rowMembers = objectOf<Omit<FileRow, 'place'>>({
  path: { field: globInside, description: 'Which files, as a glob from the root.', required: true },
  at: {
    field: at,
    description: 'The keys that lead to the port in JSON, YAML, TOML, properties or an env file.',
  },
  pattern: { field: pattern, description: 'A regular expression (RE2) with a group named port.' },
  name: { field: portName, description: 'The name of the port that stands there.' },
});

const fileRow: Field<FileRow> = {
  schema: { ...rowMembers.schema, oneOf: [{ required: ['at'] }, { required: ['pattern'] }] },
  read(node) {
    const row = rowMembers.read(node);
    if ((row.at === undefined) !== (row.pattern === undefined))
      return { ...row, place: node.place };
    throw node.fail(
      'A row of "files" says either "at" or "pattern"',
      'Write "at: server.port" for JSON, YAML and env files, "pattern:" for any other.',
    );
  },
};

const output = objectOf<Output>({
  type: { field: choice(OUTPUT_TYPES), description: 'What kind of file it is.', required: true },
  path: { field: projectPath, description: 'The file, from the root.', required: true },
  map: {
    field: valueMap,
    description: `What to write; \${NAME} and \${NAME:-default} are expanded. Without it, every port.`,
  },
});

const strategyNames = Object.keys(strategies) as StrategyName[];

/** Every key of `portkeeper.yaml`: what reads it, and what its JSON Schema is made from. */
export const configField = objectOf<Written>({
  range: { field: portRange, description: 'Where ports come from.' },
  strategy: { field: choice(strategyNames), description: 'The order in which they are tried.' },
  host: { field: host, description: 'The address that availability is asked for.' },
  hold: {
    field: flag,
    description: 'Keep the ports out of the kernel’s hands until they are used.',
  },
  ttl: { field: ttl, description: 'The longest life of a lease without renewal.' },
  mode: { field: choice(MODES), description: 'What may be changed.' },
  detect: { field: flag, description: 'False: "ports" are all there is.' },
  'compose-project-name': {
    field: textField('auto, off, or a name'),
    description: 'auto: a unique, valid name per reservation; off; or a name.',
  },
  ports: { field: portRequests, description: 'Ports by name, with their declared numbers.' },
  files: { field: listOf(fileRow), description: 'Sites that no rule knows.' },
  ignore: { field: listOf(glob), description: 'Globs of what is not looked at.' },
  outputs: { field: listOf(output), description: 'Files to write the ports to.' },
  $schema: { field: textField('the address of the schema'), description: 'For editors.' },
});

/** @throws {PortKeeperError} BAD_CONFIG at the place of what is wrong. */
export function toConfig(path: string, node: ConfigNode): ProjectConfig {
  const lists = { ports: [], files: [], ignore: [], outputs: [] };
  // An empty file is one that says nothing.
  if (node.value === null) return { path, ...lists };
  const { $schema: _, ttl: ttlMs, 'compose-project-name': name, ...rest } = configField.read(node);
  return {
    path,
    ...lists,
    ...rest,
    ...(ttlMs === undefined ? {} : { ttlMs }),
    ...(name === undefined ? {} : { composeProjectName: name }),
  };
}
