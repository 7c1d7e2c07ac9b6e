/**
 * What a command takes, as data: one table for the quick reading, for the whole parser with its
 * help, and for the reference in the documentation.
 */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** `[dir]`, `<id>`, `[what...]`, as help shows them. */
  readonly operands: string;
  /** All that the operand may be, where that is a closed set. */
  readonly words?: readonly string[];
  /** Instead of what follows from the options and operands. */
  readonly usage?: string;
  readonly options: readonly OptionSpec[];
  /** Command lines with what each of them does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** More about it, in sentences. */
  readonly details?: string;
}

export interface OptionSpec {
  /** `--name`, `--no-name`, `--name <value>` or `--name [value]`. */
  readonly flags: string;
  readonly description: string;
  /** All that its value may be, where that is a closed set. */
  readonly words?: readonly string[];
  /** May be given several times; its values are gathered. */
  readonly repeatable?: boolean;
}

/** What was given on the command line, as texts: each command reads its own meaning into them. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, OptionValue | undefined>>;
}

/** `true` for a flag, or for an option whose value was left out; `false` for `--no-…`. */
export type OptionValue = string | boolean | readonly string[];

/** Taken by every command, before its name or after it. */
export const SHARED_OPTIONS: readonly OptionSpec[] = [
  { flags: '--json', description: 'print JSON' },
  { flags: '--pretty', description: 'print JSON for people: indented' },
  {
    flags: '--registry <folder>',
    description: 'where it is kept who holds which port (or PORTKEEPER_REGISTRY)',
  },
  { flags: '--lock <file>', description: "the registry's lock file, where another one is wanted" },
  { flags: '--quiet', description: 'print results and errors alone' },
  { flags: '--no-color', description: 'print without colours (as NO_COLOR does)' },
  { flags: '--debug', description: 'tell what is being done, and where an error came from' },
];

/** `--range <from-to>` → `--range`. */
export function nameOf({ flags }: Pick<OptionSpec, 'flags'>): string {
  return flags.split(' ')[0] ?? '';
}

/** `--dry-run <x>` → `dryRun`; `--no-color` → `color`: the name under which its value is found. */
export function optionKey(flags: string): string {
  const name = nameOf({ flags }).replace(/^--(no-)?/, '');
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What stands after the option's name: nothing, `<value>` (a must) or `[value]`. */
export function valueKind({ flags }: OptionSpec): 'none' | 'required' | 'optional' {
  const value = flags.split(' ')[1];
  if (value === undefined) return 'none';
  return value.startsWith('<') ? 'required' : 'optional';
}
