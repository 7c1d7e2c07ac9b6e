import type { Value } from '../../formats/value.js';
import { parseAddressList } from '../../notations/address.js';
import { isThisMachine, isWildcard } from '../../notations/host.js';
import { type Digits, digitsAt, wholeNumber } from '../../notations/number.js';
import type { Mention } from '../../notations/setting.js';
import { findUrlPorts } from '../../notations/url.js';
import type { ComposeSetting } from './settings.js';

const FLAG = '--[a-z.-]{0,40}(?:advertise[a-z-]{0,40}|external-ur[il]|public-(?:host|ur[il]))';

/**
 * `--advertise-kafka-addr inside://redpanda:9092,outside://localhost:19092`,
 * `--web.external-url=http://localhost:9090`
 */
const ADVERTISING = new RegExp(`(?<!\\S)${FLAG}[ =]+([^\\s"']+)`, 'g');
/** Such a flag by itself, whose value is the next item of a list. */
const ADVERTISING_FLAG = new RegExp(`^${FLAG}$`);

/**
 * What a server in a container is told to tell its clients: the ports of this machine in it are
 * those that are published, whatever the container itself has.
 * @param flag the item before it, where it is one of a list.
 */
export function advertisedPorts({ text }: Value, flag = ''): Mention[] {
  const isWhole = ADVERTISING_FLAG.test(flag);
  if (isWhole) return addressesIn(text).map(advertised);
  return [...text.matchAll(ADVERTISING)].flatMap((match): Mention[] => {
    const list = match[1] ?? '';
    const start = match.index + match[0].length - list.length;
    return addressesIn(list).map(({ from, to, port }) =>
      advertised({ from: start + from, to: start + to, port }),
    );
  });
}

function advertised({ from, to, port }: Digits): Mention {
  return { from, to, port, role: 'refer', rule: 'advertised', confidence: 'certain' };
}

function addressesIn(list: string): readonly Digits[] {
  const urls = findUrlPorts(list).filter(({ host }) => isClients(host));
  if (urls.length > 0) return urls.flatMap(({ from, to }) => digitsAt(list, from, to) ?? []);
  return parseAddressList(list).filter(({ host }) => isClients(host));
}

/** A client on this machine can go there. */
function isClients(host: string): boolean {
  return isThisMachine(host) && !isWildcard(host);
}

const ADVERTISES = /ADVERTI[SZ]|ANNOUNCE/i;

/** Whether a setting says what clients are told: a host in it is this machine by any of its names. */
export function isAdvertised(name: string): boolean {
  return ADVERTISES.test(name);
}

/** `ADVERTISE_HOST=127.0.0.1`: what is advertised beside it is told to clients on this machine. */
export function advertisesHere(
  settings: readonly Pick<ComposeSetting, 'name' | 'value'>[],
): boolean {
  return settings.some(
    ({ name, value }) =>
      isAdvertised(name) && value && isThisMachine(value.text) && !isWildcard(value.text),
  );
}

/**
 * `ADVERTISE_ADDR=localhost:7000`; and `ADVERTISE_PORT=2111`, where what is advertised beside it is
 * this machine.
 */
export function advertisedInSetting(name: string, { text }: Value, isHere: boolean): Mention[] {
  if (!isAdvertised(name)) return [];
  const number = isHere && /PORT/i.test(name) ? wholeNumber(text) : undefined;
  const found = number ? [number] : parseAddressList(text).filter(({ host }) => isClients(host));
  return found.map(({ from, to, port }) => {
    const place = { from, to, port };
    return { ...place, role: 'refer', rule: 'advertised', confidence: 'likely' };
  });
}
