/**
 * Everything that can go wrong, as a closed set. The faces turn a code into an exit code, an
 * annotation or a JSON error; the inner rooms only name it.
 */
export type ErrorCode =
  | 'CHECK_FAILED'
  | 'NOTHING_FOUND'
  | 'USAGE'
  | 'BAD_CONFIG'
  | 'NO_FREE_PORT'
  | 'TIMED_OUT'
  | 'REGISTRY_UNUSABLE'
  | 'FILE_NOT_EDITABLE'
  | 'REFUSED'
  | 'INTERNAL';

/** A place in a file of the project: `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ErrorDetails {
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly place?: Place;
  readonly cause?: unknown;
}

/** The one error class: what was wrong, where, what to do. */
export class PortKeeperError extends Error {
  override readonly name = 'PortKeeperError';
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly place?: Place;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.place !== undefined) this.place = details.place;
  }
}

/** `file:line:column`, as far as it is known. */
export function formatPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

/** What an error says of itself, of whatever realm its class is. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/**
 * The `code` of a Node.js system error (`ENOENT`, `EADDRINUSE`), or undefined. Asks for no class:
 * under a test runner, Node's own errors are of another realm's `Error`.
 */
export function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}

/**
 * Does what the system refuses as a rule, with errors of which nobody asks where they come from: to
 * find that out takes Node as long as the refusal.
 */
export function withoutTraces<T>(act: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Names the option, the input or the port in what its parser throws. */
export function naming<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PortKeeperError)) throw error;
    const { code, message, hint, cause } = error;
    throw new PortKeeperError(code, `${what}: ${message}`, {
      ...(hint !== undefined && { hint }),
      cause,
    });
  }
}
