import type { Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import { toolName } from './prefix.js';
import { CONTAINER_TOOLS, INSIDE } from './tools.js';

/** Node, Bun, Deno, uvicorn and more. */
const LOADS = /^--env-file(?:-if-exists)?$/;

/** The flags of tools that run another command with the variables of a file. */
const LOADERS: ReadonlyMap<string, RegExp> = new Map([
  ['dotenv', /^(?:-e|-f|--file)$/],
  ['dotenv-cli', /^-e$/],
  ['dotenvx', /^-f$/],
  ['env-cmd', /^(?:-f|--file)$/],
]);

/** They hand it to containers. */
const HAND_ON = new Set(['act', 'sam', 'supabase']);

/** How `dotenv/config` of Node is told, by a variable or an argument. */
const CONFIGURED = /^dotenv_config_path=/i;

/** What a shell takes as a file of settings, and no script: `. ./dev.env`. */
const NAMED_SO = /(?:^|[._/-])(?:env|vars)(?:[._-][\w-]+)*$/i;

/** From the folder of the command, and no program, before which a flag may stand without a file. */
const FILE = /^(?![-~/])(?!.*\.(?:[cm]?[jt]sx?|sh|bash|py|rb|php)$)[^$\s]{1,200}$/i;

/**
 * The files whose variables a command of this machine has: `node --env-file=dev.env server.js`.
 * @param rest the words from its tool on.
 */
export function loadedFiles(words: readonly Word[], rest: readonly Word[]): Value[] {
  const tool = toolName(rest[0]);
  const isOurs = !CONTAINER_TOOLS.has(tool) && !INSIDE.has(tool) && !HAND_ON.has(tool);
  const own = isOurs ? words : words.slice(0, words.length - rest.length);
  return [...sourced(own), ...flagged(own)].filter(({ text }) => FILE.test(text));
}

function sourced([first, second]: readonly Word[]): Value[] {
  const isSource = /^(?:source|\.)$/.test(first?.value.text ?? '');
  return isSource && second && NAMED_SO.test(second.value.text) ? [second.value] : [];
}

function flagged(words: readonly Word[]): Value[] {
  let loader = LOADS;
  return words.flatMap((word, at) => {
    const { value } = word;
    loader = LOADERS.get(toolName(word)) ?? (value.text === '--' ? LOADS : loader);
    const from = value.text.indexOf('=') + 1;
    const name = value.text.slice(0, from === 0 ? undefined : from - 1);
    const isTold = LOADS.test(name) || loader.test(name) || CONFIGURED.test(value.text);
    const file = from === 0 ? words[at + 1]?.value : sliceValue(value, from, value.text.length);
    return isTold && file ? [file] : [];
  });
}
