import type { OwnDefault } from '../sites/bound.js';

/** What the sites of a project are brought together for. */
export interface GatherOptions {
  /** An override says what is published, and what the container's side reads stays as it is. */
  readonly overlay?: boolean;
  /** False: no file will be edited. */
  readonly edits?: boolean;
  /** Of source code that is searched, and not read. */
  readonly ownDefaults?: readonly OwnDefault[];
  /** Whether a script of its package starts a program for who works on it, in no container. */
  readonly isByHand?: (path: string) => boolean;
}
