import type { Protocol } from '../../ports/index.js';
import type { ChainLink } from '../sites/findings.js';
import type { Insertion } from '../sites/inserted.js';
import { DEBUGGING } from '../sites/reasons.js';
import type { Confidence, Role } from '../sites/site.js';
import { parseAddressList, parseVariableAddress } from './address.js';
import { argumentMentions } from './argument-variable.js';
import {
  type HostVariable,
  hostVariable,
  isThisMachine,
  isWildcard,
  localNameReason,
} from './host.js';
import { findHostPorts } from './host-ports.js';
import { chainOf, digitsOf, parseInterpolation } from './interpolation.js';
import { type Digits, digitsAt, wholeNumber } from './number.js';
import { siblingHost } from './sibling-host.js';
import { unsaidMentions } from './unsaid-ports.js';
import { unwrittenMentions } from './unwritten-ports.js';
import {
  isBackingService,
  judgeName,
  portNameOf,
  saysAddress,
  saysListen,
} from './variable-name.js';

/** A port that a text mentions, and what it is there. */
export interface Mention extends Digits {
  readonly role: Role;
  /** Ends the name of the rule: `url`. */
  readonly rule: string;
  readonly confidence: Confidence;
  readonly protocol?: Protocol;
  readonly fallbackName?: string;
  readonly mayServe?: boolean;
  readonly inside?: boolean;
  readonly unlessPublished?: string;
  readonly below?: string;
  readonly insideOf?: string;
  readonly ownOf?: string;
  readonly keeps?: string;
  readonly keepsElsewhere?: string;
  readonly insert?: Insertion;
  readonly stays?: string;
  readonly setIn?: string;
  readonly hostIn?: string;
  /** The variable that names its host: it counts where that is this machine. */
  readonly at?: HostVariable;
}

/** A place in a text where variables stand for a port. */
export interface MentionedChain {
  readonly from: number;
  readonly chain: readonly ChainLink[];
  readonly last?: Digits;
}

/** One that is the port of a host, and where it ends. */
export interface HostChain extends MentionedChain {
  readonly to: number;
}

/** What `NAME=value` says about ports. */
export interface Setting {
  /** The value is a port number and nothing else. Whether it counts is for `reason` to say. */
  readonly number?: Mention;
  readonly reason?: string;
  /** The reason holds, whoever else uses the variable. */
  readonly fixed?: boolean;
  /** Nothing but the number looks like a port: TIMEOUT=3000. */
  readonly quiet?: boolean;
  /** The value is `${OTHER}` and nothing else. */
  readonly chain?: MentionedChain;
  /** Ports within a longer value: URLs, addresses. */
  readonly mentions: readonly Mention[];
  /** Variables in the place of a port within a longer value. */
  readonly chains: readonly MentionedChain[];
}

/**
 * Reads one setting of an env file, a command line or a container.
 * @param other the value of a variable that is set beside it: DB_HOST decides what DB_PORT means.
 */
export function readSetting(
  name: string,
  text: string,
  other: (name: string) => string | undefined,
): Setting {
  const digits = wholeNumber(text);
  if (digits) return { ...readNumber(name, digits, other), mentions: [], chains: [] };
  const chain = wholeChain(text);
  // `${API_URL:-http://localhost:3000}`, the default of which is more than a number.
  if (chain) return { chain, mentions: chain.last ? [] : urlMentions(text, name), chains: [] };
  return {
    mentions: [
      ...urlMentions(text, name, other),
      ...addressMentions(name, text),
      ...argumentMentions(name, text),
      ...unsaidMentions(text, name, other),
    ],
    chains: urlChains(text),
  };
}

function readNumber(
  name: string,
  digits: Digits,
  other: (name: string) => string | undefined,
): Pick<Setting, 'number' | 'reason' | 'fixed' | 'quiet'> {
  const verdict = judgeName(name);
  const number: Mention = {
    ...digits,
    role: 'refer',
    rule: 'variable',
    confidence: 'likely',
    mayServe: true,
  };
  if (verdict === 'listen') return { number: { ...number, role: 'listen', mayServe: false } };
  if (verdict !== 'port') return { number, reason: REASONS[verdict], quiet: verdict === 'other' };
  const [hostName, host] = siblingHost(name, other);
  const isClients = isBackingService(name);
  // SMTP_PORT=587 alone: nobody develops on such a number, and the mail provider has it.
  const isOthers = digits.port < LEAST_OWN_PORT && (isClients || !WEB_PORTS.has(digits.port));
  if (host === undefined) return { number: { ...number, mayServe: !isOthers } };
  if (!isThisMachine(host)) {
    return {
      number,
      reason: `it is a port of what ${hostName} names, not of this machine`,
      fixed: true,
    };
  }
  const hostIn = isWildcard(host) ? {} : { hostIn: hostName };
  return { number: { ...number, mayServe: isWildcard(host) || !isClients, ...hostIn } };
}

