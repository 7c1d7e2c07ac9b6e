import { isScalar } from 'yaml';
import { field, fields } from '../formats/yaml.js';
import type { ComposeFile, Service } from './compose.js';
import { ownPorts } from './compose-ports.js';

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
      return { file, name, node, mode: text, own: ownPorts(file, node) };
    });
  });
  const modes = new Map<string, string>();
  for (const { name, mode } of read) if (mode !== undefined) modes.set(name, mode);
  const joins = new Map([...modes].map(([name, mode]) => [name, JOINS.exec(mode)?.[1]]));
  const ports = new Map<string, Set<number>>();
  for (const { name, own } of read) {
    const network = networkOf(name, joins);
    ports.set(network, new Set([...(ports.get(network) ?? []), ...own]));
  }
  return read.map(({ file, name, node }) => {
    const own = [...(ports.get(networkOf(name, joins)) ?? [])];
    return { file, service: { name, node, onHost: modes.get(name) === 'host', ownPorts: own } };
  });
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
