export type { ContainerIdentity } from './containers.js';
export { userName } from './culprit.js';
export type { Publisher } from './docker.js';
export { elapsedMs } from './elapsed.js';
export type { Environment } from './environment.js';
export {
  defaultRange,
  type EphemeralPorts,
  ephemeralWarning,
  readEphemeralPorts,
} from './ephemeral.js';
export { homeFolder } from './home.js';
export { type Host, isLoopback, parseHost } from './host.js';
export { type PortKey, portKey } from './kernel-tables.js';
export { childProcess, crypto } from './late.js';
export { Machine } from './machine.js';
export { makeFolder, makePath } from './make-path.js';
export {
  isPortNumber,
  MAX_PORT,
  MIN_PORT,
  type PortNumber,
  parsePortNumber,
  readPortNumber,
} from './number.js';
export { type Occupant, Occupants } from './occupant.js';
export { type Place, placeOf } from './place.js';
export { holdName, isHeldUnseen, portSystem, procFolder } from './platform.js';
export {
  lookAtPort,
  type PortTraits,
  type PortUse,
  portTraits,
  type SocketFacts,
} from './port-facts.js';
export { hasAddress } from './probe.js';
export { commandOf } from './process-command.js';
export { type Protocol, parseProtocol } from './protocol.js';
export { formatRange, type PortRange, parseRange, rangeIncludes, rangeSize } from './range.js';
export { whyUnfit } from './refused.js';
export {
  type BlockPlace,
  isPortName,
  type PortRequest,
  parsePortRequest,
  toPortName,
} from './request.js';
export { startFolder } from './start-folder.js';
export { parseStrategy, type StrategyName, strategies } from './strategy.js';
export { Survey, type SurveyOptions } from './survey.js';
