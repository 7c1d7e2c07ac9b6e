export type { Collected } from './collect.js';
export type { Explanation, ProtocolExplanation } from './explanation.js';
export type { Finding } from './finding.js';
export { GC_POLICIES, type GcPolicy, parsePolicies } from './gc.js';
export { joinGroupCommand, shareCommand } from './group-commands.js';
export { isUsualRegistry, systemFolder } from './location.js';
export {
  describeOwner,
  type FolderOwner,
  folderOwner,
  isSameOwner,
  namedOwner,
  type Owner,
  ownerKey,
  ownerLiveness,
  processOwner,
} from './owner.js';
export {
  PortRegistry,
  type PortRegistryOptions,
} from './registry.js';
export type { Released } from './release.js';
export type { ReserveRequest } from './request.js';
export { isOwner, isReservationId, type Lease, type ReservationId } from './reservation.js';
export { Reservation } from './reservation-handle.js';
export type { Group } from './settle.js';
export { findGroup, makeSharedFolder } from './shared-folder.js';
export type { LeaseStatus } from './status.js';
export type { Meanwhile, Sealing } from './taking.js';
