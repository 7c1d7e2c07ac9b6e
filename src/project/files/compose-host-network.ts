import { isScalar } from 'yaml';
import type { Value } from '../formats/value.js';
import { field, items, scalarValue } from '../formats/yaml.js';
import { digitsAt } from '../notations/number.js';
import { type Mention, readSetting, writtenMentions } from '../notations/setting.js';
import type { ComposeFile, Service } from './compose.js';

/** A setting of a service, with those beside it. */
export interface ServiceSetting {
  readonly name: string;
  readonly value: Value;
  other(name: string): string | undefined;
}

/**
 * On the host network a service reaches the ports of this machine as any program of it does:
 * `DB_PORT=5432`, `BROKER=localhost:9092`. What it listens on itself stays.
 * @returns whether the value is a variable that is read there for the host's side.
 */
export function findOnHostNetwork(
  { collector }: ComposeFile,
  service: Service,
  { name, value, other }: ServiceSetting,
): boolean {
  const { number, reason, quiet, chain, mentions } = readSetting(name, value.text, other);
  const listens = `the service "${service.name}" is on the host network and listens there: it stays, since its image, its command and its healthcheck may say the number too`;
  const refer = { role: 'refer', mayServe: false } as const;
  if (number?.role === 'refer' && reason === undefined)
    collector.site(value, { ...number, ...refer, rule: `environment.${number.rule}` });
  else if (number && quiet !== true)
    collector.leave(value, number.from, reason ? `${name}: ${reason}` : listens, number.port);
  for (const mention of mentions.filter(({ rule }) => rule === 'address')) {
    const { role, from, port } = mention;
    if (role === 'listen') collector.leave(value, from, listens, port);
    else collector.site(value, { ...mention, ...refer, rule: 'environment.address' });
  }
  if (chain === undefined) return false;
  const inside = readSetting(name, `${chain.last?.port ?? ANY_PORT}`, other);
  if (inside.number?.role !== 'refer' || inside.reason !== undefined) return false;
  collector.chain(value, chain, { role: 'refer' });
  return true;
}

const COMMANDS = [['command'], ['entrypoint'], ['healthcheck', 'test']] as const;

/** The same of what it runs: `--bootstrap-server localhost:9092`, `curl http://localhost:3000`. */
export function findInHostCommands(
  { yaml, source, collector }: ComposeFile,
  { node }: Pick<Service, 'node'>,
): void {
  for (const keys of COMMANDS) {
    const command = keys.reduce<unknown>((at, key) => yaml.resolve(field(yaml, at, key)), node);
    for (const word of isScalar(command) ? [command] : items(yaml, command)) {
      const value = scalarValue(source.text, yaml.resolve(word));
      for (const mention of value ? [...writtenMentions(value.text), ...addressesIn(value)] : [])
        if (value && mention.role === 'refer') collector.site(value, mention);
    }
  }
}

const ADDRESS = /(?<![\w.:/@-])(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(?![\w.:])/g;

function addressesIn({ text }: Value): Mention[] {
  return [...text.matchAll(ADDRESS)].flatMap(({ index, 0: address, 1: port = '' }): Mention[] => {
    const end = index + address.length;
    const digits = digitsAt(text, end - port.length, end);
    return digits ? [{ ...digits, role: 'refer', rule: 'address', confidence: 'certain' }] : [];
  });
}

/** Stands for the number of a variable that has no default: its name decides what it is. */
const ANY_PORT = 50_000;
