import { findUnwrittenPorts } from './default-ports.js';
import { hostVariable } from './host.js';
import type { Mention } from './setting.js';
import { isToldOutside } from './told-outside.js';
import { saysListen } from './variable-name.js';

/** A port that a URL to this machine leaves out, and the host that it would follow. */
export interface UnwrittenMention {
  readonly host: string;
  readonly mention: Mention;
}

/**
 * Ports that URLs leave out because their scheme says them. They follow what has the number, and
 * are said where it moves.
 * @param name of the setting or flag, or empty.
 * @param other as of `readSetting`.
 */
export function unwrittenMentions(
  text: string,
  name = '',
  other: (name: string) => string | undefined = () => undefined,
): UnwrittenMention[] {
  if (saysListen(name) || isOfTestPage(name)) return [];
  return findUnwrittenPorts(text).map(({ host, port, at, isPattern }) => {
    const doubt = isPattern ? LISTED : doubtOf(name, port, other);
    const stays = doubt && staysReason(name, doubt, port);
    const place = { from: at, to: at, port, protocol: 'tcp', insert: { before: ':', after: '' } };
    const kind = { role: 'refer', rule: 'url.default', confidence: 'likely' } as const;
    const variable = hostVariable(host);
    const more = { ...(stays && { stays }), ...(variable && { at: variable }) };
    return { host, mention: { ...place, ...kind, ...more } as Mention };
  });
}

/** The same of texts that no configuration leads to: many a program resolves paths against such. */
export function strayMentions(text: string): UnwrittenMention[] {
  return unwrittenMentions(text).map(({ host, mention }) => {
    const stays = mention.stays ?? staysReason('', STRAY, mention.port);
    return { host, mention: { ...mention, stays } };
  });
}

function staysReason(name: string, doubt: string, port: number): string {
  return `${name || 'the URL'} ${doubt}; write ":${port}" behind its host, and it follows`;
}

const STRAY = 'stands in code, which may mean nobody by it';
const LISTED = 'says what is allowed, which may be this machine with any port';
const PUT_TOGETHER = 'says a host, and programs may put a port of their own behind it';

/** Why the URL may mean something else than what has its default port. */
function doubtOf(
  name: string,
  port: number,
  other: (name: string) => string | undefined,
): string | undefined {
  if (ALLOWS.test(name)) return LISTED;
  if (IS_HOST.test(name)) return PUT_TOGETHER;
  const beside = portsBeside(name, other);
  const isOwn = isToldOutside(name) && beside.every((each) => each === `${port}`);
  return beside.length === 0 || isOwn ? undefined : PUT_TOGETHER;
}

/** Origins, redirects and hosts in the plural, and whatever says that it lets somebody in. */
const ALLOWS =
  /CORS|ALLOW|PERMIT|TRUST|WHITELIST|SAFELIST|ACCEPT|(ORIGIN|REDIRECT|CALLBACK|REFERE?R|DOMAIN|REDIRECT_?UR[IL]|CALLBACK_?UR[IL])S(_|$)/i;

/** `API_HOST=http://localhost`, `DOMAIN=https://localhost`. */
const IS_HOST = /(^|[_-])(HOST|HOSTNAME|DOMAIN|SERVER|ADDR|ADDRESS|IP)$/i;

/** jsdom and its kin give a page of a test this address; nobody listens on it. */
function isOfTestPage(name: string): boolean {
  return /ENVIRONMENT_?OPTIONS|JSDOM|HAPPY_?DOM|(^|_)TEST_?URL$/i.test(name);
}

/** `API_URL` beside `API_PORT`, or the program's own PORT. */
function portsBeside(name: string, other: (name: string) => string | undefined): string[] {
  const [, before] = /^(.+?)_(?:BASE_?)?(?:UR[IL]|ORIGIN|ENDPOINT|BASE)$/i.exec(name) ?? [];
  const names = before === undefined ? ['PORT'] : [`${before}_PORT`, 'PORT'];
  const isText = (value: string | undefined): value is string => Boolean(value);
  return name === '' ? [] : names.map((each) => other(each)?.trim()).filter(isText);
}

const BEFORE_PORT =
  /\$[{(]?(?:process\.env\.|import\.meta\.env\.)?([A-Za-z_]\w{0,127})(?::?-[^{}\n]{0,100})?[})]?:(?=[\d$])/g;

/** `${BASE_URL}:3000`, `$HOST:$PORT`: what says a port already would be no host any more. */
export function variablesBeforePorts(text: string): string[] {
  if (!text.includes('$')) return [];
  return [...new Set([...text.matchAll(BEFORE_PORT)].flatMap(([, name]) => name ?? []))];
}
