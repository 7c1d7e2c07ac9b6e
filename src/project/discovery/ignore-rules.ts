import { matchItems } from './glob.js';

/** What a `.gitignore` says of a path from its own folder; undefined where it says nothing. */
export type IgnoreRules = (path: string, isFolder: boolean) => boolean | undefined;

/** Longer lines, or more of them, nobody writes. */
const MAX_LINE = 500;
const MAX_RULES = 1000;

/** Stands for any number of characters, or of folders. */
const ANY = '*';
type CharacterTest = (char: string) => boolean;
/** What a name must be: a text, or each of its characters. */
type Name = string | readonly (CharacterTest | typeof ANY)[];

interface Rule {
  /** `!`: what a line before it ignores is not ignored after all. */
  readonly isNegated: boolean;
  readonly ofFolders: boolean;
  /** It has no slash: a name at any depth. */
  readonly ofNames: boolean;
  readonly parts: readonly Name[];
}

/**
 * Reads a `.gitignore` as git does, whose last line that matches decides. Without regular
 * expressions, because it comes from strangers: a line costs at most the product of both lengths.
 */
export function readIgnoreRules(text: string): IgnoreRules {
  const lines = bytesOf(text.replace(/^\uFEFF/, '')).split('\n', MAX_RULES);
  const rules = lines.flatMap((line) => readRule(line.replace(/\r$/, '')) ?? []).reverse();
  return (path, isFolder) => {
    const names = bytesOf(path).split('/');
    const found = rules.find((rule) => matches(rule, names, isFolder));
    return found && !found.isNegated;
  };
}

/** Git takes each byte for a character: `?` is none of `é`. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function matches({ ofFolders, ofNames, parts }: Rule, names: string[], isFolder: boolean): boolean {
  if (ofFolders && !isFolder) return false;
  return matchItems(ofNames ? names.slice(-1) : names, parts, isAny, matchName);
}

const isAny = (wanted: unknown): boolean => wanted === ANY;

function matchName(name: string, wanted: Name): boolean {
  if (typeof wanted === 'string') return name === wanted;
  return matchItems(name.split(''), wanted, isAny, matchCharacter);
}

function matchCharacter(char: string, wanted: CharacterTest | typeof ANY): boolean {
  return wanted !== ANY && wanted(char);
}

function readRule(line: string): Rule | undefined {
  const [, sign, slash, body = ''] = /^(!?)(\/?)(.*)$/s.exec(withoutSpaces(line)) ?? [];
  if (line.startsWith('#') || line.length > MAX_LINE) return undefined;
  const ofFolders = body.endsWith('/');
  const pattern = ofFolders ? body.slice(0, -1) : body;
  const texts = pattern.split('/');
  const ofNames = slash === '' && texts.length === 1;
  const parts = texts.map((text) => (text === '**' && !ofNames ? ANY : readName(text)));
  const isClear = pattern !== '' && parts.every((part) => part !== undefined);
  // `a/**` is all that is in it, and not the folder itself.
  const inside = parts.at(-1) === ANY ? [[() => true, ANY] as const] : [];
  const isNegated = sign === '!';
  return isClear ? { isNegated, ofFolders, ofNames, parts: [...parts, ...inside] } : undefined;
}

/** Spaces at the end do not count, unless a backslash stands before them. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' && !isEscaped(line, end - 1)) end -= 1;
  return line.slice(0, end);
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** Undefined for what git takes for no pattern, and for classes that have a name. */
function readName(text: string): Name | undefined {
  if (!/[*?[\\]/.test(text)) return text;
  const wanted: (CharacterTest | typeof ANY)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '*') wanted.push(ANY);
    else if (char === '?') wanted.push(() => true);
    else if (char === '[') {
      const set = readSet(text, at);
      if (set === undefined) return undefined;
      wanted.push(set.has);
      at = set.end;
    } else {
      if (char === '\\') at += 1;
      const own = text[at];
      if (own === undefined) return undefined;
      wanted.push((each) => each === own);
    }
  }
  return wanted;
}

/** `[a-z]`, `[!a-z]`, `[]a]`. @returns where it ends */
function readSet(text: string, open: number): { has: CharacterTest; end: number } | undefined {
  let at = open + 1;
  const isNegated = text[at] === '!' || text[at] === '^';
  if (isNegated) at += 1;
  const ranges: (readonly [from: string, to: string])[] = [];
  const take = (): string | undefined => text[text[at] === '\\' ? ++at : at];
  for (let first = true; first || text[at] !== ']'; at += 1, first = false) {
    const from = take();
    if (from === undefined || (from === '[' && text[at + 1] === ':')) return undefined;
    if (text[at + 1] !== '-' || text[at + 2] === ']') ranges.push([from, from]);
    else {
      at += 2;
      const to = take();
      if (to === undefined) return undefined;
      ranges.push([from, to]);
    }
  }
  const has: CharacterTest = (char) =>
    ranges.some(([from, to]) => from <= char && char <= to) !== isNegated;
  return { has, end: at };
}
