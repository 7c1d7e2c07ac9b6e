import { type Place, PortKeeperError } from '../../errors.js';
import type { PortRange, PortRequest, StrategyName } from '../../ports/index.js';
import type { JsonValue } from '../writing/change.js';

export const MODES = ['patch', 'overlay', 'env', 'plan'] as const;
/** `patch`: edit in place. `overlay`, `env`: leave tracked files alone. `plan`: only report. */
export type Mode = (typeof MODES)[number];

/** @throws {PortKeeperError} USAGE, listing the modes. */
export function parseMode(text: string): Mode {
  const mode = MODES.find((name) => name === text);
  if (mode !== undefined) return mode;
  throw new PortKeeperError('USAGE', `"${text}" is not a mode`, {
    hint: `Use one of ${MODES.join(', ')}.`,
  });
}

/** A site that no rule knows, of the user's own: by a path into the document, or by a pattern. */
export interface FileRow {
  /** A glob, from the root. */
  readonly path: string;
  /** Keys from the top of a document, `*` for any one; a number is an index. */
  readonly at?: readonly (string | number)[];
  /** A regular expression in RE2's syntax with a group `port`. */
  readonly pattern?: string;
  readonly name?: string;
  /** Where the row stands in the configuration. */
  readonly place?: Place;
}

export const OUTPUT_TYPES = ['env', 'json', 'runtime_js'] as const;

/** A file that is written for others to read. */
export interface Output {
  readonly type: (typeof OUTPUT_TYPES)[number];
  /** From the root, with forward slashes. */
  readonly path: string;
  /** What to write, `${NAME}` expanded; without it, every port under its name. */
  readonly map?: { readonly [key: string]: JsonValue };
}

/** What the user settled for a project. */
export interface ProjectConfig {
  /** The file it was read from, from the root where it is below it. */
  readonly path: string;
  readonly range?: PortRange;
  readonly strategy?: StrategyName;
  readonly host?: string;
  readonly hold?: boolean;
  /** Milliseconds; null: without end. */
  readonly ttlMs?: number | null;
  readonly mode?: Mode;
  /** False: `ports` are all there is. */
  readonly detect?: boolean;
  /** `auto`, `off`, or a name. */
  readonly composeProjectName?: string;
  readonly ports: readonly PortRequest[];
  readonly files: readonly FileRow[];
  /** Globs of what to leave alone. */
  readonly ignore: readonly string[];
  readonly outputs: readonly Output[];
}
