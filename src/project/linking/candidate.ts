import type { Protocol } from '../../ports/index.js';
import type { Site } from '../sites/site.js';

/** A site that is in force, with what other places of the project make of it. */
export interface Candidate {
  site: Site;
  readonly protocols: Set<Protocol>;
  /** Another place publishes the number or listens on it. */
  bound: boolean;
  /** Why it cannot move, although it is a port of the host. */
  blocked: string | undefined;
}
