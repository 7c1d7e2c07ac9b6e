import type { Command, Word } from '../../formats/shell-words.js';
import { plainValue } from '../../formats/value.js';
import { nameOf } from '../../packages.js';
import { commandsOf, peelPrefix, toolName } from './prefix.js';
import { PACKAGE_MANAGERS, SCRIPT_RUNNERS, speaks } from './tools.js';

/** What a command names of the package scripts that it may run, by itself or by others. */
export interface NamedScripts {
  /** Each word that may be the name of one; a star at the end stands for the rest of it. */
  readonly words: readonly string[];
  /** Nothing is started of which it is not known what that runs: a shell script, make, a variable. */
  readonly isWhole: boolean;
}

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** The first process of a container, which starts the rest of its words. */
const INITS = list('dumb-init tini catatonit');
const SHELLS = list('sh bash ash dash zsh');
/** They run no package script. */
const RUNS_NONE = list(
  'node nodejs tsx ts-node next nuxt nuxi vite serve http-server react-scripts remix-serve react-router-serve astro nest prisma drizzle-kit knex sequelize sequelize-cli typeorm corepack cd mkdir chown chmod cp rm ls cat : true sleep wait exit test [ [[ fi done esac',
);
/** Servers of files, whose words are their own. */
const SERVES_FILES = list('nginx caddy httpd httpd-foreground apache2-foreground');
const NAME = /^[\w@][\w:.@*/-]{0,60}$/;
/** More than this no person writes, and it may run any script. */
const MAX_LENGTH = 4000;
const ANY: NamedScripts = { words: ['*'], isWhole: false };

const MAY_RUN_MORE =
  /[$/]|\b(?:npm|yarn|pnpm|bun|turbo|nx|lerna|concurrently|conc|run-[psty]+|wireit|make|just|task|foreman|honcho|overmind|pm2|moon|rush|deno|docker|sh|bash)\b/;

/** One look at a text: whether it may run a package script, or what is not looked into. */
export function mayRunMore(text: string): boolean {
  return MAY_RUN_MORE.test(text);
}

/** @param line of a shell, or the words of a command that no shell reads. */
export function namedScripts(line: string | readonly string[]): NamedScripts {
  if (line.length > MAX_LENGTH) return ANY;
  const commands =
    typeof line === 'string' ? commandsOf(plainValue(line, 0, line.length)) : [line.map(wordOf)];
  const parts = commands.map(ofCommand);
  return {
    words: [...new Set(parts.flatMap(({ words }) => words))],
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

function wordOf(text: string): Word {
  const isLine = /\s/.test(text);
  return { value: plainValue(text, 0, text.length), isLine, startsQuoted: isLine, isBare: !isLine };
}

function ofCommand(all: Command): NamedScripts {
  const { rest } = peelPrefix(withoutInit(peelPrefix(all).rest));
  const tool = toolName(rest[0]);
  if (rest.length === 0 || speaks(tool) || SERVES_FILES.has(tool))
    return { words: [], isWhole: true };
  const texts = rest.map(({ value }) => value.text);
  const lines = rest
    .filter((word, at) => word.isLine || isGiven(texts, at))
    .map(({ value }) => value.text);
  const inner = lines.map(namedScripts);
  const isShellsLine = SHELLS.has(tool) && lines.length === 1 && texts.some(isLineFlag);
  const runsScripts = PACKAGE_MANAGERS.has(tool) || SCRIPT_RUNNERS.has(tool);
  const isKnown =
    rest[0]?.isLine === true ||
    isShellsLine ||
    (runsScripts
      ? !texts.some((text) => text.includes('$'))
      : RUNS_NONE.has(tool) || tool === '$@');
  const own = texts.map((text) => text.replace(/^npm:/, '')).filter((text) => NAME.test(text));
  return {
    words: [...own, ...inner.flatMap(({ words }) => words)],
    isWhole: isKnown && inner.every(({ isWhole }) => isWhole),
  };
}

function withoutInit(words: Command): Command {
  if (!INITS.has(toolName(words[0]))) return words;
  const from = words.slice(1).findIndex(({ value }) => !value.text.startsWith('-'));
  return from === -1 ? [] : words.slice(from + 1);
}

/** `sh -c serve`: a line of one word. */
function isGiven(texts: readonly string[], at: number): boolean {
  return at > 0 && SHELLS.has(nameOf(texts[0] ?? '')) && isLineFlag(texts[at - 1] ?? '');
}

function isLineFlag(text: string): boolean {
  return /^-\w*c$/.test(text);
}
