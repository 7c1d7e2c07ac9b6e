import type { DotenvEntry } from '../formats/dotenv.js';
import { keptByBroker } from '../notations/broker-listeners.js';
import { variablesIn } from '../notations/interpolation.js';
import { readSetting, withoutUrlPorts } from '../notations/setting.js';
import { isBesideGateway } from '../notations/sibling-host.js';
import { isToldOutside } from '../notations/told-outside.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { advertisedInSetting, advertisesHere } from './compose/advertised.js';
import { defined } from './defined.js';
import { dotenv, lastEntries } from './dotenv.js';
import type { FileKind } from './file-kind.js';

/**
 * An env file that only containers are given, by `env_file:`. It says what their `environment:`
 * would: numbers and listeners are theirs, and only URLs can speak of this machine.
 */
export const containerEnv: FileKind = {
  ...dotenv,
  name: 'container-env',
  matches: () => false,
  find,
};

function find(file: SourceFile): Findings {
  const collector = new Collector(file, 'env-file', 'dotenv');
  const last = lastEntries(file.text);
  const other = (name: string): string | undefined => last.get(name)?.value.text;
  const isHere = advertisesHere([...last.values()].map(({ key, value }) => ({ name: key, value })));
  for (const entry of last.values()) {
    const { key, value } = entry;
    collector.tellContainers(key);
    for (const mention of advertisedInSetting(key, value, isHere))
      collector.site(value, mention, { toldOutside: true });
    readMentions(entry, other, collector);
    if (entry.quote !== "'") readVariables(entry, collector);
  }
  return collector.done();
}

function readMentions(
  { key, value, quote }: DotenvEntry,
  other: (name: string) => string | undefined,
  collector: Collector,
): void {
  const { number, reason, mentions, chains } = readSetting(key, value.text, other);
  const keeps = keptByBroker(key, other);
  if (number && reason === undefined && isBesideGateway(key, other))
    collector.site(value, { ...number, role: 'refer', mayServe: false }, { toldOutside: true });
  const traits = isToldOutside(key) ? { toldOutside: true } : {};
  for (const mention of mentions) {
    // What says no port and no URL is the container's own.
    if (mention.role === 'refer' && mention.rule !== 'unsaid')
      collector.site(value, { ...mention, ...defined({ keeps }) }, traits);
  }
  if (quote === "'") return;
  for (const chain of chains) collector.chain(value, chain, { role: 'refer' });
}

/** Compose puts in what `.env` says: all but the port of a URL to this machine is read inside. */
function readVariables({ key, value, start }: DotenvEntry, collector: Collector): void {
  for (const variable of new Set(variablesIn(withoutUrlPorts(value.text)))) {
    const chain = [{ variable, emptyPasses: false }];
    collector.read(start, { chain, role: 'container', where: key });
  }
}
