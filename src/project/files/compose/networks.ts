import { isMap, isScalar } from 'yaml';
import { isLoopback } from '../../../ports/index.js';
import { field, fields, items, scalarValue } from '../../formats/yaml.js';
import { findHostPorts } from '../../notations/host-ports.js';
import { digitsAt } from '../../notations/number.js';
import { ownPorts } from './own-ports.js';
import type { ComposeFile, Service } from './service.js';

/** `network_mode: service:db`: the two have one localhost. */
const JOINS = /^service:([\s\S]+)$/;

/** A part of a service, with the document that says it. */
export interface ServicePart {
  readonly file: ComposeFile;
  readonly service: Service;
}

/** The services of all documents of a file, each with all the numbers that its localhost has. */
export function readServices(files: readonly ComposeFile[]): ServicePart[] {
  const read = files.flatMap((file) => {
    const { yaml } = file;
    return fields(yaml, field(yaml, yaml.root, 'services')).map(([name, node]) => {
      const mode = yaml.resolve(field(yaml, node, 'network_mode'));
      const text = isScalar(mode) && typeof mode.value === 'string' ? mode.value : undefined;
      const own = [...ownPorts(file, node), ...probedPorts(file, node)];
      return { file, name, node, mode: text, own, image: imageOf(file, node) };
    });
  });
  const images = portsBy(read, ({ image }) => image);
  const modes = new Map<string, string>();
  for (const { name, mode } of read) if (mode !== undefined) modes.set(name, mode);
  const joins = new Map([...modes].map(([name, mode]) => [name, JOINS.exec(mode)?.[1]]));
  const networks = networksOf(joins);
  const networkOf = (name: string): string => networks.get(name) ?? name;
  const ports = portsBy(
    read.map(({ name, own, image }) => {
      // Of a service that declares none, another one of the same image tells: a worker beside its web.
      const same = own.length > 0 ? own : (images.get(image) ?? []);
      return { network: networkOf(name), own: same };
    }),
    ({ network }) => network,
  );
  return read.map(({ file, name, node }) => {
    const own = ports.get(networkOf(name)) ?? [];
    return { file, service: { name, node, onHost: modes.get(name) === 'host', ownPorts: own } };
  });
}

function portsBy<T extends { readonly own: readonly number[] }>(
  parts: readonly T[],
  keyOf: (part: T) => string,
): Map<string, readonly number[]> {
  const ports = new Map<string, Set<number>>();
  for (const part of parts) {
    const key = keyOf(part);
    if (key === '') continue;
    const known = ports.get(key) ?? new Set();
    ports.set(key, known);
    for (const port of part.own) known.add(port);
  }
  return new Map([...ports].map(([key, each]) => [key, [...each]]));
}

/** What a service's container is made of, as text; empty where it is not said here. */
function imageOf({ yaml, source }: ComposeFile, node: unknown): string {
  const build = yaml.resolve(field(yaml, node, 'build'));
  const image = yaml.resolve(field(yaml, node, 'image'));
  const made = image ?? (isMap(build) ? yaml.resolve(field(yaml, build, 'context')) : build);
  return scalarValue(source.text, made)?.text ?? '';
}

/** A healthcheck asks the container itself: what it asks for is a port inside. */
export function probedPorts({ yaml, source }: ComposeFile, node: unknown): number[] {
  const test = yaml.resolve(field(yaml, field(yaml, node, 'healthcheck'), 'test'));
  const words = isScalar(test) ? [test] : items(yaml, test).map((item) => yaml.resolve(item));
  return words.flatMap((word) => {
    const text = scalarValue(source.text, word)?.text ?? '';
    return findHostPorts(text).flatMap(({ host, from, to }) => {
      const digits = isLoopback(host) ? digitsAt(text, from, to) : undefined;
      return digits ? [digits.port] : [];
    });
  });
}

/** The service at the end of each chain; a circle, which compose refuses, ends where it closes. */
function networksOf(joins: ReadonlyMap<string, string | undefined>): Map<string, string> {
  const networks = new Map<string, string>();
  for (const name of joins.keys()) {
    const chain = new Set<string>();
    let last = name;
    let next: string | undefined = name;
    while (next !== undefined && !chain.has(next)) {
      chain.add(next);
      last = next;
      next = networks.get(next) ?? joins.get(next);
    }
    for (const each of chain) networks.set(each, last);
  }
  return networks;
}
