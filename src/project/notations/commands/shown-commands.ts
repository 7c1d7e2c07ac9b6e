import type { Word } from '../../formats/shell-words.js';
import type { Mention } from '../setting.js';

// A text may show a command that somebody is to give, or that a script gives later.

/** What ends a command, or the sentence that it stands in. */
const ENDS_COMMAND = /[;&|\n\r]|\\[nr]|,\s|\.\s|\s(?:and|or|then)\s/;

/** `docker exec web`, `docker compose exec web`, `kubectl exec`. */
const RUNS_INSIDE =
  /\b(?:docker|podman|nerdctl|kubectl|(?:docker|podman)[ -]compose)\s(?:\S{1,100}\s+){0,10}?exec\s/;

/** Longer than any command that a text shows. */
const MOST_BEFORE = 400;
const MOST_WORDS = 20;

const INSIDE_SHOWN =
  'the text shows it in a command that runs in a container, where it may be the port of that';

/** Keeps a URL to this machine that a text shows behind `docker exec web`. @param before it. */
export function keepInside(mention: Mention, before: string): Mention {
  if (mention.role !== 'refer' || mention.stays !== undefined) return mention;
  const command = before.slice(-MOST_BEFORE).split(ENDS_COMMAND).at(-1) ?? '';
  return RUNS_INSIDE.test(command) ? { ...mention, stays: INSIDE_SHOWN } : mention;
}

/** The last words of a message before one of them. */
export function wordsBefore(words: readonly Word[], at: number): string {
  const told = words.slice(Math.max(0, at - MOST_WORDS), at).map(({ value }) => `${value.text} `);
  return told.join('');
}
