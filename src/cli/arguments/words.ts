import { SHARED_OPTIONS, valueKind } from './spec.js';

/** A command line in its three parts. */
export interface Words {
  /** The command's name; undefined where none was given. */
  readonly name: string | undefined;
  /** All else before `--`. */
  readonly rest: readonly string[];
  /** What stands behind the first `--`, where there is one. */
  readonly behind: readonly string[] | undefined;
}

/** Finds the command's name, which options that every command takes may precede. */
export function splitWords(argv: readonly string[]): Words {
  const dashes = argv.indexOf('--');
  const words = dashes < 0 ? argv : argv.slice(0, dashes);
  const behind = dashes < 0 ? undefined : argv.slice(dashes + 1);
  const at = nameAt(words);
  if (at < 0) return { name: undefined, rest: words, behind };
  const rest = [...words.slice(0, at), ...words.slice(at + 1)];
  return { name: words[at], rest: normalize(rest), behind };
}

function nameAt(words: readonly string[]): number {
  const takers = SHARED_OPTIONS.filter((option) => valueKind(option) === 'required');
  const names = takers.map(({ flags }) => flags.split(' ')[0]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return at;
    if (names.includes(word)) at++;
  }
  return -1;
}

/**
 * Two liberties that no parser knows: a range may be two words, and `--preferred` without a number
 * may stand before the name of a port.
 */
function normalize(words: readonly string[]): string[] {
  const result: string[] = [];
  const last: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [word = '', first = '', second = ''] = words.slice(at, at + 3);
    if (word === '--range' && isDigits(first) && isDigits(second)) {
      result.push(word, `${first}-${second}`);
      at += 2;
    } else if (word === '--preferred' && !isDigits(first)) last.push(word);
    else result.push(word);
  }
  return [...result, ...last];
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}
