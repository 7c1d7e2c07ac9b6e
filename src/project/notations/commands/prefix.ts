import { type Command, splitCommands, type Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import {
  ENVIRONMENT_MANAGERS,
  PACKAGE_MANAGERS,
  PREFIX_FLAGS_WITH_WORD,
  PREFIXES,
  RUNS_WORDS,
} from './tools.js';

/** What may stand before a command that a shell decides about, or repeats. */
const KEYWORDS = /^(?:if|then|elif|else|while|until|do|!|\{)$/;

/** The commands of a line: of `until pg_isready; do` the first is pg_isready. */
export function commandsOf(line: Value): Command[] {
  return splitCommands(line).map((words) => {
    const first = words.findIndex(({ isBare, value }) => !isBare || !KEYWORDS.test(value.text));
    return first === -1 ? [] : words.slice(first);
  });
}

/** `PORT=3000` before a command. */
export interface Assignment {
  readonly name: string;
  readonly value: Value;
}

/** The assignments and wrappers before the tool itself: `cross-env PORT=1 npx serve`. */
export function peelPrefix(words: readonly Word[]): {
  readonly settings: readonly Assignment[];
  readonly rest: readonly Word[];
} {
  const settings: Assignment[] = [];
  let at = 0;
  for (;;) {
    const setting = assignment(words[at]);
    const next = setting ? at + 1 : afterWrapper(words, at);
    if (setting) settings.push(setting);
    if (next === at) return { settings, rest: words.slice(at) };
    at = next;
  }
}

/** A line in quotes is a command of its own, whatever it begins with. */
function assignment(word: Word | undefined): Assignment | undefined {
  if (word === undefined || (word.isLine && word.startsQuoted)) return undefined;
  const { value } = word;
  const name = /^([A-Za-z_][A-Za-z0-9_.]{0,127})=/.exec(value.text.slice(0, 130))?.[1];
  if (name === undefined) return undefined;
  return { name, value: sliceValue(value, name.length + 1, value.text.length) };
}

/** Where the words go on after a wrapper and its flags; the same place where there is none. */
function afterWrapper(words: readonly Word[], at: number): number {
  const tool = toolName(words[at]);
  if (tool === '--') return at + 1;
  if (PREFIXES.has(tool)) return skipFlags(words, at + 1, tool);
  const next = words[at + 1]?.value.text ?? '';
  const script = next === 'run' ? at + 2 : at + 1;
  if (PACKAGE_MANAGERS.has(tool) && WRAPPER_SCRIPT.test(words[script]?.value.text ?? '')) {
    return skipFlags(words, script + 1, 'npx');
  }
  const isRunner =
    (PACKAGE_MANAGERS.has(tool) && RUNS_WORDS.has(next)) ||
    (ENVIRONMENT_MANAGERS.has(tool) && /^(run|exec)$/.test(next));
  return isRunner ? skipFlags(words, at + 2, 'npx') : at;
}

/** A script of the package that sets an environment for the rest: `pnpm with-env next dev`. */
const WRAPPER_SCRIPT = /^(with|load)[-:](env|dotenv|secrets)$/;

function skipFlags(words: readonly Word[], from: number, tool: string): number {
  let at = from;
  while (words[at]?.value.text.startsWith('-')) {
    const text = words[at]?.value.text ?? '';
    at += PREFIX_FLAGS_WITH_WORD[tool]?.has(text) ? 2 : 1;
    if (text === '--') break;
  }
  // `timeout 30 cmd`: its first word is no tool.
  return tool === 'timeout' ? at + 1 : at;
}

/** `./node_modules/.bin/vite.cmd` → `vite`. */
export function toolName(word: Word | undefined): string {
  const path = word?.isLine === false ? word.value.text : '';
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(cmd|exe|js|mjs|cjs)$/, '');
}
