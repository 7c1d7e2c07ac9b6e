import { type Digits, digitsAt } from './number.js';

/** `host:port`, with the digits of the port. */
export interface Address extends Digits {
  /** Without brackets; empty in `:3000`. */
  readonly host: string;
}

/**
 * A text that is `127.0.0.1:3000`, `localhost:3000`, `[::1]:3000`, `*:3000` or `:3000` and nothing
 * else. Whether `:3000` is an address is for the caller to know.
 */
export function parseAddress(text: string): Address | undefined {
  return addressAt(text, 0, text.length);
}

/** All of a list `a:1,b:2 c:3`, if every member is an address; else nothing. */
export function parseAddressList(text: string): Address[] {
  const found: Address[] = [];
  const separators = /[\s,;]+/g;
  let from = 0;
  for (;;) {
    const next = separators.exec(text);
    const to = next?.index ?? text.length;
    const address = to > from ? addressAt(text, from, to) : undefined;
    if (address) found.push(address);
    else if (to > from) return [];
    if (!next) return found;
    from = to + next[0].length;
  }
}

const BY_DEFAULT = /^(\$\{[A-Za-z_]\w{0,127}:?-)([^${}]*)\}$/;

/** The same of the list that a variable is where nobody sets it: `${DOMAIN:-localhost:3000}`. */
export function parseDefaultAddresses(text: string): Address[] {
  const [, before = '', list = ''] = BY_DEFAULT.exec(text) ?? [];
  const shift = before.length;
  return parseAddressList(list).map((each) => {
    return { ...each, from: each.from + shift, to: each.to + shift };
  });
}

/** `localhost:${FLUENTD_PORT:-24224}`, and where the variable stands; nothing else may. */
export function parseVariableAddress(
  text: string,
): { readonly host: string; readonly from: number; readonly to: number } | undefined {
  const colon = text.indexOf(':$');
  const host = text.slice(0, Math.max(colon, 0));
  if (host === '' || host.length > 255 || !HOST.test(host)) return undefined;
  return { host: unbracketed(host), from: colon + 1, to: text.length };
}

const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]*|\*)$/;

function addressAt(text: string, from: number, to: number): Address | undefined {
  const colon = text.lastIndexOf(':', to - 1);
  if (colon < from) return undefined;
  const host = text.slice(from, colon);
  const digits = digitsAt(text, colon + 1, to);
  if (digits === undefined || host.length > 255 || !HOST.test(host)) return undefined;
  return { ...digits, host: unbracketed(host) };
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
