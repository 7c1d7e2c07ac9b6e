import type { PortNumber, PortRange, PortRequest } from '../../ports/index.js';
import { parseHost, parseRange } from '../../ports/index.js';
import type { JsonObject } from '../writing/change.js';
import type { Output, ProjectConfig } from './config.js';
import { choice, type Field, listOf, objectOf, scalarField, textField } from './field.js';
import type { ConfigNode } from './node.js';
import { projectPath, valueMap } from './output-fields.js';
import { portName, portNumber } from './port-fields.js';

/*
 * The configuration of the Python PortKeeper, `pk.config.json`, as it stands in projects today: a
 * list of ports, each with a preferred number and a range to fall back on, and outputs.
 */

interface PythonPort {
  readonly key: string;
  readonly preferred?: PortNumber;
  readonly range?: PortRange;
  readonly host?: string;
  readonly owner?: string;
}

interface PythonOutput {
  readonly type?: keyof typeof TYPES;
  readonly path?: string;
  readonly map?: JsonObject;
}

interface PythonConfig {
  readonly host?: string;
  readonly ports?: readonly PythonPort[];
  readonly outputs?: readonly PythonOutput[];
}

/** Its names for the types, and where it wrote them when no path was given. */
const TYPES = {
  env: ['env', '.env'],
  dotenv: ['env', '.env'],
  compose_env: ['env', '.env'],
  json: ['json', 'config.json'],
  package_json: ['json', 'config.json'],
  runtime_js: ['runtime_js', 'runtime-config.js'],
  js: ['runtime_js', 'runtime-config.js'],
} as const satisfies Record<string, readonly [Output['type'], string]>;

const host = scalarField('an address', {}, (value) => parseHost(String(value)));

const range: Field<PortRange> = {
  schema: {},
  read(node) {
    const [from, to, ...more] = listOf(portNumber).read(node);
    if (from !== undefined && to !== undefined && more.length === 0 && from <= to) {
      return parseRange(`${from}-${to}`);
    }
    throw node.fail('Expected two ports, the lower one first', 'Write "range": [8000, 9000].');
  },
};

const port = objectOf<PythonPort>({
  key: { field: portName, description: 'Name.', required: true },
  preferred: { field: portNumber, description: 'Tried first.' },
  range: { field: range, description: 'Tried next.' },
  host: { field: host, description: 'Not used: one host is asked for all ports.' },
  owner: { field: textField('a name'), description: 'Not used.' },
});

const output = objectOf<PythonOutput>({
  type: { field: choice(Object.keys(TYPES) as (keyof typeof TYPES)[]), description: 'Kind.' },
  path: { field: projectPath, description: 'File.' },
  map: { field: valueMap, description: 'What to write.' },
});

const config = objectOf<PythonConfig>({
  host: { field: host, description: 'Address.' },
  ports: { field: listOf(port), description: 'Ports.' },
  outputs: { field: listOf(output), description: 'Outputs.' },
});

/** @throws {PortKeeperError} BAD_CONFIG at the place of what is wrong. */
export function fromPython(file: string, node: ConfigNode): ProjectConfig {
  const { host: address, ports = [], outputs = [] } = config.read(node);
  return {
    path: file,
    // What "preferred" meant there.
    strategy: 'preferred',
    ...(address === undefined ? {} : { host: address }),
    ports: ports.map(request),
    files: [],
    ignore: [],
    outputs: outputs.map(converted),
  };
}

function request({ key, preferred, range: from }: PythonPort): PortRequest {
  return {
    name: key,
    protocols: ['tcp'],
    ...(preferred === undefined ? {} : { port: preferred }),
    ...(from === undefined ? {} : { range: from }),
  };
}

function converted({ type: written = 'env', path: given, map: values }: PythonOutput): Output {
  const [type, usual] = TYPES[written];
  // An env output always had all ports; its map was never looked at.
  const mapped = type === 'env' || values === undefined ? {} : { map: values };
  return { type, path: given ?? usual, ...mapped };
}
