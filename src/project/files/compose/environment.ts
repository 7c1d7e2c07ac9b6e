import type { Scalar } from 'yaml';
import { isLoopback, type Protocol } from '../../../ports/index.js';
import type { Value } from '../../formats/value.js';
import { field, scalarValue } from '../../formats/yaml.js';
import { parseAddressList, parseDefaultAddresses } from '../../notations/address.js';
import {
  type HostVariable,
  hostVariable,
  isHostGateway,
  isThisMachine,
  isWildcard,
} from '../../notations/host.js';
import { findHostPorts } from '../../notations/host-ports.js';
import { variablesIn } from '../../notations/interpolation.js';
import { digitsAt, wholeNumber } from '../../notations/number.js';
import { namedMentions, urlChains, withoutUrlPorts } from '../../notations/setting.js';
import { isBesideGateway } from '../../notations/sibling-host.js';
import { isToldOutside } from '../../notations/told-outside.js';
import { unwrittenMentions } from '../../notations/unwritten-ports.js';
import { saysListen } from '../../notations/variable-name.js';
import { HAS_IT_ITSELF } from '../../sites/reasons.js';
import { defined } from '../defined.js';
import {
  advertisedInSetting,
  advertisedPorts,
  advertisesHere,
  isAdvertised,
} from './advertised.js';
import { findOnHostNetwork } from './host-network.js';
import { insidePorts, isReadInside, outsideDefaultsIn } from './inside.js';
import { jmxPort } from './jmx.js';
import { ownListener } from './own-listener.js';
import { pin } from './ports.js';
import { memberPorts } from './replica-set.js';
import type { ComposeFile, Service } from './service.js';
import { type ServiceSetting, settingsOf } from './settings.js';

/**
 * What a service is told by `environment:` and `build.args:` is read inside the container. Only
 * URLs there can speak of the host: to a person's browser, or by the host's own name.
 */
export function findInEnvironment(file: ComposeFile, service: Service): void {
  const { yaml } = file;
  readSettings(file, service, field(yaml, service.node, 'environment'), 'environment');
  readSettings(file, service, field(yaml, service.node, 'labels'), 'labels');
  readSettings(
    file,
    service,
    field(yaml, field(yaml, service.node, 'build'), 'args'),
    'build.args',
  );
}

function readSettings(file: ComposeFile, service: Service, node: unknown, where: string): void {
  const settings = settingsOf(file.yaml, file.source.text, node);
  const values = new Map(settings.map(({ name, value }) => [name, value?.text]));
  const isHere = advertisesHere(settings);
  for (const { name, scalar, value } of settings) {
    if (where === 'environment') file.collector.tellContainers(name);
    file.seen.add(scalar.range?.[0] ?? -1);
    if (value === undefined) passOn(file, service, name, scalar, where);
    else {
      const reader = readerOf(service, where, value);
      const setting = { name, value, other: (each: string) => values.get(each) };
      for (const mention of advertisedInSetting(name, value, isHere))
        file.collector.site(value, { ...mention, ...ownListener(service, setting, mention) });
      for (const mention of jmxPort(service, setting)) file.collector.site(value, mention);
      const isOfHost =
        where === 'environment' && (service.onHost || isBesideGateway(name, setting.other));
      const isRead = isOfHost && findOnHostNetwork(file, service, setting);
      if (!isRead) readSetting(file, reader, setting, where);
      readUnwritten(file, reader, setting);
    }
  }
}

/**
 * Labels are for those who look at the container: a URL there is not read inside. But one of several
 * words may be a command that runs there, as of Ofelia's `job-exec`.
 */
function readerOf(service: Service, where: string, { text }: Value): Service {
  return where === 'labels' && !/\s/.test(text.trim()) ? { ...service, onHost: true } : service;
}

/** `environment: [PORT]` hands the variable on as it is. */
function passOn(
  file: ComposeFile,
  service: Service,
  name: string,
  scalar: Scalar,
  where: string,
): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) return;
  file.collector.read(scalar.range?.[0] ?? 0, {
    chain: [{ variable: name, emptyPasses: false }],
    role: 'container',
    where: placeOf(service, where, name),
    ...insideOf(service, name),
  });
}

function placeOf(service: Service, where: string, name: string): string {
  return `services.${service.name}.${where}.${name.slice(0, 60)}`;
}

function readSetting(
  file: ComposeFile,
  service: Service,
  setting: ServiceSetting,
  where: string,
): void {
  const { name, value } = setting;
  for (const chain of urlChains(value.text)) {
    file.collector.chain(value, chain, { role: 'refer', ...insideOf(service, name) });
  }
  const variables = variablesIn(withoutUrlPorts(value.text));
  pin(file, value, variables, placeOf(service, where, name), insideOf(service, name));
  readUrls(file, service, setting);
  readNamed(file, service, setting);
  readRedirect(file, setting);
  tellAddresses(file, service, setting);
}

function readUrls(file: ComposeFile, service: Service, setting: ServiceSetting): void {
  const { name, value } = setting;
  const inside = insidePorts(service, name);
  const isOutsideDefault = outsideDefaultsIn(file, value.text);
  for (const { host, protocol, from, to } of hostPortsOf(name, value.text)) {
    const digits = isThisMachine(host) ? digitsAt(value.text, from, to) : undefined;
    if (!digits) continue;
    const isOutside =
      isHostGateway(host) || (!isWildcard(host) && isOutsideDefault(from, digits.port));
    const at = isAdvertised(name) ? undefined : hostVariable(host);
    if (isOutside || (!isWildcard(host) && !inside.includes(digits.port))) {
      const confidence = service.onHost || isHostGateway(host) ? 'certain' : 'likely';
      const mention = { role: 'refer', rule: 'environment.url', confidence } as const;
      const reader = isOutside ? {} : insideOf(service, name);
      const own = isOutside && !isAdvertised(name) ? {} : ownListener(service, setting, digits);
      const more = { ...mention, ...reader, ...own, setIn: name };
      file.collector.site(value, { ...digits, ...defined({ protocol, at }), ...more });
    } else {
      const why = isWildcard(host) ? 'where a server listens on it' : HAS_IT_ITSELF;
      file.collector.keep(value, from, insideReason(service, name, why), digits.port);
    }
  }
}

