/** What a word that is a variable stands for: `-f` with files, or other flags, which say nothing. */
export type FileFlags = (word: string) => readonly string[] | undefined;

const VARIABLE = /^["']?\$\{?(\w{1,60})(?:\[[@*]\])?\}?["']?$/;
/** `FLAGS="-f a.yaml -f b.yaml"`, `FLAGS := -f a.yaml`, `FLAGS+=(-f c.yaml)`. */
const ASSIGNMENT =
  /^[ \t]*(?:(?:export|local|readonly)[ \t]+)?(\w{1,60})[ \t]*[:?+]{0,2}=((?:[^\n\\]|\\\r?\n|\\.){0,1000})/gm;
/** What others go on with is a command, and no flags: `DC = docker compose -f a.yaml`. */
const COMMAND = /\bdocker[ -]compose\b(?![\w.-])/;

/** Reads the assignments of a script once, when a variable is first asked for. */
export function fileFlags(text: string): FileFlags {
  let known: ReadonlyMap<string, readonly string[]> | undefined;
  return (word) => {
    const name = nameIn(word);
    if (name === '') return undefined;
    known ??= flagsIn(text);
    return known.get(name);
  };
}

function nameIn(word: string): string {
  return VARIABLE.exec(word)?.[1] ?? '';
}

function flagsIn(text: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNMENT)) {
    if (COMMAND.test(value)) continue;
    // What quotes and parentheses are left enclose the value, or a word of it.
    const words = unbroken(value).split(/[\s"'(),]+/);
    const files = [...words.flatMap((word) => found.get(nameIn(word)) ?? []), ...filesOf(words)];
    const isFlags = files.length > 0 || words.some((word) => word.startsWith('--'));
    if (isFlags) found.set(name, [...(found.get(name) ?? []), ...files]);
  }
  return new Map([...found].map(([name, files]) => [name, files.flatMap((file) => ['-f', file])]));
}

/** On one line, and with the variables of make written as a shell's: `$(ROOT)` and `${ROOT}`. */
export function unbroken(text: string): string {
  return text
    .replace(/\\\r?\n/g, ' ')
    .replace(/\$\((\w+)\)/g, (_whole, name: string) => `\${${name}}`);
}

/** The files of `-f a`, `-fa`, `--file a` and `--file=a`. */
export function filesOf(words: readonly string[]): string[] {
  return namedBy(words, /^(?:--file|-f)$/, /^(?:--file=|-f=?)(.+)$/);
}

/** Those of `--env-file a` and `--env-file=a`, of which the last wins. */
export function envFilesOf(words: readonly string[]): string[] {
  return namedBy(words, /^--env-file$/, /^--env-file=(.+)$/);
}

/** That of `--project-directory a` and `--project-directory=a`; `.` for a variable that leads there. */
export function directoryOf(words: readonly string[]): string | undefined {
  const said = namedBy(words, /^--project-directory$/, /^--project-directory=(.+)$/).at(-1);
  return said?.replace(/^\$\{?\w+\}?(?=\/|$)/, '.');
}

function namedBy(words: readonly string[], flag: RegExp, inline: RegExp): string[] {
  return words.flatMap((word, index) => {
    const file = inline.exec(word)?.[1] ?? (flag.test(word) ? words[index + 1] : undefined);
    return file === undefined ? [] : file.replace(/^["']|["']$/g, '');
  });
}
