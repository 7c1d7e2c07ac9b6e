import {
  isPortName,
  isPortNumber,
  type PortNumber,
  type PortRange,
  type PortRequest,
  type Protocol,
  parsePortRequest,
  parseProtocol,
  parseRange,
  toPortName,
} from '../../ports/index.js';
import type { JsonObject } from '../writing/change.js';
import { type Field, mapOf, objectOf, scalarField } from './field.js';
import type { ConfigEntry } from './node.js';

const PORT_SCHEMA: JsonObject = { type: 'integer', minimum: 1, maximum: 65_535 };

export const portNumber: Field<PortNumber> = scalarField(
  'a port from 1 to 65535',
  PORT_SCHEMA,
  (value) => (isPortNumber(value) ? value : undefined),
);

export const portRange: Field<PortRange> = scalarField(
  'a range of ports such as 20000-32767',
  { type: 'string', pattern: '^\\s*\\d+\\s*-\\s*\\d+\\s*$', examples: ['20000-32767'] },
  (value) => (typeof value === 'string' ? parseRange(value) : undefined),
);

/** `tcp+udp`: one number that is free for both. */
const protocols: Field<readonly Protocol[]> = scalarField(
  'tcp, udp or tcp+udp',
  { enum: ['tcp', 'udp', 'tcp+udp'] },
  (value) => String(value).split('+').map(parseProtocol),
);

interface PortObject {
  readonly port?: PortNumber;
  readonly range?: PortRange;
  readonly protocol?: readonly Protocol[];
}

const portObject = objectOf<PortObject>({
  port: { field: portNumber, description: 'The declared number: joins every site that states it.' },
  range: { field: portRange, description: 'Where this port is to come from.' },
  protocol: { field: protocols, description: 'tcp where it is not said.' },
});

const NAME_PATTERN = '^[A-Za-z_][A-Za-z0-9_]*$';

/** Name → number, `3000/udp`, `8000-8100`, a map, or nothing. */
export const portRequests: Field<readonly PortRequest[]> = mapOf(portRequest, {
  propertyNames: { pattern: NAME_PATTERN },
  additionalProperties: {
    anyOf: [PORT_SCHEMA, { type: 'string' }, { type: 'null' }, portObject.schema],
  },
});

function portRequest({ key, value: node }: ConfigEntry): PortRequest {
  const name = String(key.value);
  if (!isPortName(name)) {
    throw key.fail(
      `"${name}" is not a name for a port`,
      `Use letters, digits and underscores, for example ${toPortName(name)}.`,
    );
  }
  const { value } = node;
  if (value === null) return { name, protocols: ['tcp'] };
  if (value instanceof Map) {
    const { protocol = ['tcp'], ...rest } = portObject.read(node);
    return { name, protocols: protocol, ...rest };
  }
  if (typeof value === 'string') return requestText(name).read(node);
  return { name, protocols: ['tcp'], port: portNumber.read(node) };
}

function requestText(name: string): Field<PortRequest> {
  return scalarField('a port, as 3000, 3000/udp or 8000-8100', {}, (value) =>
    parsePortRequest(`${name}=${value}`),
  );
}

/** The name of a logical port, given by the user. */
export const portName: Field<string> = scalarField(
  'a name such as WEB_PORT',
  { type: 'string', pattern: NAME_PATTERN },
  (value) => (typeof value === 'string' && isPortName(value) ? value : undefined),
);
