import { posix } from 'node:path';
import type { Word } from '../../formats/shell-words.js';
import { addTo } from '../../packages.js';
import type { CommandLine, FoundDefault } from './command-line.js';
import { peelPrefix, toolName } from './prefix.js';
import type { ServerDefault, Telling } from './server-default.js';
import { SERVER_DEFAULTS } from './servers.js';
import { PACKAGE_MANAGERS } from './tools.js';

/** A command and what was found of it before: its words with, and without, what leads them. */
export interface ServerCommand {
  readonly words: readonly Word[];
  readonly tool: readonly Word[];
  readonly folder: string | undefined;
  /** Variables that are set for it. */
  readonly sets: ReadonlySet<string>;
  /** A word can be written into it. */
  readonly isOpen: boolean;
  /** It says on which port it listens. */
  readonly isStated: boolean;
}

const BY_TOOL = new Map<string, ServerDefault[]>();
for (const each of SERVER_DEFAULTS) addTo(BY_TOOL, each.tool, each);

/** Whether a tool of that name listens on a port that nobody has to state. */
export function isServerName(name: string): boolean {
  return BY_TOOL.has(name);
}

/** Of all that `cd` adds up to. */
const MAX_PATH = 1000;

const LOADERS = /^(dotenv|dotenvx|dotenv-cli|env-cmd)$/;

/** They listen on a file, or on what they are handed, and on no port. */
const ON_A_SOCKET = /^--(uds|fd|unix-socket|unix_socket)(=|$)|(^|=)unix:/;

/** These name another configuration or another root. */
const ELSEWHERE = /^(--config|-c|--configFile|--root|-r|--project|--prefix|--dir|--cwd)(=|$)/;

const CONFIG = /^(--config|-c)(=|$)/;

/** `--config a/vite.dev.ts`, `-c gunicorn.conf.py`; what is no file is a name of something else. */
function configOf(texts: readonly string[]): string | undefined {
  const at = texts.findIndex((text) => CONFIG.test(text));
  const [flag = '', inline] = texts[at]?.split('=', 2) ?? [];
  const path = flag === '' ? '' : (inline ?? texts[at + 1] ?? '');
  return /^[^$]{1,500}\.(?:[cm]?[jt]s|py)$/.test(path) ? path : undefined;
}

/** Notes a server, and whether anything in its command states its port. */
export function findDefault(command: ServerCommand, found: CommandLine): void {
  const { tool, sets, folder, isStated } = command;
  const words = toolWords(tool);
  const [first, ...rest] = words;
  const serving = BY_TOOL.get(serverName(first))?.find((each) => serves(each, rest));
  if (first === undefined || serving === undefined || asksForHelp(rest)) return;
  if (rest.some(({ value }) => ON_A_SOCKET.test(value.text))) return;
  if (rest.some(({ value }) => serving.unless?.includes(value.text)) || asksForAny(rest)) return;
  if (rest.some(({ value }) => serving.addressFlags?.includes(value.text.replace(/=.*$/s, ''))))
    return;
  // Vite of Ruby, which has its port in config/vite.json.
  if (/^(\.\/)?bin\/vite$/.test(first.value.text)) return;
  if (serving.obeysPort && sets.has('PORT')) return;
  if (serving.variables?.some((variable) => sets.has(variable))) return;
  const own =
    rest.find(({ value }) => value.text === serving.needs) ?? subcommand(serving, rest) ?? first;
  const place = placeOf(serving.tell, own, command);
  const texts = rest.map(({ value }) => value.text);
  const isElsewhere =
    texts.some((text) => ELSEWHERE.test(text)) ||
    (serving.takesFolder === true && texts.some((text, at) => at < 2 && isFolder(text)));
  const config = configOf(texts);
  const reason = unreadReason(serving.tell, texts) ?? place.reason;
  found.defaults.push({
    ...place,
    server: serving,
    folder,
    isStated,
    isElsewhere,
    ...(config && { config }),
    variables: variablesOf(serving, command),
    ...(reason && { reason }),
    ...(PACKAGE_MANAGERS.has(toolName(tool[0])) && { asScript: first.value.text }),
  });
}

