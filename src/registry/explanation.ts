import {
  lookAtPort,
  type Machine,
  type PortNumber,
  type PortTraits,
  type PortUse,
  type Protocol,
  portKey,
  portTraits,
  Survey,
} from '../ports/index.js';
import type { FolderStore } from './backends/folder.js';
import type { Holds } from './hold.js';
import { standingOf } from './standing.js';
import { type LeaseStatus, listLeases } from './status.js';
import { unanswered } from './unanswered.js';

/** All that is known about a port: who leased it, who uses it, and what kind of number it is. */
export interface Explanation {
  readonly port: PortNumber;
  readonly traits: PortTraits;
  readonly protocols: readonly ProtocolExplanation[];
}

export interface ProtocolExplanation extends PortUse {
  readonly lease: LeaseStatus | undefined;
  /** What stands at the port's name in this registry, where that is no lease. */
  readonly claim: 'resting' | 'being made' | 'over' | 'unreadable' | undefined;
  /** It is held, and not for a lease of this registry. */
  readonly heldElsewhere: boolean;
}

/** @throws {PortKeeperError} REGISTRY_UNUSABLE, where the port cannot be asked for. */
export async function explainPort(
  store: FolderStore,
  holds: Holds,
  machine: Machine,
  port: PortNumber,
): Promise<Explanation> {
  const all = listLeases(store, holds);
  const leases = all.filter((lease) => lease.port === port && !lease.elsewhere);
  const protocols: ProtocolExplanation[] = [];
  const survey = new Survey(machine);
  for (const protocol of ['tcp', 'udp'] as const) {
    const use = await lookAtPort(machine, survey, protocol, port);
    const lease = leases.find((one) => one.protocol === protocol);
    const claim = lease === undefined ? claimAt(store, protocol, port) : undefined;
    const isOurs = lease !== undefined && holds.hasHolder(lease.id);
    const free = use.free && lease === undefined && claim === undefined;
    protocols.push({ ...use, free, lease, claim, heldElsewhere: use.named && !isOurs });
  }
  const failure = await unanswered(survey);
  if (failure !== undefined) throw failure;
  return { port, traits: portTraits(port), protocols };
}

function claimAt(
  store: FolderStore,
  protocol: Protocol,
  port: PortNumber,
): ProtocolExplanation['claim'] {
  const claim = store.readClaim(store.kernel.network, portKey(protocol, port));
  const standing = claim && standingOf(store, claim);
  switch (standing?.state) {
    case undefined:
      return undefined;
    case 'live':
      return 'being made';
    case 'dead':
      return 'over';
    default:
      return standing?.state;
  }
}
