import type { ReportedPort } from './reported-file.js';

export const IN_SOURCE =
  'source code listens on it, and is not changed; let it read a variable first';

/** What people call the variable that says where their server listens. */
export const SERVER_VARIABLE = '(?<variable>(?:APP_|API_|WEB_|HTTP_|SERVER_)?PORT)';

export function listening(pattern: RegExp): ReportedPort {
  return { pattern, reason: IN_SOURCE, binds: true };
}
