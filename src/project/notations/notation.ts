import { parseAddressList } from './address.js';
import { isThisMachine, isWildcard } from './host.js';
import { type Digits, digitsAt, wholeNumber } from './number.js';
import { type Mention, readSetting } from './setting.js';
import { findUrlPorts } from './url.js';

/** A port that a value states. */
export interface Stated extends Mention {
  /** Of the URL that states it. */
  readonly scheme?: string;
}

/** A number that looks like a port and is none that may be moved. */
export interface Doubted extends Digits {
  readonly reason: string;
}

/** What a value says of ports. */
export interface StatedPorts {
  readonly stated: readonly Stated[];
  readonly doubted?: readonly Doubted[];
}

/** What a notation may know of the place of a value. */
export interface ValuePlace {
  /** The keys that lead to it as one name: `SPRING_DATA_REDIS_PORT`. */
  readonly name: string;
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
  stated: findUrlPorts(text).flatMap(({ host, scheme, from, to }) => {
    const digits = isThisMachine(host) || isWildcard(host) ? digitsAt(text, from, to) : undefined;
    return digits ? [{ ...digits, scheme, role: 'listen', rule: 'url', ...certain }] : [];
  }),
});

/** What a program is told in a setting of any name: numbers by their names, URLs, addresses. */
export const setting: Notation = (text, { name, other }) => {
  const { number: whole, reason, quiet, mentions } = readSetting(name, text, other);
  if (whole === undefined || quiet) return { stated: mentions };
  if (reason === undefined) return { stated: [...mentions, whole] };
  return { stated: mentions, doubted: [{ ...whole, reason: `${name}: ${reason}` }] };
};

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
  const urls = findUrlPorts(text).flatMap(({ from, to }) => digitsAt(text, from, to) ?? []);
  return urls.length > 0 ? urls : parseAddressList(text);
}
