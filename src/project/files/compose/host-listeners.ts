import { isMap } from 'yaml';
import { field, items, scalarValue } from '../../formats/yaml.js';
import {
  COMMANDS,
  clientMentions,
  commandsOf,
  listenedPorts,
  listensReason,
  numbersIn,
} from './host-network.js';
import type { ServicePart } from './networks.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

/**
 * The numbers that services on the host network may listen on, as what they are told and their own
 * commands say, and that no service of the file publishes. Another file, which is started in its
 * place, may publish such a number: nothing there is meant here.
 */
export function hostListeners(parts: readonly ServicePart[]): Map<number, Service> {
  const listeners = new Map<number, Service>();
  for (const { file, service } of parts) {
    if (!service.onHost) continue;
    const inCommands = [...numbersIn(file, service)].map(Number);
    for (const port of [...inCommands, ...listenedPorts(file, service.node)])
      if (!listeners.has(port)) listeners.set(port, service);
  }
  if (listeners.size === 0) return listeners;
  for (const { file, service } of parts)
    for (const port of service.onHost ? [] : mappedNumbers(file, service)) listeners.delete(port);
  return listeners;
}

/** All that stand in the mappings of a service. */
function mappedNumbers({ yaml, source }: ComposeFile, { node }: Service): number[] {
  return items(yaml, field(yaml, node, 'ports')).flatMap((item) => {
    const mapping = yaml.resolve(item);
    const published = isMap(mapping) ? yaml.resolve(field(yaml, mapping, 'published')) : mapping;
    const text = scalarValue(source.text, published)?.text ?? '';
    return (text.match(/\d+/g) ?? []).map(Number);
  });
}

/** On the host network, what speaks of such a number speaks of that service, and stays as it does. */
export function keepListened(file: ComposeFile, service: Service): void {
  if (file.listeners.size === 0) return;
  const { yaml, source, collector } = file;
  const settings = settingsOf(yaml, source.text, field(yaml, service.node, 'environment'));
  const commands = commandsOf(file, service, [...COMMANDS, ['healthcheck', 'test']]);
  for (const value of [...settings.flatMap((each) => each.value ?? []), ...commands]) {
    for (const { from, port } of clientMentions(value.text)) {
      const listener = file.listeners.get(port);
      if (listener) collector.keep(value, from, listensReason(listener), port);
    }
  }
}
