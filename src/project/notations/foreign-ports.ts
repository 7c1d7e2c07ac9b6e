import type { ChainLink } from '../sites/findings.js';
import { isThisMachine } from './host.js';
import { chainOf, type Piece, parseInterpolation } from './interpolation.js';

/** The last name of a text, as the host before a port: `redis://:secret@redis:`, `kafka:`. */
const ENDS_IN_HOST = /(?:^|[\s/@,;(=])([A-Za-z][\w-]{0,62}):$/;
/** Before a colon they are no host: `Listening on:3000`, `port:3000`. */
const NO_HOSTS: ReadonlySet<string> = new Set(['at', 'on', 'port']);
const NAME = /^[A-Za-z][\w-]{0,62}$/;

/**
 * Variables that stand as the port of a host with a name of its own (`redis:${REDIS_PORT}`). A name
 * without a dot that is not this machine's is that of a container.
 * @param other the value of a variable that is set beside it: DB_HOST may name the host.
 */
export function foreignPorts(
  text: string,
  other: (name: string) => string | undefined,
): (readonly ChainLink[])[] {
  const pieces = text.includes('$') ? (parseInterpolation(text) ?? []) : [];
  return pieces.flatMap((piece, at) => {
    const chain = piece.kind === 'variable' ? chainOf(piece) : undefined;
    const host = chain && hostBefore(text, pieces, at, other);
    return chain === undefined || host === undefined || isThisMachine(host) ? [] : [chain.links];
  });
}

function hostBefore(
  text: string,
  pieces: readonly Piece[],
  at: number,
  other: (name: string) => string | undefined,
): string | undefined {
  const before = pieces[at - 1];
  if (before?.kind !== 'text') return undefined;
  const written = text.slice(before.from, before.to);
  const host = pieces[at - 2];
  if (written !== ':' || host?.kind !== 'variable') {
    const name = ENDS_IN_HOST.exec(written)?.[1];
    return name === undefined || NO_HOSTS.has(name.toLowerCase()) ? undefined : name;
  }
  const value = other(host.name)?.trim() ?? '';
  return NAME.test(value) ? value : undefined;
}
