import { parseAddress } from './address.js';
import { HOST_GATEWAYS } from './host.js';
import { findKeywordPorts } from './keywords.js';
import { findUrlPorts, type UrlPort } from './url.js';

/** One of a URL, or of a notation that may not say its protocol. */
export type HostPort = Omit<UrlPort, 'protocol'> & Partial<Pick<UrlPort, 'protocol'>>;

/**
 * Every port that a text gives a host, in any notation that cannot be anything else: URLs, JDBC,
 * connection strings of keywords, Go's data source names. In linear time, in the order of the text.
 */
export function findHostPorts(text: string): HostPort[] {
  if (!MARKS.test(text)) return [];
  const found: HostPort[] = [
    ...findEncodedPorts(text),
    ...findUrlPorts(text),
    ...findOraclePorts(text),
    ...findDialledPorts(text),
    ...findKeywordPorts(text),
    ...findGatewayPorts(text),
  ];
  const first = new Map(found.reverse().map((each) => [each.from, each]));
  return [...first.values()].sort((a, b) => a.from - b.from);
}

/** What stands before a port in every notation; most values have neither. */
const MARKS = /[:=]|%3a/i;

const NAMES = HOST_GATEWAYS.map((name) => name.replaceAll('.', '\\.')).join('|');
const GATEWAY = new RegExp(`(?<![\\w.-])(${NAMES}):(\\d{1,5})(?![\\w.:])`, 'gi');

/**
 * `host.docker.internal:8000`, wherever it stands: the name means nothing but the host, and says
 * nothing of a protocol.
 */
function findGatewayPorts(text: string): HostPort[] {
  return [...text.matchAll(GATEWAY)].map(({ index, 1: host = '', 2: port = '' }) => {
    const from = index + host.length + 1;
    return { host, scheme: '', from, to: from + port.length };
  });
}

const ENCODED = /%3A%2F%2F([\w.-]{1,255})%3A(\d{1,5})(?![\w.])/gi;

/** `?redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fback`: a URL within a parameter of another. */
function findEncodedPorts(text: string): UrlPort[] {
  return [...text.matchAll(ENCODED)].map(({ index, 0: whole, 1: host = '', 2: port = '' }) => {
    const to = index + whole.length;
    return { host, scheme: '', protocol: 'tcp', from: to - port.length, to };
  });
}

const ORACLE = /^jdbc:oracle:[a-z]{1,10}:[^@]{0,200}@(?:\/\/)?/i;

/** `jdbc:oracle:thin:@localhost:1521:xe`, `…@//localhost:1521/service`. */
function findOraclePorts(text: string): UrlPort[] {
  const start = ORACLE.exec(text)?.[0].length;
  const address =
    start === undefined ? undefined : /^([\w.-]{1,255}):(\d{1,5})\b/.exec(text.slice(start));
  const [, host = '', port = ''] = address ?? [];
  if (start === undefined || port === '') return [];
  const from = start + host.length + 1;
  return [{ host, scheme: 'jdbc', protocol: 'tcp', from, to: from + port.length }];
}

/** More than an address in brackets takes. */
const MAX_ADDRESS = 300;

/** `user:password@tcp(127.0.0.1:3306)/db` of Go's MySQL driver, where TCP need not be named. */
function findDialledPorts(text: string): UrlPort[] {
  const found: UrlPort[] = [];
  for (const { index, 0: head } of text.matchAll(/(?:^|@)tcp[46]?\(|@\(/g)) {
    const start = index + head.length;
    const inside = text.slice(start, start + MAX_ADDRESS);
    const end = inside.indexOf(')');
    const address = end === -1 ? undefined : parseAddress(inside.slice(0, end));
    if (!address) continue;
    const [from, to] = [start + address.from, start + address.to];
    found.push({ host: address.host, scheme: 'tcp', protocol: 'tcp', from, to });
  }
  return found;
}
