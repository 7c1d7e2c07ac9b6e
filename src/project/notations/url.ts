import type { Protocol } from '../../ports/index.js';

/** A host of a URL, and what stands behind its colon. */
export interface UrlHost {
  readonly host: string;
  /** As it is written: `https`. */
  readonly scheme: string;
  readonly protocol: Protocol;
  /** `[from, to)`; empty where nothing stands there. */
  readonly from: number;
  readonly to: number;
  readonly hasColon: boolean;
  /** It is not the first of its URL: `b` of `mongodb://a,b`. */
  readonly isFurther: boolean;
}

/** Where a URL states a port: digits or an interpolation, `[from, to)`. */
export type UrlPort = Omit<UrlHost, 'hasColon' | 'isFurther'>;

const USERINFO_ENDS = /[/?#\s"`<>]/;
const HOST_ENDS = /[/?#\s;"'`<>|\\(){}^,]/;
const SCHEME_CHARS = /[A-Za-z0-9+.-]/;

/**
 * Every port of every URL in a text, of any scheme: `postgres://u:p@localhost:5432/db`,
 * `jdbc:postgresql://…`, several hosts (`mongodb://a:1,b:2`), several URLs. In linear time.
 */
export function findUrlPorts(text: string): UrlPort[] {
  return findUrlHosts(text)
    .filter(({ from, to }) => from < to)
    .map(({ host, scheme, protocol, from, to }) => ({ host, scheme, protocol, from, to }));
}

/** Every host of every URL in a text, with or without a port. */
export function findUrlHosts(text: string): UrlHost[] {
  const found: UrlHost[] = [];
  const braces = text.includes('://') ? closingBraces(text) : new Map<number, number>();
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const scheme = schemeBefore(text, at);
    if (scheme === '') continue;
    const protocol = /^udp[46]?$/i.test(scheme) ? 'udp' : 'tcp';
    const hosts = hostsAfter({ text, braces }, at + 3);
    // Of a scheme that a variable says, the default port is anybody's guess.
    const isSaid = text[at - 1] !== '}';
    for (const host of hosts)
      if (isSaid || host.from < host.to) found.push({ ...host, scheme, protocol });
  }
  return found;
}

type HostPart = Omit<UrlHost, 'scheme' | 'protocol'>;

/** A text, and where each `${` in it ends that has an end. */
interface Braced {
  readonly text: string;
  readonly braces: ReadonlyMap<number, number>;
}

function closingBraces(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') open.push(at - 1);
    const start = text[at] === '}' ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, at + 1);
  }
  return ends;
}

/** `${PROTOCOL:-https}` before `://`. */
const DEFAULT_SCHEME = /\$\{[A-Za-z_]\w{0,127}:?-([A-Za-z0-9+.-]{1,40})\}$/;

function schemeBefore(text: string, end: number): string {
  if (text[end - 1] === '}')
    return DEFAULT_SCHEME.exec(text.slice(Math.max(0, end - 180), end))?.[1] ?? '';
  let start = end;
  while (start > 0 && end - start < 40 && SCHEME_CHARS.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start, end);
}

function hostsAfter(braced: Braced, from: number): HostPart[] {
  const found: HostPart[] = [];
  let at = afterUserinfo(braced, from);
  for (;;) {
    const end = endBefore(braced, at, HOST_ENDS);
    found.push({ ...hostPart(braced, at, end), isFurther: found.length > 0 });
    if (braced.text[end] !== ',') return found;
    at = end + 1;
  }
}

/** A password may hold almost anything, an unescaped `@` too: the last one counts. */
function afterUserinfo(braced: Braced, from: number): number {
  let at = endBefore(braced, from, USERINFO_ENDS);
  while (at > from && braced.text[at - 1] !== '@') at -= 1;
  return at;
}

/** Where one of some characters stands, not minding what is within `${…}`. */
function endBefore({ text, braces }: Braced, from: number, ends: RegExp): number {
  let at = from;
  while (at < text.length && !ends.test(text[at] ?? '')) {
    at = braces.get(at) ?? (text.startsWith('${', at) ? at + 2 : at + 1);
  }
  return Math.min(at, text.length);
}

function hostPart(braced: Braced, start: number, end: number): Omit<HostPart, 'isFurther'> {
  const address = DEFAULT_ADDRESS.exec(braced.text.slice(start, end));
  const [, before = '', host = '', port = ''] = address ?? [];
  if (address) {
    const from = start + before.length + host.length + 1;
    return { host, from, to: from + port.length, hasColon: true };
  }
  return writtenPart(braced, start, end);
}

/** `${DOMAIN:-localhost:3000}`: the address that counts where nobody sets the variable. */
const DEFAULT_ADDRESS = /^(\$\{[A-Za-z_]\w{0,127}:?-)([\w.-]{1,255}):(\d{1,5})\}$/;

function writtenPart(braced: Braced, start: number, end: number): Omit<HostPart, 'isFurther'> {
  const colon = portColon(braced, start, end);
  const hasColon = colon !== -1;
  const host = braced.text.slice(start, hasColon ? colon : end);
  return { host, from: hasColon ? colon + 1 : end, to: end, hasColon };
}

/** The colon before the port: none within the brackets of IPv6, none within `${…}`. */
function portColon({ text, braces }: Braced, from: number, end: number): number {
  let at = from;
  while (at < end) {
    if (text[at] === ':') return at;
    at = text[at] === '[' ? nextOr(text, ']', at, end) : (braces.get(at) ?? at + 1);
  }
  return -1;
}

function nextOr(text: string, char: string, at: number, end: number): number {
  let index = at;
  while (index < end && text[index] !== char) index += 1;
  return index + 1;
}
