import { isScalar } from 'yaml';
import type { Value } from '../../formats/value.js';
import { field, items, scalarValue } from '../../formats/yaml.js';
import { digitsAt } from '../../notations/number.js';
import { type Mention, readSetting, writtenMentions } from '../../notations/setting.js';
import { isBackingService } from '../../notations/variable-name.js';
import { probedPorts } from './networks.js';
import { ownPorts } from './own-ports.js';
import type { ComposeFile, Service } from './service.js';
import { type ServiceSetting, settingsOf } from './settings.js';

/**
 * On the host network a service reaches the ports of this machine as any program of it does:
 * `DB_PORT=5432`, `BROKER=localhost:9092`. What it listens on itself stays, as does what by its
 * name it may listen on, `SERVER_PORT=8080`, unless another service publishes that number: one of
 * them alone can have it.
 * @returns whether the value is a variable that is read there for the host's side alone.
 */
export function findOnHostNetwork(
  file: ComposeFile,
  service: Service,
  { name, value, other }: ServiceSetting,
): boolean {
  const { collector } = file;
  const { number, reason, quiet, chain, mentions } = readSetting(name, value.text, other);
  const listens = listensReason((number && file.listeners.get(number.port)) ?? service);
  const refer = { role: 'refer', mayServe: false } as const;
  const isListened = number !== undefined && file.listeners.has(number.port);
  const traits =
    number && reason === undefined && !isListened && traitsOf(file, service, name, number);
  if (number && traits)
    collector.site(value, { ...number, ...refer, ...traits, rule: `environment.${number.rule}` });
  else if (number && quiet !== true)
    collector.leave(value, number.from, reason ? `${name}: ${reason}` : listens, number.port);
  for (const mention of mentions.filter(({ rule }) => rule === 'address')) {
    const { role, from, port } = mention;
    if (role === 'listen') collector.leave(value, from, listens, port);
    else collector.site(value, { ...mention, ...refer, rule: 'environment.address' });
  }
  if (chain === undefined) return false;
  const inside = readSetting(name, `${chain.last?.port ?? ANY_PORT}`, other);
  if (!inside.number || inside.reason !== undefined) return false;
  const own = traitsOf(file, service, name, inside.number);
  const where = `services.${service.name}.environment.${name.slice(0, 60)}`;
  if (own)
    collector.chain(value, chain, { role: 'refer', ...(own.unlessPublished && { where }) }, own);
  return own !== undefined;
}

export function listensReason({ name }: Service): string {
  return `the service "${name}" is on the host network and listens there: it stays, since its image, its command and its healthcheck may say the number too`;
}

/**
 * Of a number that is surely another program's, that of a backing service, or beside a host to go
 * to; of one that is another's where somebody publishes it; undefined for its own.
 */
function traitsOf(
  file: ComposeFile,
  service: Service,
  name: string,
  { role, mayServe, hostIn, port }: Mention,
): { readonly unlessPublished?: string } | undefined {
  if (role !== 'refer') return undefined;
  if (mayServe === false || hostIn !== undefined || isBackingService(name)) return {};
  const isOwn = numbersIn(file, service).has(`${port}`);
  return isOwn ? undefined : { unlessPublished: listensReason(service) };
}

/** Of a service they are asked for once for each of its variables. */
const known = new WeakMap<Service, ReadonlySet<string>>();

/** What stands in the commands of a service other than as the port of a client's address. */
export function numbersIn(file: ComposeFile, service: Service): ReadonlySet<string> {
  const numbers = known.get(service) ?? new Set(commandsOf(file, service).flatMap(ownNumbers));
  known.set(service, numbers);
  return numbers;
}

function ownNumbers({ text }: Value): string[] {
  const clients = new Set(clientMentions(text).map(({ from }) => from));
  return [...text.matchAll(/\d+/g)].flatMap(({ index, 0: digits }) =>
    clients.has(index) ? [] : digits,
  );
}

/**
 * The same of what it runs: `--bootstrap-server localhost:9092`. A healthcheck mostly asks the
 * service itself: what that listens on stays here too.
 */
export function findInHostCommands(file: ComposeFile, service: Service): void {
  const own = listenedPorts(file, service.node);
  const probed = new Set(probedPorts(file, service.node));
  const traits = {
    unlessPublished: `the healthcheck of the service "${service.name}", which is on the host network, asks for it`,
  };
  for (const value of commandsOf(file, service, [...COMMANDS, ['healthcheck', 'test']])) {
    for (const mention of clientMentions(value.text)) {
      if (own.has(mention.port)) continue;
      file.collector.site(value, { ...mention, ...(probed.has(mention.port) && traits) });
    }
  }
}

export const COMMANDS: readonly (readonly string[])[] = [['command'], ['entrypoint']];

export function commandsOf(
  { yaml, source }: ComposeFile,
  { node }: Service,
  places: readonly (readonly string[])[] = COMMANDS,
): Value[] {
  return places.flatMap((keys) => {
    const command = keys.reduce<unknown>((at, key) => yaml.resolve(field(yaml, at, key)), node);
    const words = isScalar(command) ? [command] : items(yaml, command);
    return words.flatMap((word) => scalarValue(source.text, yaml.resolve(word)) ?? []);
  });
}

export function clientMentions(text: string): Mention[] {
  return [...writtenMentions(text), ...addressesIn(text)].filter(({ role }) => role === 'refer');
}

/** On what the service listens itself, as far as its file says. */
export function listenedPorts(file: ComposeFile, node: unknown): ReadonlySet<number> {
  const { yaml, source } = file;
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  const told = settings.flatMap(({ name, value }) => {
    const { number, chain, mentions } = readSetting(name, value?.text ?? '', () => undefined);
    const last = chain?.last && readSetting(name, `${chain.last.port}`, () => undefined).number;
    return [number, last, ...mentions].flatMap((each) =>
      each?.role === 'listen' ? each.port : [],
    );
  });
  return new Set([...ownPorts(file, node), ...told]);
}

const ADDRESS = /(?<![\w.:/@-])(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(?![\w.:])/g;

function addressesIn(text: string): Mention[] {
  return [...text.matchAll(ADDRESS)].flatMap(({ index, 0: address, 1: port = '' }): Mention[] => {
    const end = index + address.length;
    const digits = digitsAt(text, end - port.length, end);
    return digits ? [{ ...digits, role: 'refer', rule: 'address', confidence: 'certain' }] : [];
  });
}

/** Stands for the number of a variable that has no default: its name decides what it is. */
const ANY_PORT = 50_000;