function subcommand(
  { serves: words = [] }: ServerDefault,
  rest: readonly Word[],
): Word | undefined {
  const texts = rest.map(({ value }) => value.text);
  const at = texts[0]?.startsWith('-') ? texts.findIndex(isCommand) : 0;
  const word = rest[at];
  return word && words.includes(word.value.text) ? word : undefined;
}

/** `--port $X`, `http.server 80$N`: what says the port is not known here. */
function unreadReason(tell: Telling, texts: readonly string[]): string | undefined {
  if (texts.some((text) => isPortFlag(text, tell)))
    return 'its flag for the port, which has no number, may say another';
  const isArgument = 'argument' in tell && texts.some((text) => /^[\d$:]/.test(text));
  return isArgument ? 'its argument for the port, which is no number, may say another' : undefined;
}

function isPortFlag(text: string, tell: Telling): boolean {
  const own = 'flag' in tell ? tell.flag.replace(/=.*$/, '') : '--port';
  const name = text.replace(/=.*$/s, '');
  return (
    name === '--port' || name === '-p' || name === own || (own === '-l' && name === '--listen')
  );
}

/** `dotenv -- next dev` puts PORT of the env files into the environment that the tool obeys. */
function variablesOf(
  { variables = [], obeysPort }: ServerDefault,
  { words, tool }: ServerCommand,
): string[] {
  const before = words.slice(0, words.length - tool.length);
  const isLoaded = before.some((word) => LOADERS.test(toolName(word)));
  return [...variables, ...(obeysPort && isLoaded ? ['PORT'] : [])];
}

/** What a build makes, by its path, and what it is called among the servers. */
const BUILT: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)(?:\.output|analog)\/server\/index\.mjs$/, 'server/index.mjs'],
  [/(?:^|\/)\.next\/standalone\/(?:[\w.-]{1,60}\/){0,3}server\.js$/, '.next/standalone'],
];

function serverName(word: Word | undefined): string {
  const text = word?.value.text ?? '';
  return BUILT.find(([path]) => path.test(text))?.[1] ?? toolName(word);
}

/** `node .output/server/index.mjs`: the program that Node is handed, where it is a server that a build made. */
function builtWords(words: readonly Word[]): readonly Word[] {
  const texts = words.map(({ value }) => value.text);
  const at = texts.findIndex((text) => BUILT.some(([path]) => path.test(text)));
  // PORT of a file that Node loads may say another port.
  return at === -1 || texts.some((text) => text.startsWith('--env-file')) ? words : words.slice(at);
}

/** `python manage.py runserver`, and `php artisan serve` (`@php` of Composer), are tools of their own. */
function toolWords(words: readonly Word[]): readonly Word[] {
  const tool = toolName(words[0]);
  if (tool === 'node' || tool === 'bun') return builtWords(words);
  const texts = words.map(({ value }) => value.text);
  // `$(PYTHON) -m http.server`: of another program's name only these words tell.
  if (/^(?:py|pypy|python)[\d.]*$|[$}]/.test(tool)) {
    if (texts[1] === '-m') return words.slice(2);
    return toolName(words[1]) === 'manage.py' ? words.slice(1) : words;
  }
  const isRun = /^@?php$/.test(tool) && toolName(words[1]) === 'artisan';
  const isPackaged =
    PACKAGE_MANAGERS.has(tool) && tool !== 'npm' && BY_TOOL.has(toolName(words[1]));
  return isRun || isPackaged ? words.slice(1) : words;
}

function serves(each: ServerDefault, rest: readonly Word[]): boolean {
  const texts = rest.map(({ value }) => value.text);
  if (each.needs !== undefined) {
    const at = texts.indexOf(each.needs);
    if (each.serves === undefined ? at === -1 : at !== 1) return false;
  }
  const [leading = ''] = texts;
  const first = (leading.startsWith('-') && texts.find(isCommand)) || leading;
  const isNone = first.startsWith('-') || first === '' || /^[<>]|^\d?>/.test(first);
  if (each.serves === undefined) return true;
  if (isNone || (each.takesFolder === true && isFolder(first))) return each.serves.includes('');
  return each.serves.includes(first);
}

