import { type ErrorCode, formatPlace, messageOf, type Place, PortKeeperError } from '../errors.js';
import { shortageOf } from '../shortage.js';

/** What a shell sees. */
const EXIT_CODES: Record<ErrorCode, number> = {
  CHECK_FAILED: 1,
  NOTHING_FOUND: 1,
  USAGE: 2,
  BAD_CONFIG: 2,
  NO_FREE_PORT: 3,
  TIMED_OUT: 4,
  REGISTRY_UNUSABLE: 5,
  FILE_NOT_EDITABLE: 6,
  REFUSED: 7,
  // A fault of ours, outside the codes that a script would act upon (EX_SOFTWARE).
  INTERNAL: 70,
};

export function exitCodeOf(error: PortKeeperError): number {
  return 'exitCode' in error ? Number(error.exitCode) : EXIT_CODES[error.code];
}

const FAULT =
  'This is a fault in PortKeeper: run it again with --debug, and report what it prints.';

/** Anything that was thrown, as the one error class. */
export function asFailure(error: unknown): PortKeeperError {
  if (error instanceof PortKeeperError) return error;
  const message = messageOf(error);
  return new PortKeeperError('INTERNAL', message || 'Something went wrong', {
    hint: shortageOf(error)?.hint ?? FAULT,
    cause: error,
  });
}

/** One or two lines: where and what, then what to do. */
export function failureLines({ message, hint, place }: PortKeeperError): string[] {
  // A message about a whole file may begin with its name already.
  const told = place?.line === undefined && message.startsWith(`${place?.file} `);
  const where = place === undefined || told ? '' : `${formatPlace(place)}: `;
  const lines = [`portkeeper: ${where}${oneLine(message)}`];
  return hint === undefined ? lines : [...lines, `  ${oneLine(hint)}`];
}

export interface FailureJson {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string;
  } & Partial<Place>;
}

export function failureJson({ code, message, hint, place }: PortKeeperError): FailureJson {
  return { error: { code, message, hint: hint ?? '', ...place } };
}

/** For `--debug`: where it came from, and what caused it. */
export function traceOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const trace = (error.stack ?? error.message).split('\n');
  return error.cause === undefined ? trace : [...trace, 'Caused by:', ...traceOf(error.cause)];
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
