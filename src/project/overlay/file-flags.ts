/** What a word that is a variable stands for, where that is `-f` with files: `$COMPOSE_FILES`. */
export type FileFlags = (word: string) => readonly string[] | undefined;

const VARIABLE = /^["']?\$\{?(\w{1,60})(?:\[[@*]\])?\}?["']?$/;
/** `FLAGS="-f a.yaml -f b.yaml"`, `FLAGS := -f a.yaml`, `FLAGS+=(-f c.yaml)`. */
const ASSIGNMENT =
  /^[ \t]*(?:(?:export|local|readonly)[ \t]+)?(\w{1,60})[ \t]*[:?+]{0,2}=((?:[^\n\\]|\\\r?\n|\\.){0,1000})/gm;
/** What others go on with is a command, and no flags: `DC = docker compose -f a.yaml`. */
const COMMAND = /\bdocker[ -]compose\b(?![\w.-])/;
const FILE = /(?:^|[\s"'(])(?:--file|-f)[ =]?([^\s"'()]+)/g;

/** Reads the assignments of a script once, when a variable is first asked for. */
export function fileFlags(text: string): FileFlags {
  let known: ReadonlyMap<string, readonly string[]> | undefined;
  return (word) => {
    const name = VARIABLE.exec(word)?.[1];
    if (name === undefined) return undefined;
    known ??= flagsIn(text);
    return known.get(name);
  };
}

function flagsIn(text: string): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNMENT)) {
    if (COMMAND.test(value)) continue;
    for (const [, file = ''] of value.matchAll(FILE)) {
      found.set(name, (found.get(name) ?? new Set()).add(file));
    }
  }
  return new Map(
    [...found].map(([name, files]) => [name, [...files].flatMap((file) => ['-f', file])]),
  );
}
