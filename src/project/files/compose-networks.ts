import { isScalar } from 'yaml';
import { field, fields } from '../formats/yaml.js';
import type { ComposeFile, Service } from './compose.js';
import { ownPorts } from './compose-ports.js';

/** `network_mode: service:db`: the two have one localhost. */
const JOINS = /^service:([\s\S]+)$/;

/** The services of a file, each with all the numbers that its localhost has. */
export function readServices(file: ComposeFile): Service[] {
  const { yaml } = file;
  const read = fields(yaml, field(yaml, yaml.root, 'services')).map(([name, node]) => {
    const mode = yaml.resolve(field(yaml, node, 'network_mode'));
    return {
      name,
      node,
      mode: isScalar(mode) && typeof mode.value === 'string' ? mode.value : '',
      own: ownPorts(file, node),
    };
  });
  const joins = new Map(read.map(({ name, mode }) => [name, JOINS.exec(mode)?.[1]]));
  const ports = new Map<string, Set<number>>();
  for (const { name, own } of read) {
    const network = networkOf(name, joins);
    ports.set(network, new Set([...(ports.get(network) ?? []), ...own]));
  }
  return read.map(({ name, node, mode }) => ({
    name,
    node,
    onHost: mode === 'host',
    ownPorts: [...(ports.get(networkOf(name, joins)) ?? [])],
  }));
}

/** The service at the end of the chain; a circle, which compose refuses, ends where it closes. */
function networkOf(name: string, joins: ReadonlyMap<string, string | undefined>): string {
  const seen = new Set([name]);
  let network = name;
  for (let next = joins.get(name); next !== undefined && !seen.has(next); next = joins.get(next)) {
    seen.add(next);
    network = next;
  }
  return network;
}
