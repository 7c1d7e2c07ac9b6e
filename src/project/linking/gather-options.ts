/** What the sites of a project are brought together for. */
export interface GatherOptions {
  /** An override says what is published, and what the container's side reads stays as it is. */
  readonly overlay?: boolean;
  /** False: no file will be edited. */
  readonly edits?: boolean;
}
