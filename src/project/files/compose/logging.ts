import { field } from '../../formats/yaml.js';
import { addressChains, type Mention, readSetting } from '../../notations/setting.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

/**
 * What the engine is told by `logging.options` it does itself, on the host: `fluentd-address:
 * localhost:24224` leads to what is published there, wherever the logs of the service come from.
 */
export function findInLogging(
  { yaml, source, collector, seen }: ComposeFile,
  service: Service,
): void {
  const options = field(yaml, field(yaml, service.node, 'logging'), 'options');
  for (const { name, scalar, value } of settingsOf(yaml, source.text, options)) {
    seen.add(scalar.range?.[0] ?? -1);
    if (value === undefined) continue;
    const { mentions, chains } = readSetting(name, value.text, () => undefined);
    for (const mention of mentions.filter(isOfClient))
      collector.site(value, { ...mention, rule: `logging.${mention.rule}` });
    for (const chain of [...chains, ...addressChains(value.text)])
      collector.chain(value, chain, { role: 'refer' });
  }
}

/** The engine only calls: what looks like a place to listen on is none. */
function isOfClient({ role }: Mention): boolean {
  return role === 'refer';
}
