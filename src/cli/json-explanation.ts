import type { Explanation, ProtocolExplanation } from '../registry/index.js';
import { leaseStatusJson, SCHEMA } from './json.js';

export function explanationJson({ port, traits, protocols }: Explanation) {
  return { schema: SCHEMA, port, ...traits, protocols: protocols.map(protocolJson) };
}

function protocolJson(one: ProtocolExplanation) {
  const { protocol, free, lease, claim, heldElsewhere, sockets, container } = one;
  return {
    protocol,
    free,
    lease: lease === undefined ? null : leaseStatusJson(lease),
    claim: claim ?? null,
    heldElsewhere,
    container: container ?? null,
    sockets: sockets.map(({ address, state, user, process }) => {
      return { address, state, user, process: process ?? null };
    }),
  };
}
