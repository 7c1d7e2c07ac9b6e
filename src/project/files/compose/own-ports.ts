import { isMap } from 'yaml';
import { readPortNumber } from '../../../ports/index.js';
import { field, items, scalarValue } from '../../formats/yaml.js';
import { parseMapping, parseTargets } from '../../notations/compose-mapping.js';
import type { ComposeFile } from './service.js';
import { settingsOf } from './settings.js';

/** The numbers on which the containers of a service listen, as far as its file says. */
export function ownPorts(file: ComposeFile, node: unknown): number[] {
  const { yaml, source } = file;
  const found = new Set<number>();
  for (const item of items(yaml, field(yaml, node, 'ports'))) {
    const resolved = yaml.resolve(item);
    const scalar = isMap(resolved) ? yaml.resolve(field(yaml, resolved, 'target')) : resolved;
    const text = scalarValue(source.text, scalar)?.text ?? '';
    for (const target of parseMapping(text)?.targets ?? []) found.add(target);
  }
  for (const item of items(yaml, field(yaml, node, 'expose'))) {
    const text = scalarValue(source.text, yaml.resolve(item))?.text ?? '';
    for (const port of parseTargets(text.replace(/\/(tcp|udp)$/i, ''))) found.add(port);
  }
  for (const port of proxiedPorts(file, node)) found.add(port);
  return [...found];
}

/** Where a proxy of the project finds the container: Traefik by a label, nginx-proxy by a variable. */
const OF_PROXY = /^traefik\.(?:http|tcp|udp)\.services\.[^.]+\.loadbalancer\.server\.port$/i;

function proxiedPorts({ yaml, source }: ComposeFile, node: unknown): number[] {
  const settings = (name: string) => settingsOf(yaml, source.text, field(yaml, node, name));
  const told = [
    ...settings('labels').filter(({ name }) => OF_PROXY.test(name)),
    ...settings('environment').filter(({ name }) => name === 'VIRTUAL_PORT'),
  ];
  return told.flatMap(({ value }) => readPortNumber(value?.text ?? '') ?? []);
}
