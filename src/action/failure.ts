import { formatPlace, PortKeeperError } from '../errors.js';
import { plain } from './plain.js';

/** What was wrong, where, and what to do, in one line that is no command. */
export function failureText(error: unknown): string {
  if (!(error instanceof PortKeeperError)) {
    return plain(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  const where = error.place === undefined ? '' : `${formatPlace(error.place)}: `;
  const hint = error.hint === undefined ? '' : ` — ${error.hint}`;
  return plain(`${where}${error.message}${hint}`);
}