/** Ports below are for privileged programs. */
const LEAST_OWN_PORT = 1024;
/** Those of them that a page is served on. */
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

const REASONS = {
  bound: 'its name says that it is a bound or a base of other ports',
  inner: "its name says that it is the container's own side",
  debug: DEBUGGING,
  other: 'its name does not say that it is a port',
} as const;

function wholeChain(text: string): MentionedChain | undefined {
  const [only, ...more] = text.startsWith('$') ? (parseInterpolation(text) ?? []) : [];
  if (only?.kind !== 'variable' || more.length > 0) return undefined;
  return mentionedChain(text, 0, text.length);
}

/** The chain that a part of a text is, from a `$` to the end of its braces. */
export function mentionedChain(text: string, from: number, to: number): MentionedChain | undefined {
  const part = text.slice(from, to);
  const [only, ...more] = part.startsWith('$') ? (parseInterpolation(part) ?? []) : [];
  const chain = only?.kind === 'variable' && more.length === 0 ? chainOf(only) : undefined;
  if (!chain) return undefined;
  const last = chain.last && digitsOf(part, chain.last);
  return {
    from,
    chain: chain.links,
    ...(last ? { last: { ...last, from: from + last.from, to: from + last.to } } : {}),
  };
}

/** URLs and connection strings that speak of this machine, or of where a server listens on it. */
export function urlMentions(
  text: string,
  name?: string,
  other?: (name: string) => string | undefined,
): Mention[] {
  const unwritten = unwrittenMentions(text, name, other).map(({ mention }) => mention);
  const all = [...writtenMentions(text, name), ...unwritten];
  return name === undefined ? all : all.map((each) => ({ ...each, setIn: name }));
}

/** The same of those alone that say their port. */
export function writtenMentions(text: string, name = ''): Mention[] {
  return findHostPorts(text).flatMap(({ host, protocol, from, to }) => {
    const stays = localNameReason(host);
    const role = stays === undefined ? roleOf(host, name) : 'refer';
    const digits = role && digitsAt(text, from, to);
    if (!digits) return [];
    const fallbackName = role === 'listen' && name !== '' ? portNameOf(name) : undefined;
    const mention = { ...digits, role, rule: 'url', confidence: 'certain' } as const;
    const at = hostVariable(host);
    const more = {
      ...(protocol && { protocol }),
      ...(fallbackName !== undefined && { fallbackName }),
      ...(at && { at }),
      ...(stays !== undefined && { stays }),
    };
    return [{ ...mention, ...more }];
  });
}

/** URLs to what a variable names that says no host by default: `http://$HOST:3000`. */
export function namedMentions(text: string): Mention[] {
  return findHostPorts(text).flatMap(({ host, protocol, from, to }): Mention[] => {
    const at = isThisMachine(host) ? undefined : hostVariable(host);
    const digits = at && digitsAt(text, from, to);
    if (!digits) return [];
    const mention = { ...digits, role: 'refer', rule: 'url', confidence: 'likely' } as const;
    return [{ ...mention, at, ...(protocol && { protocol }) }];
  });
}

/** No client can go to `http://*:5000`, and what is called a listener is one. */
function roleOf(host: string, name: string): Role | undefined {
  if (host === '*' || host === '+') return 'listen';
  if (saysListen(name) && (isWildcard(host) || isThisMachine(host))) return 'listen';
  return isThisMachine(host) ? 'refer' : undefined;
}

/** Variables as the port of a URL or a connection string to this machine. */
export function urlChains(text: string): HostChain[] {
  return findHostPorts(text).flatMap(({ host, from, to }) => {
    const chain = isThisMachine(host) ? mentionedChain(text, from, to) : undefined;
    return chain ? [{ ...chain, to }] : [];
  });
}

/** A variable as the port of an address on this machine that is the whole text. */
export function addressChains(text: string): HostChain[] {
  const address = parseVariableAddress(text);
  if (address === undefined || !isThisMachine(address.host)) return [];
  const chain = mentionedChain(text, address.from, address.to);
  return chain ? [{ ...chain, to: address.to }] : [];
}

/** A variable may stand in a URL's port and elsewhere in the same value; only the first follows. */
export function withoutUrlPorts(text: string): string {
  let result = '';
  let at = 0;
  for (const { from, to } of urlChains(text)) {
    result += `${text.slice(at, from)}0`;
    at = to;
  }
  return result + text.slice(at);
}

function addressMentions(name: string, text: string): Mention[] {
  return parseAddressList(text)
    .filter(
      ({ host }) => isThisMachine(host) || (host === '' ? saysAddress(name) : isWildcard(host)),
    )
    .map(({ host, ...digits }) => {
      const listens = isWildcard(host) || saysListen(name);
      const role = listens ? 'listen' : 'refer';
      return {
        ...digits,
        role,
        rule: 'address',
        confidence: 'likely',
        fallbackName: portNameOf(name),
      };
    });
}
