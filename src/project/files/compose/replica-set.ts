import { isLoopback } from '../../../ports/index.js';
import type { Value } from '../../formats/value.js';
import { digitsAt } from '../../notations/number.js';
import type { Mention } from '../../notations/setting.js';

const INITIATES = /\brs\.initiate\b|\breplSetInitiate\b/;
const MEMBER =
  /\bhost\\?["']?\s{0,9}:\s{0,9}\\?["'](?<host>[\w.-]{1,99}):(?<port>\d{2,5})(?![\w.-])/dg;

/**
 * `rs.initiate({ members: [{ _id: 0, host: 'localhost:27017' }] })`: by that a member finds itself in
 * its container, and drivers of this machine are led to it.
 * @param service that says it.
 */
export function memberPorts({ text }: Value, service: string): Mention[] {
  if (!INITIATES.test(text)) return [];
  return [...text.matchAll(MEMBER)].flatMap(({ groups, indices }): Mention[] => {
    const [from, to] = indices?.groups?.port ?? [0, 0];
    const digits = isLoopback(groups?.host ?? '') ? digitsAt(text, from, to) : undefined;
    return digits ? [{ ...digits, ...MENTION, ownOf: service }] : [];
  });
}

const MENTION = {
  role: 'refer',
  rule: 'member',
  confidence: 'certain',
  keeps:
    'by it a member of the replica set reaches itself inside the container, and clients are led to it; with "directConnection=true" in their URLs and the name of the service here, it could move',
} as const;
