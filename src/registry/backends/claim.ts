import { formatIdentity, type ProcessIdentity, parseIdentity } from '../process-identity.js';
import { isReservationId, type ReservationId } from '../reservation.js';

/**
 * What stands at a port's name in the registry: the reservation that has it, and the process that
 * makes that. Until the reservation's record exists, it is the maker's word alone.
 */
export interface Claim {
  readonly id: ReservationId;
  readonly maker: ProcessIdentity;
}

export function formatClaim({ id, maker }: Claim): string {
  return `1:${id}:${formatIdentity(maker)}`;
}

/** The text of a link, or the first line of a record. Undefined for one that no registry wrote. */
export function parseClaim(line: string): Claim | undefined {
  const text = /^\{"claim":"(.*)",$/.exec(line)?.[1] ?? line;
  const [version, id = '', identity = '', ...rest] = text.split(':');
  const maker = parseIdentity(identity);
  if (version !== '1' || rest.length > 0 || maker === undefined) return undefined;
  return isReservationId(id) ? { id, maker } : undefined;
}
