import {
  type Arguments,
  type CommandSpec,
  nameOf,
  type OptionSpec,
  type OptionValue,
  optionKey,
  SHARED_OPTIONS,
  valueKind,
} from './spec.js';

/**
 * A cheap look at the arguments, for the many command lines that are plainly right: the parser
 * with its help and its suggestions takes longer to load than a port takes to reserve.
 * @returns undefined for anything unusual, which the whole parser then reads, or refuses.
 */
export function readQuickly(spec: CommandSpec, words: readonly string[]): Arguments | undefined {
  const known = new Map(
    [...spec.options, ...SHARED_OPTIONS].map((option) => [nameOf(option), option]),
  );
  const operands: string[] = [];
  const options: Record<string, OptionValue> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const option = known.get(word);
    if (option === undefined) return undefined;
    const next = words[at + 1];
    const value = valueFor(option, next);
    if (value === undefined) return undefined;
    if (value === next) at++;
    add(options, option, value);
  }
  return fits(spec.operands, operands.length) ? { operands, options } : undefined;
}

/** Undefined where the value that it needs is missing, or may be another option. */
function valueFor(option: OptionSpec, next: string | undefined): string | boolean | undefined {
  const kind = valueKind(option);
  if (kind === 'none') return !option.flags.startsWith('--no-');
  const isWord = next !== undefined && !next.startsWith('-');
  if (isWord) return next;
  return kind === 'optional' ? true : undefined;
}

function add(
  options: Record<string, OptionValue>,
  option: OptionSpec,
  value: string | boolean,
): void {
  const key = optionKey(option.flags);
  const before = options[key];
  const gathered = Array.isArray(before) ? before : [];
  options[key] = option.repeatable === true ? [...gathered, String(value)] : value;
}

function fits(operands: string, count: number): boolean {
  const names = operands.split(' ').filter((name) => name !== '');
  const least = names.filter((name) => name.startsWith('<')).length;
  const most = /\.\.\.[>\]]$/.test(operands) ? Number.POSITIVE_INFINITY : names.length;
  return count >= least && count <= most;
}