/** Their value is any word: `vite --mode preview` serves as `vite` does. */
const NAMES_A_MODE = /^(--mode|-m|--configuration|-c)$/;

/**
 * `vite --mode test build`: what it does may stand behind its flags. The word right behind one is
 * its value more often than not, unless it is the last.
 */
function isCommand(text: string, at: number, texts: readonly string[]): boolean {
  const before = texts[at - 1] ?? '';
  if (!COMMANDS.has(text) || NAMES_A_MODE.test(before)) return false;
  return at === 0 || !before.startsWith('-') || at === texts.length - 1;
}

/** Of all tools, what each serves with; and what none of them serves with. */
const COMMANDS = new Set([
  ...SERVER_DEFAULTS.flatMap((each) => each.serves ?? []).filter((word) => word !== ''),
  ...['build', 'export', 'generate', 'optimize', 'prepare', 'test'],
]);

function isFolder(text: string): boolean {
  return /^[^-].*[./]|^\.$|^\.\.?\//.test(text);
}

/** `--port 0`: whichever is free. */
function asksForAny(rest: readonly Word[]): boolean {
  return /(^| )(--port|-p)[ =]0( |$)/.test(rest.map(({ value }) => value.text).join(' '));
}

function asksForHelp(rest: readonly Word[]): boolean {
  return rest.some(
    ({ value: { text } }, at) =>
      /^--(help|version)$/.test(text) || (/^-[hv]$/.test(text) && at === rest.length - 1),
  );
}

type Place = Pick<FoundDefault, 'value' | 'at' | 'insert' | 'reason'>;

const NO_PLACE = 'quotes or escapes leave no place for it';

function placeOf(tell: Telling, word: Word, { words, isOpen }: ServerCommand): Place {
  const { value } = word;
  const after = (at: Word, before: string): Place => ({
    value: at.value,
    at: at.value.text.length,
    insert: { before, after: '' },
    ...(at.isBare && isOpen ? {} : { reason: NO_PLACE }),
  });
  if ('fix' in tell) {
    const insert = { before: '', after: '' };
    return { value, at: 0, insert, reason: `to be able to move it, ${tell.fix}` };
  }
  if ('argument' in tell) return after(word, ' ');
  if ('flag' in tell) return after(word, ` ${tell.flag}${/[=:]$/.test(tell.flag) ? '' : ' '}`);
  const setter = words.find((each) => toolName(each) === 'cross-env');
  if (setter) return after(setter, ` ${tell.variable}=`);
  // After the assignments before a tool, of which the first may be quoted: `A="b c" PORT=3000 tool`.
  const { settings, rest } = peelPrefix(words);
  const first = rest[0] === words[settings.length] ? rest[0] : words[0];
  return before(first ?? word, `${tell.variable}=`, isOpen);
}

/** `PORT=3000 tool`, which the shell of Windows does not take. */
function before(word: Word, text: string, isOpen: boolean): Place {
  const reason =
    process.platform === 'win32' ? `only a variable moves it: put "cross-env ${text}…" here` : '';
  return {
    value: word.value,
    at: 0,
    insert: { before: text, after: ' ' },
    ...(word.isBare && isOpen ? {} : { reason: NO_PLACE }),
    ...(reason && { reason }),
  };
}

/** Where `cd folder` leads; undefined for what only the shell knows. */
export function changeFolder(
  folder: string | undefined,
  words: readonly Word[],
): string | undefined {
  const [, target, ...more] = words;
  const text = target?.value.text ?? '';
  if (folder === undefined || more.length > 0 || !/^[^$~/-][^$`*?]*$/.test(text)) return undefined;
  const path = posix.join(folder, text);
  return path.length > MAX_PATH ? undefined : path;
}
