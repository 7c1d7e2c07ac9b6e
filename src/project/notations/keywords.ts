import { parseAddressList } from './address.js';
import type { UrlPort } from './url.js';

/*
 * Connection strings of `key=value` pairs: ADO.NET and ODBC between semicolons, libpq between
 * spaces, JDBC's properties after a semicolon, Oracle's and MySQL's descriptors in brackets.
 */

/** A stretch of a text. */
interface Part {
  readonly text: string;
  readonly from: number;
}

const HOST_KEYS =
  /^(server|server ?name|data ?source|host|hostaddr|host ?name|addr|address|network ?address)$/i;
const PORT_KEYS = /^(port|port ?number)$/i;

/** Every port of every host of a connection string; of any other text, none. */
export function findKeywordPorts(text: string): UrlPort[] {
  if (!text.includes('=')) return [];
  const pairs = splitPairs(text);
  const hosts = pairs
    .filter(({ key }) => HOST_KEYS.test(key))
    .flatMap(({ value }) => hostsIn(value));
  const ports = pairs
    .filter(({ key }) => PORT_KEYS.test(key))
    .flatMap(({ value }) => portsIn(value));
  const own = hosts.flatMap(({ name, port }) => (port ? [toPort(name, port)] : []));
  const open = hosts.filter(({ port }) => port === undefined);
  const given = ports.flatMap((port, index) => {
    const host = open[index] ?? (ports.length === 1 ? open[0] : undefined);
    return host ? [toPort(host.name, port)] : [];
  });
  return [...own, ...given, ...optionPorts(text)];
}

function toPort(host: string, { text, from }: Part): UrlPort {
  return { host, scheme: '', protocol: 'tcp', from, to: from + text.length };
}

function splitPairs(text: string): { readonly key: string; readonly value: Part }[] {
  return split({ text, from: 0 }, separatorsOf(text)).flatMap((part) => {
    const equals = part.text.indexOf('=');
    if (equals === -1) return hostOfUrl(part);
    const key = part.text.slice(0, equals).trim();
    return [{ key, value: unquote(cut(part, equals + 1, part.text.length)) }];
  });
}

function separatorsOf(text: string): RegExp {
  if (/\(\s*(host|address|description)\b/i.test(text)) return /[(),]/;
  const words = text.split(/\s+/);
  const isLibpq =
    !text.includes(';') && words.length > 1 && words.every((each) => each.includes('='));
  return isLibpq ? /\s/ : /;/;
}

/** `jdbc:sqlserver://localhost;portNumber=1433`: the host stands before the pairs. */
function hostOfUrl(part: Part): { readonly key: string; readonly value: Part }[] {
  const slashes = part.text.indexOf('://');
  const isHost = slashes !== -1 && !/[:/]/.test(part.text.slice(slashes + 3));
  return isHost ? [{ key: 'host', value: cut(part, slashes + 3, part.text.length) }] : [];
}

/** `localhost`, `tcp:localhost,1433`, `.\SQLEXPRESS,1433`, `localhost:5433`, and lists of them. */
function hostsIn(value: Part): { readonly name: string; readonly port?: Part }[] {
  const prefix = /^(tcp|np|lpc|admin):/i.exec(value.text)?.[0].length ?? 0;
  const parts = split(cut(value, prefix, value.text.length), /,/);
  const [first, second] = parts;
  if (first && second && parts.length === 2 && /^\s*(\d+|\$\S+)\s*$/.test(second.text)) {
    return [{ name: hostName(first.text), port: trim(second) }];
  }
  return parts.map((part) => {
    const colon = /^(\[[^\]]*\]|[^:]*):\d+$/.test(part.text) ? part.text.lastIndexOf(':') : -1;
    if (colon === -1) return { name: hostName(part.text) };
    return {
      name: hostName(part.text.slice(0, colon)),
      port: cut(part, colon + 1, part.text.length),
    };
  });
}

/** Without the instance; SQL Server's own words for this machine in ours. */
function hostName(text: string): string {
  const name = text.trim().replace(/\\.*$/, '');
  return name === '.' || /^\(local(host)?\)$/i.test(name) ? 'localhost' : name;
}

function portsIn(value: Part): Part[] {
  return split(value, /,/).map(trim);
}

/** `localhost:6379,password=x,ssl=false`: addresses, then options, of StackExchange.Redis. */
function optionPorts(text: string): UrlPort[] {
  const parts = split({ text, from: 0 }, /,/);
  const addresses = parts.filter(({ text: part }) => !part.includes('='));
  if (addresses.length === 0 || addresses.length === parts.length) return [];
  const found = addresses.map((part) => ({ part, address: parseAddressList(part.text)[0] }));
  if (found.some(({ address }) => address === undefined)) return [];
  return found.flatMap(({ part, address }) =>
    address ? [toPort(address.host, cut(part, address.from, address.to))] : [],
  );
}

function split({ text, from }: Part, separator: RegExp): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && !separator.test(text[at] ?? '')) continue;
    if (at > start) parts.push({ text: text.slice(start, at), from: from + start });
    start = at + 1;
  }
  return parts;
}

function cut({ text, from }: Part, start: number, end: number): Part {
  return { text: text.slice(start, end), from: from + start };
}

function trim(part: Part): Part {
  const start = part.text.length - part.text.trimStart().length;
  return cut(part, start, start + part.text.trim().length);
}

function unquote(part: Part): Part {
  const inner = trim(part);
  return /^(["']).*\1$/s.test(inner.text) ? cut(inner, 1, inner.text.length - 1) : inner;
}
