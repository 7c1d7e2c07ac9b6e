import type { LeftAlone } from '../sites/site.js';
import { parseAddress, parseAddressList } from './address.js';
import { isOfStarted, isPortFlag } from './commands/flags.js';
import { parseMapping } from './compose-mapping.js';
import { isThisMachine, isWildcard } from './host.js';
import { findHostPorts } from './host-ports.js';
import { type Digits, digitsAt, wholeNumber } from './number.js';
import { RANGE_ELSEWHERE } from './number-range.js';
import { type Mention, readSetting, writtenMentions } from './setting.js';
import { strayMentions, unwrittenMentions } from './unwritten-ports.js';
import { hostNames, isBackingService } from './variable-name.js';

/** A port that a value states. */
export interface Stated extends Mention {
  /** Of the URL that states it. */
  readonly scheme?: string;
}

/** What looks like a port and is none that may be moved. */
export interface Doubted extends Pick<LeftAlone, 'port' | 'reason' | 'matters'> {
  readonly from: number;
}

/** What a value says of ports. */
export interface StatedPorts {
  readonly stated: readonly Stated[];
  readonly doubted?: readonly Doubted[];
}

/** What a notation may know of the place of a value. */
export interface ValuePlace {
  /** The keys that lead to it as one name: `SPRING_DATA_REDIS_PORT`. */
  name(): string;
  /** The name is that of an environment variable. */
  readonly isVariable?: boolean;
  /** What such a name would lead to. */
  other(name: string): string | undefined;
}

/** How a value writes ports: where they stand in its text. */
export type Notation = (text: string, place: ValuePlace) => StatedPorts;

const certain = { confidence: 'certain' } as const;

/** A number and nothing else. */
export const number: Notation = (text) => {
  const digits = wholeNumber(text);
  return { stated: digits ? [{ ...digits, role: 'listen', rule: 'number', ...certain }] : [] };
};

/** URLs that a server listens on, with a wildcard perhaps: `http://*:5000;https://localhost:5001`. */
export const listenUrls: Notation = (text) => ({
  stated: findHostPorts(text).flatMap(({ host, scheme, from, to }) => {
    const digits = isThisMachine(host) || isWildcard(host) ? digitsAt(text, from, to) : undefined;
    return digits ? [{ ...digits, scheme, role: 'listen', rule: 'url', ...certain }] : [];
  }),
});

/** URLs to this machine that a client uses. */
export const loopbackUrls: Notation = (text, { name, other }) => {
  const unwritten = text.includes('://') ? unwrittenMentions(text, name(), other) : [];
  return { stated: [...writtenMentions(text), ...unwritten.map(({ mention }) => mention)] };
};

/** The same of texts of which nothing is known. */
export const strayUrls: Notation = (text) => ({
  stated: [...writtenMentions(text), ...strayMentions(text).map(({ mention }) => mention)],
});

/** The same of those alone that say their port. */
export const writtenUrls: Notation = (text) => ({ stated: writtenMentions(text) });

/** An address that a server listens on: `127.0.0.1:8000`. */
export const listenAddress: Notation = (text) => {
  const address = parseAddress(text);
  const isOwn = address && (isThisMachine(address.host) || isWildcard(address.host));
  return { stated: isOwn ? [{ ...address, role: 'listen', rule: 'address', ...certain }] : [] };
};

const FLAG = /(?:^|\s)(?:(?<flag>--?[A-Za-z][\w.-]{0,58})[= ]|-p ?)(?<port>\d{1,5})(?!\S)/dg;

/** Words for a program that is not named beside them: `start --port 3000`. */
export const listenFlags: Notation = (text) => ({
  stated: [...text.matchAll(FLAG)].flatMap(({ indices, groups: { flag = '-p' } = {} }) => {
    if (flag !== '-p' && (!isPortFlag(flag) || isOfStarted(flag))) return [];
    const [from = 0, to = 0] = indices?.groups?.port ?? [];
    const digits = digitsAt(text, from, to);
    return digits ? [{ ...digits, role: 'listen', rule: 'flag', confidence: 'likely' }] : [];
  }),
});

/** `host:container`, of which the host's side counts. */
export const mapping: Notation = (text) => {
  const { published, protocol = 'tcp', targets = [] } = parseMapping(text) ?? {};
  const [target] = targets;
  if (published?.kind === 'number') {
    const { digits } = published;
    return { stated: [{ ...digits, protocol, role: 'publish', rule: 'mapping', ...certain }] };
  }
  if (published?.kind === 'unclear') {
    return { stated: [], doubted: [{ from: 0, reason: published.reason }] };
  }
  if (published?.kind === 'range' || published?.kind === 'ends') {
    return { stated: [], doubted: [{ from: 0, reason: RANGE_ELSEWHERE }] };
  }
  if (target === undefined) return { stated: [] };
  return { stated: [], doubted: [{ from: 0, port: target, reason: BOTH_SIDES }] };
};

const BOTH_SIDES =
  'it is the number on both sides of the container; with "host:container" the first could move';

const MAY_STATE = /\d|:\/\/|localhost|UseDevelopmentStorage|=\s{0,9}(?:\.|\(local\))/i;

/**
 * What a program is told in a setting of any name: numbers by their names, URLs, addresses. A
 * number that may as well be a client's only follows. Variables of an environment are judged as in an
 * env file.
 */
export const setting: Notation = (text, place) => {
  if (!MAY_STATE.test(text)) return { stated: [] };
  const { isVariable, other } = place;
  const name = place.name();
  const { number: whole, reason, quiet, fixed, mentions } = readSetting(name, text, other);
  if (whole === undefined || quiet) return { stated: mentions };
  if (reason !== undefined) {
    const { from, port } = whole;
    const matters = fixed ? { matters: 'where it moves' as const } : {};
    return { stated: [], doubted: [{ from, port, reason: `${name}: ${reason}`, ...matters }] };
  }
  if (isVariable || whole.role === 'listen') return { stated: [whole] };
  const host = hostNames(name)
    .map(other)
    .find((each) => each !== undefined);
  const mayServe = host !== undefined && serves(name, host) && whole.mayServe === true;
  return { stated: [{ ...whole, mayServe }] };
};

/** `server.port` beside `server.host: localhost` is a server's; `payment.port` a client's. */
function serves(name: string, host: string): boolean {
  if (isBackingService(name)) return false;
  return (
    isWildcard(host) || /(^|_)(SERVER|LISTEN|LISTENER|HTTPS?|GRPC|WEB|WS|API)_PORT$/.test(name)
  );
}

/** Whatever a user points at: a number, URLs or addresses, of any host. */
export const anything: Notation = (text) => ({
  stated: digitsIn(text).map((digits) => ({
    ...digits,
    role: 'refer',
    rule: 'at',
    confidence: 'certain',
    mayServe: true,
  })),
});

function digitsIn(text: string): readonly Digits[] {
  const whole = wholeNumber(text);
  if (whole) return [whole];
  const urls = findHostPorts(text).flatMap(({ from, to }) => digitsAt(text, from, to) ?? []);
  return urls.length > 0 ? urls : parseAddressList(text);
}