/** `http://$HOST:8080`, where HOST is told to be this machine. */
function readNamed(file: ComposeFile, service: Service, setting: ServiceSetting): void {
  const { name, value } = setting;
  const more = { ...insideOf(service, name), setIn: name, rule: 'environment.url' };
  for (const mention of namedMentions(value.text)) {
    const own = ownListener(service, setting, mention);
    const keepsElsewhere = own.ownOf && mention.at && advertisedReason(own.ownOf, mention.at);
    file.collector.site(value, { ...mention, ...more, ...own, ...defined({ keepsElsewhere }) });
  }
}

function advertisedReason(service: string, { variable }: HostVariable): string {
  return `"${service}" tells its clients to come to it at ${variable}, which is not known to be this machine; set to localhost, it could move`;
}

/** The port that ASP.NET sends clients of HTTP to, whatever it listens on inside. */
function readRedirect(file: ComposeFile, { name, value }: ServiceSetting): void {
  const digits = name === 'ASPNETCORE_HTTPS_PORT' ? wholeNumber(value.text) : undefined;
  if (!digits) return;
  const mention = { role: 'refer', rule: 'environment.redirect', confidence: 'likely' } as const;
  file.collector.site(value, { ...digits, ...mention, protocol: 'tcp' });
}

/** `API_SERVERS=localhost:8080`, also by default: a page may be given it, or what listens in the container itself. */
function tellAddresses(file: ComposeFile, service: Service, { name, value }: ServiceSetting): void {
  const inside = insidePorts(service, name);
  if (service.onHost || isToldOutside(name) || isAdvertised(name) || saysListen(name)) return;
  const addresses = [...parseAddressList(value.text), ...parseDefaultAddresses(value.text)];
  for (const { host, ...digits } of addresses) {
    if (!isLoopback(host) || inside.includes(digits.port)) continue;
    const stays = `${name} is read inside the container of "${service.name}", and may speak of what listens there; if a browser reads it, write it as a URL`;
    const mention = { role: 'refer', rule: 'environment.address', confidence: 'guess' } as const;
    file.collector.site(value, { ...digits, ...mention, stays });
  }
}

/** `APP_DOMAIN=localhost:8000` as well, and such as a variable is by default, where what is told goes into URLs for a browser. */
function hostPortsOf(name: string, text: string): readonly SettingPort[] {
  const urls: readonly SettingPort[] = findHostPorts(text);
  if (urls.length > 0 || !isToldOutside(name)) return urls;
  return [...parseAddressList(text), ...parseDefaultAddresses(text)];
}

/** A port of a URL or an address, where that stands. */
interface SettingPort {
  readonly host: string;
  readonly protocol?: Protocol;
  readonly from: number;
  readonly to: number;
}

/** URLs that leave their port out, by the same rules. */
function readUnwritten(file: ComposeFile, service: Service, setting: ServiceSetting): void {
  const { name, value, other } = setting;
  const inside = insidePorts(service, name);
  const isOutsideDefault = outsideDefaultsIn(file, value.text);
  for (const { host, mention } of unwrittenMentions(value.text, name, other)) {
    const isOutside = isHostGateway(host) || isOutsideDefault(mention.from, mention.port);
    const stays = !isOutside && inside.includes(mention.port) && insideReason(service, name);
    const reader = isOutside ? {} : insideOf(service, name);
    const rule = `environment.${mention.rule}`;
    const more = { rule, setIn: name, ...reader, ...(stays && { stays }) };
    file.collector.site(value, { ...mention, ...more });
  }
}

function insideReason(service: Service, name: string, why = HAS_IT_ITSELF): string {
  return `${name} is read inside the container of "${service.name}", ${why}`;
}

function insideOf(service: Service, name: string): { insideOf?: string } {
  return isReadInside(service, name) ? { insideOf: service.name } : {};
}

/** Any other scalar, with the one before it in a list: whatever reads a variable there reads it for the container's side. */
export function findInScalar(
  file: ComposeFile,
  scalar: Scalar,
  path: readonly string[],
  before?: string,
): void {
  if (typeof scalar.value !== 'string') return;
  const value = scalarValue(file.source.text, scalar);
  if (!value) return;
  pin(file, value, variablesIn(value.text), path.join('.').slice(0, 120));
  if (path[0] !== 'services') return;
  for (const mention of advertisedPorts(value, before)) file.collector.site(value, mention);
  for (const mention of memberPorts(value, path[1] ?? '')) file.collector.site(value, mention);
  for (const { host, protocol, from, to } of findHostPorts(value.text)) {
    const digits = isHostGateway(host) ? digitsAt(value.text, from, to) : undefined;
    if (!digits) continue;
    const mention = { role: 'refer', rule: 'url', confidence: 'certain' } as const;
    file.collector.site(value, { ...digits, ...defined({ protocol }), ...mention });
  }
  for (const { host, mention } of unwrittenMentions(value.text)) {
    if (isHostGateway(host)) file.collector.site(value, mention);
  }
}
