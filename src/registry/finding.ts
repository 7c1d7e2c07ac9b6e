/** One thing that was looked at. */
export interface Finding {
  /** `problem`: something that was promised cannot be kept, until somebody mends it. */
  readonly level: 'ok' | 'note' | 'problem';
  readonly about: 'registry' | 'file' | 'users' | 'kernel' | 'hold' | 'docker';
  readonly message: string;
  /** For a file that no registry wrote or that cannot be read: where it lies in the registry. */
  readonly path?: string;
}
