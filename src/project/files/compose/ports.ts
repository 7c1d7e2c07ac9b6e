import { isMap, isScalar } from 'yaml';
import { type Protocol, readPortNumber, toPortName } from '../../../ports/index.js';
import type { Value } from '../../formats/value.js';
import { field, items, scalarValue } from '../../formats/yaml.js';
import {
  type Mapping,
  type Published,
  parseMapping,
  parsePublished,
  sharedVariables,
} from '../../notations/compose-mapping.js';
import { variablesIn } from '../../notations/interpolation.js';
import { IN_SAIL, SAIL_VITE } from '../../notations/sail.js';
import type { Reading } from '../../sites/findings.js';
import { defined } from '../defined.js';
import type { SiteTraits } from '../site-traits.js';
import { isToldByBroker, nacosBlock } from './kept-numbers.js';
import { collectEnds, collectRange } from './ranges.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

/** One entry of `ports:`, in whichever form. */
export interface Entry {
  /** Its published side, or the whole short form. */
  readonly value: Value;
  readonly published: Published;
  readonly protocol: Protocol;
  readonly targets: readonly number[];
  readonly form: 'short' | 'long';
  /** Of the short form, the variables of the container's side. */
  readonly innerVariables?: readonly string[];
  /** As `Reading.fromEnvFile`. */
  readonly fromEnvFile?: string;
}

/** The sites of a service's `ports:`. */
export function findPorts(file: ComposeFile, service: Service): void {
  const entries = readEntries(file, service);
  const published = entries.filter((entry) => entry.published.kind !== 'none');
  const blockOf = nacosBlock(file, service, published);
  const isSeveral = new Set(published.flatMap(({ targets }) => targets)).size > 1;
  for (const entry of entries) {
    if (entry.published.kind === 'range') {
      collectRange(file, service, entry, entry.published, (at) =>
        traitsOf(file, service, entry, isSeveral, at),
      );
    } else if (entry.published.kind === 'ends') {
      collectEnds(file, service, entry, entry.published, (at) =>
        traitsOf(file, service, entry, isSeveral, at),
      );
    } else {
      const traits = traitsOf(file, service, entry, isSeveral);
      collect(file, service, entry, { ...traits, ...defined({ block: blockOf(entry) }) });
    }
  }
}

/** The service's name; with several ports, the container's port as well. */
function traitsOf(
  file: ComposeFile,
  service: Service,
  { targets, protocol }: Entry,
  isSeveral: boolean,
  at = 0,
): Traits {
  const target = targets.length === 1 ? targets[0] : targets[at];
  const base = `${toPortName(service.name)}_PORT`;
  const name = isSeveral && target !== undefined ? `${base}_${target}` : base;
  const own = `${file.source.path} ${service.name} ${target}`;
  // A whole range may lead to one port of the container.
  const isFirst = targets.length > 1 || at === 0;
  return {
    protocol,
    fallbackName: isFirst ? name : `${name}_${at + 1}`,
    twin: isFirst ? own : `${own}+${at}`,
  };
}

/** What the mappings of a service give to the ports that they publish. */
export type Traits = SiteTraits & { fallbackName: string; protocol: Protocol; twin: string };

const BY_BROKER =
  'it cannot be moved: a broker of RocketMQ tells its clients the number that it listens on, whatever is published';

function collect(file: ComposeFile, service: Service, entry: Entry, traits: Traits): void {
  const { collector } = file;
  const { value, published, form, fromEnvFile } = entry;
  const mention = { role: 'publish', rule: `ports.${form}`, confidence: 'certain' } as const;
  if (isToldByBroker(file, service, entry)) collector.leave(value, 0, BY_BROKER, entry.targets[0]);
  else if (published.kind === 'number') {
    collector.site(value, { ...mention, ...published.digits }, traits);
  } else if (published.kind === 'chain') {
    const { chain, last } = published;
    const digits = typeof last === 'object' ? { last } : {};
    collector.chain(
      value,
      { from: 0, chain, ...digits },
      { role: 'publish', ...traits, ...defined({ fromEnvFile }) },
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

function readEntries(file: ComposeFile, service: Service): Entry[] {
  const { yaml, source, seen } = file;
  return items(yaml, field(yaml, service.node, 'ports')).flatMap((item) => {
    const resolved = yaml.resolve(item);
    if (isMap(resolved)) return readLong(file, service.name, resolved);
    const value = scalarValue(source.text, resolved);
    if (!value || !isScalar(resolved)) return [];
    seen.add(resolved.range?.[0] ?? -1);
    return readShort(file, service, value);
  });
}

function readShort(file: ComposeFile, service: Service, value: Value): Entry[] {
  const mapping = parseMapping(value.text);
  if (mapping === undefined) {
    file.collector.leave(value, 0, 'compose does not understand its interpolation');
    return [];
  }
  if (isReadFromEnvFile(file, service, mapping)) {
    return [{ value, form: 'short', ...mapping, fromEnvFile: FROM_ENV_FILE }];
  }
  pin(
    file,
    value,
    mapping.innerVariables,
    `the container's side of a mapping of the service "${service.name}"`,
  );
  return [{ value, form: 'short', ...mapping }];
}

const FROM_ENV_FILE =
  "inside the container Laravel's Vite plugin reads it from .env alone; set it there and use the mode patch, or use the mode overlay";

/** Sail mounts the folder: what its `.env` says, Vite listens on, and tells the browser. */
function isReadFromEnvFile(
  { yaml, source }: ComposeFile,
  { node }: Service,
  mapping: Mapping,
): boolean {
  if (sharedVariables(mapping).join() !== SAIL_VITE) return false;
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  return settings.some(({ name }) => name === IN_SAIL);
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
      targets: [readPortNumber(target?.text ?? '')].filter((each) => each !== undefined),
    },
  ];
}

/** Variables that must keep their number. */
export function pin(
  file: ComposeFile,
  value: Value,
  names: readonly string[],
  where: string,
  inside: Pick<Reading, 'insideOf'> = {},
): void {
  const offset = typeof value.offsets === 'number' ? value.offsets : (value.offsets[0] ?? 0);
  for (const variable of new Set(names)) {
    const chain = [{ variable, emptyPasses: false }];
    file.collector.read(offset, { chain, role: 'container', where, ...inside });
  }
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
