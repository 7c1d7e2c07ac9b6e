import { isMap, isScalar } from 'yaml';
import { type Protocol, readPortNumber, toPortName } from '../../ports/index.js';
import type { Value } from '../formats/value.js';
import { field, items, scalarValue } from '../formats/yaml.js';
import { type Published, parseMapping, parsePublished } from '../notations/compose-mapping.js';
import { parseInterpolation, variableNames } from '../notations/interpolation.js';
import type { SiteTraits } from './collector.js';
import type { ComposeFile, Service } from './compose.js';

/** One entry of `ports:`, in whichever form. */
interface Entry {
  /** Its published side, or the whole short form. */
  readonly value: Value;
  readonly published: Published;
  readonly protocol: Protocol;
  readonly target: number | undefined;
  readonly form: 'short' | 'long';
}

/** The sites of a service's `ports:`. */
export function findPorts(file: ComposeFile, service: Service): void {
  const entries = readEntries(file, service);
  for (const entry of entries) {
    const traits = {
      protocol: entry.protocol,
      fallbackName: nameOf(service, entry, entries),
      twin: `${file.source.path} ${service.name} ${entry.target}`,
    };
    collect(file, service, entry, traits);
  }
}

/** The service's name; with several ports, the container's port as well. */
function nameOf(service: Service, { target }: Entry, entries: readonly Entry[]): string {
  const name = `${toPortName(service.name)}_PORT`;
  const several =
    new Set(
      entries.filter(({ published }) => published.kind !== 'none').map((entry) => entry.target),
    ).size > 1;
  return several && target !== undefined ? `${name}_${target}` : name;
}

function collect(
  file: ComposeFile,
  service: Service,
  entry: Entry,
  traits: SiteTraits & { fallbackName: string; protocol: Protocol; twin: string },
): void {
  const { collector } = file;
  const { value, published, form } = entry;
  const mention = { role: 'publish', rule: `ports.${form}`, confidence: 'certain' } as const;
  if (published.kind === 'number') {
    collector.site(value, { ...mention, ...published.digits }, traits);
  } else if (published.kind === 'chain') {
    const { chain, last } = published;
    const digits = typeof last === 'object' ? { last } : {};
    collector.chain(
      value,
      { from: 0, chain, ...digits },
      { role: 'publish', ...traits },
      { rule: `ports.${form}` },
    );
    if (last === 'unclear')
      collector.leave(value, 0, 'the default of its variable is not a plain port number');
  } else if (published.kind === 'unclear') {
    collector.leave(
      value,
      0,
      `a port of the service "${service.name}" cannot be moved: ${published.reason}`,
    );
    pin(
      file,
      value,
      published.variables,
      `a mapping of the service "${service.name}" (${published.reason})`,
    );
  }
}

function readEntries(file: ComposeFile, { name, node }: Service): Entry[] {
  const { yaml, source, seen } = file;
  return items(yaml, field(yaml, node, 'ports')).flatMap((item) => {
    const resolved = yaml.resolve(item);
    if (isMap(resolved)) return readLong(file, name, resolved);
    const value = scalarValue(source.text, resolved);
    if (!value || !isScalar(resolved)) return [];
    seen.add(resolved.range?.[0] ?? -1);
    return readShort(file, name, value);
  });
}

function readShort(file: ComposeFile, service: string, value: Value): Entry[] {
  const mapping = parseMapping(value.text);
  if (mapping === undefined) {
    file.collector.leave(value, 0, 'compose does not understand its interpolation');
    return [];
  }
  pin(
    file,
    value,
    mapping.innerVariables,
    `the container's side of a mapping of the service "${service}"`,
  );
  return [{ value, form: 'short', ...mapping }];
}

function readLong(file: ComposeFile, service: string, node: unknown): Entry[] {
  const { yaml, source, seen } = file;
  const text = (name: string): Value | undefined =>
    scalarValue(source.text, yaml.resolve(field(yaml, node, name)));
  const [target, protocol, value] = [text('target'), text('protocol'), text('published')];
  const inner = [target, protocol].flatMap((side) => (side ? variablesIn(side.text) : []));
  if (target)
    pin(file, target, inner, `the container's side of a mapping of the service "${service}"`);
  if (!value) return [];
  const scalar = yaml.resolve(field(yaml, node, 'published'));
  seen.add(scalar?.range?.[0] ?? -1);
  return [
    {
      value,
      form: 'long',
      published: parsePublished(value.text),
      protocol: protocol?.text.toLowerCase() === 'udp' ? 'udp' : 'tcp',
      target: readPortNumber(target?.text ?? ''),
    },
  ];
}

/** Variables that must keep their number. */
export function pin(
  file: ComposeFile,
  value: Value,
  names: readonly string[],
  where: string,
): void {
  const offset = typeof value.offsets === 'number' ? value.offsets : (value.offsets[0] ?? 0);
  for (const variable of new Set(names)) {
    const chain = [{ variable, emptyPasses: false }];
    file.collector.read(offset, { chain, role: 'container', where });
  }
}

export function variablesIn(text: string): string[] {
  return text.includes('$') ? variableNames(parseInterpolation(text) ?? []) : [];
}

/** The numbers on which the containers of a service listen, as far as its file says. */
export function ownPorts(file: ComposeFile, node: unknown): number[] {
  const { yaml, source } = file;
  const found = new Set<number>();
  for (const item of items(yaml, field(yaml, node, 'ports'))) {
    const resolved = yaml.resolve(item);
    const scalar = isMap(resolved) ? yaml.resolve(field(yaml, resolved, 'target')) : resolved;
    const target = parseMapping(scalarValue(source.text, scalar)?.text ?? '')?.target;
    if (target !== undefined) found.add(target);
  }
  for (const item of items(yaml, field(yaml, node, 'expose'))) {
    const text = scalarValue(source.text, yaml.resolve(item))?.text ?? '';
    const port = readPortNumber(text.replace(/\/(tcp|udp)$/i, ''));
    if (port !== undefined) found.add(port);
  }
  return [...found];
}

/** On the host network compose drops `ports:`, and the container binds what it likes. */
export function leavePorts(file: ComposeFile, { name, node }: Service): void {
  const { yaml, source, collector, seen } = file;
  for (const item of items(yaml, field(yaml, node, 'ports'))) {
    const resolved = yaml.resolve(item);
    const scalar = isMap(resolved) ? yaml.resolve(field(yaml, resolved, 'published')) : resolved;
    const value = scalarValue(source.text, scalar);
    if (!value || !isScalar(scalar)) continue;
    seen.add(scalar.range?.[0] ?? -1);
    collector.leave(
      value,
      0,
      `the service "${name}" is on the host network, where compose ignores ports`,
    );
    pin(
      file,
      value,
      variablesIn(value.text),
      `the ports of "${name}", which is on the host network`,
    );
  }
}
