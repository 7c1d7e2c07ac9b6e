import { isScalar } from 'yaml';
import type { Value } from '../formats/value.js';
import { field, items, scalarValue } from '../formats/yaml.js';
import { digitsAt } from '../notations/number.js';
import { type Mention, readSetting, writtenMentions } from '../notations/setting.js';
import { isBackingService } from '../notations/variable-name.js';
import type { ComposeFile, Service } from './compose.js';
import { probedPorts } from './compose-networks.js';
import { ownPorts } from './compose-ports.js';
import { settingsOf } from './compose-settings.js';

/** A setting of a service, with those beside it. */
export interface ServiceSetting {
  readonly name: string;
  readonly value: Value;
  other(name: string): string | undefined;
}

/**
 * On the host network a service reaches the ports of this machine as any program of it does:
 * `DB_PORT=5432`, `BROKER=localhost:9092`. What it listens on itself stays, as does what by its
 * name it may listen on: `SERVER_PORT=8080`.
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
  if (number && isClients(name, number) && reason === undefined)
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
  if (!inside.number || !isClients(name, inside.number) || inside.reason !== undefined)
    return false;
  collector.chain(value, chain, { role: 'refer' });
  return true;
}

/** Whether it is surely another program's: that of a backing service, or beside a host to go to. */
function isClients(name: string, { role, mayServe, hostIn }: Mention): boolean {
  if (role !== 'refer') return false;
  return mayServe === false || hostIn !== undefined || isBackingService(name);
}

const COMMANDS = [['command'], ['entrypoint'], ['healthcheck', 'test']] as const;

/**
 * The same of what it runs: `--bootstrap-server localhost:9092`. A healthcheck mostly asks the
 * service itself: what that listens on stays here too.
 */
export function findInHostCommands(file: ComposeFile, { node }: Pick<Service, 'node'>): void {
  const { yaml, source, collector } = file;
  const own = listenedPorts(file, node);
  for (const keys of COMMANDS) {
    const command = keys.reduce<unknown>((at, key) => yaml.resolve(field(yaml, at, key)), node);
    for (const word of isScalar(command) ? [command] : items(yaml, command)) {
      const value = scalarValue(source.text, yaml.resolve(word));
      for (const mention of value ? [...writtenMentions(value.text), ...addressesIn(value)] : [])
        if (value && mention.role === 'refer' && !own.has(mention.port))
          collector.site(value, mention);
    }
  }
}

/** On what the service listens itself, as far as its file says. */
function listenedPorts(file: ComposeFile, node: unknown): ReadonlySet<number> {
  const { yaml, source } = file;
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  const told = settings.flatMap(({ name, value }) => {
    const { number, chain, mentions } = readSetting(name, value?.text ?? '', () => undefined);
    const last = chain?.last && readSetting(name, `${chain.last.port}`, () => undefined).number;
    return [number, last, ...mentions].flatMap((each) =>
      each?.role === 'listen' ? each.port : [],
    );
  });
  return new Set([...ownPorts(file, node), ...probedPorts(file, node), ...told]);
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
