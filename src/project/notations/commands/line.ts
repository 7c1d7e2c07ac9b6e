import { posix } from 'node:path';
import type { Word } from '../../formats/shell-words.js';
import { offsetAt, plainValue, type Value } from '../../formats/value.js';
import { isThisMachine } from '../host.js';
import { digitsAt } from '../number.js';
import { readSetting, type Setting } from '../setting.js';
import { judgeName } from '../variable-name.js';
import { type Nested, readArguments } from './arguments.js';
import type { CommandLine, RunScript } from './command-line.js';
import { readDebuggers } from './debuggers.js';
import { changeFolder, findDefault } from './defaults.js';
import { readDockerRun, readPortForward } from './docker.js';
import { loadedFiles } from './loaded-files.js';
import { readOccupants } from './occupants.js';
import { type Assignment, commandsOf, peelPrefix, toolName } from './prefix.js';
import { SERVER_DEFAULTS } from './servers.js';
import { keepInside } from './shown-commands.js';
import {
  CLIENT_DEFAULTS,
  CONTAINER_TOOLS,
  INSIDE,
  PACKAGE_MANAGERS,
  runsContainers,
  SCRIPT_RUNNERS,
} from './tools.js';

/** Quoted command lines within command lines: more than a person nests. */
const MAX_DEPTH = 4;

const WITH_DEFAULTS = [...SERVER_DEFAULTS.map(({ tool }) => tool), ...Object.keys(CLIENT_DEFAULTS)];

/** A number, a variable or its setting, a URL, an env file, a server; or what may hide its name. */
const MAY_STATE_PORTS = new RegExp(
  `[\\d$=\\\\"'\`]|://|env|vars|${[...new Set(WITH_DEFAULTS)].map(escaped).join('|')}`,
);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** One look at a text: whether reading it as a command line can find anything at all. */
export function mayStatePorts(text: string): boolean {
  return MAY_STATE_PORTS.test(text);
}

/** The package scripts that a command line may run: each word that may name one, or its package. */
export function scriptsOf(line: string): string[] {
  return commandsOf(plainValue(line, 0, line.length)).flatMap((words) => [
    ...scriptWords(peelPrefix(words).rest).map(({ script }) => script),
    ...words.flatMap(({ value }) => /^--(?:filter|workspace)=(.+)$/.exec(value.text)?.[1] ?? []),
    ...words.flatMap(({ isLine, value }) => (isLine ? scriptsOf(value.text) : [])),
  ]);
}

/** Reads a shell command line, and those that stand in quotes in it. */
export function readCommandLine(line: Value): CommandLine {
  const found: CommandLine = {
    mentions: [],
    chains: [],
    leftAlone: [],
    defaults: [],
    givenPorts: [],
    containerEnvFiles: [],
    loaded: [],
  };
  if (!mayStatePorts(line.text)) return found;
  readLine(line, found, { depth: 0, folder: '', isOpen: true });
  return found;
}

/** Where a line stands: how deep in quotes, and in which folder it runs, if that is known. */
interface Level {
  readonly depth: number;
  readonly folder: string | undefined;
  /** A word can be written into it. */
  readonly isOpen: boolean;
}

function readLine(line: Value, found: CommandLine, level: Level): void {
  const { depth, isOpen } = level;
  if (depth > MAX_DEPTH) return;
  let { folder } = level;
  for (const words of commandsOf(line)) {
    const { settings, rest } = peelPrefix(words);
    const before = found.mentions.length;
    readSettings(settings, found);
    if (isBuild(rest)) found.mentions.push(...found.mentions.splice(before).map(asReference));
    const [mentions, chains] = [found.mentions.length, found.chains.length];
    readTool(withoutRedirections(rest), found, (nested, isQuoted) =>
      readLine(nested, found, { depth: depth + 1, folder, isOpen: isOpen && isQuoted }),
    );
    readDevices(rest, found);
    if (folder !== undefined) {
      for (const value of loadedFiles(words, rest))
        found.loaded.push({ value, path: posix.join(folder, value.text) });
    }
    const isStated =
      found.mentions.slice(mentions).some(({ mention }) => mention.role === 'listen') ||
      found.chains.slice(chains).some(({ role }) => role === 'listen');
    const sets = new Set(settings.map(({ name }) => name));
    findDefault({ words, tool: rest, folder, sets, isOpen, isStated }, found);
    if (sets.has('PORT') || isStated) {
      const home = isOfOwnPackage(rest) ? folder : undefined;
      const isPassed = !sets.has('PORT');
      for (const each of scriptWords(rest))
        found.givenPorts.push({ ...each, folder: home, isPassed });
    }
    if (toolName(rest[0]) === 'cd') folder = changeFolder(folder, rest);
  }
}

const DEVICE = /^[<>]{0,3}\/dev\/tcp\/([\w.-]{1,100})\/(\d{2,5})$/;

/** `< /dev/tcp/localhost/5432` of bash, for what does not run in a container. */
function readDevices(words: readonly Word[], found: CommandLine): void {
  const tool = toolName(words[0]);
  if (CONTAINER_TOOLS.has(tool) || INSIDE.has(tool)) return;
  for (const { value } of words) {
    const [, host = '', port = ''] = DEVICE.exec(value.text) ?? [];
    const to = value.text.length;
    const digits = isThisMachine(host) ? digitsAt(value.text, to - port.length, to) : undefined;
    if (!digits) continue;
    const kind = { role: 'refer', rule: 'device', confidence: 'certain', protocol: 'tcp' } as const;
    found.mentions.push({ value, mention: { ...digits, ...kind } });
  }
}

/** `PORT=3000 react-scripts build`: nobody listens while it is built, what is built goes there. */
function isBuild(words: readonly Word[]): boolean {
  return words.slice(1, 3).some(({ value }) => /^build(:|$)/.test(value.text));
}

function asReference(found: CommandLine['mentions'][number]): CommandLine['mentions'][number] {
  return { ...found, mention: { ...found.mention, role: 'refer', mayServe: false } };
}

/** `>/dev/null 2>&1`: neither a file nor a descriptor is an argument. */
function withoutRedirections(words: readonly Word[]): Word[] {
  const isOperator = (word: Word | undefined) =>
    word?.isBare === true && /^[<>][<>&]*$/.test(word.value.text);
  return words.filter((word, at) => {
    if (isOperator(word) || isOperator(words[at - 1])) return false;
    const next = words[at + 1];
    const isDescriptor = /^\d$/.test(word.value.text) && isOperator(next);
    return !(isDescriptor && next && offsetAt(next.value, 0) === offsetAt(word.value, 0) + 1);
  });
}

/** `npm run dev`: each word that may name the script. */
function scriptWords(words: readonly Word[]): RunScript[] {
  const tool = toolName(words[0]);
  if (!PACKAGE_MANAGERS.has(tool) && !SCRIPT_RUNNERS.has(tool)) return [];
  return words
    .slice(1)
    .filter(({ value }) => !value.text.startsWith('-'))
    .map(({ value }) => ({ value, script: value.text.replace(/^npm:/, '') }));
}

/** Flags and words with which a package manager runs the scripts of other packages. */
const OTHER_PACKAGES =
  /^(-C|-F|-w|-r|--filter|--workspaces?|--workspace-root|--prefix|--cwd|--dir|--recursive|workspaces?|foreach)(=|$)/;

/** `npm run dev`; not `npm run dev -w web`, and not what runs the scripts of many. */
function isOfOwnPackage(words: readonly Word[]): boolean {
  const isManager = PACKAGE_MANAGERS.has(toolName(words[0]));
  return isManager && !words.some(({ value }) => OTHER_PACKAGES.test(value.text));
}

function readSettings(settings: readonly Assignment[], found: CommandLine): void {
  const values = new Map(settings.map(({ name, value }) => [name, value.text]));
  for (const { name, value } of settings) {
    const setting = readSetting(name, value.text, (other) => values.get(other));
    readNumber(name, value, setting, found);
    for (const each of setting.mentions) {
      const mention = keepInside(each, value.text.slice(0, each.from));
      found.mentions.push({ value, mention: { ...mention, rule: `assignment.${mention.rule}` } });
    }
    for (const chain of setting.chains) found.chains.push({ value, chain, role: 'refer' });
    // PORT=${WEB_PORT:-3000}
    const { chain } = setting;
    if (chain?.last && judgeName(name) === 'listen')
      found.chains.push({ value, chain, role: 'listen' });
    // NODE_OPTIONS='--inspect=9229'
    readDebuggers(value, found);
  }
}

function readNumber(name: string, value: Value, setting: Setting, found: CommandLine): void {
  const { number, reason, quiet } = setting;
  if (number === undefined || quiet) return;
  if (reason === undefined) {
    const mention = { ...number, rule: `assignment.${number.rule}` };
    found.mentions.push({ value, mention, variable: name });
  } else {
    const { from: at, port } = number;
    found.leftAlone.push({ value, at, port, reason: `${name}: ${reason}` });
  }
}

function readTool(words: readonly Word[], found: CommandLine, nested: Nested): void {
  const tool = toolName(words[0]);
  if (tool === 'kubectl') readPortForward(words, found);
  readOccupants(tool, words, found);
  if (runsContainers(tool)) readDockerRun(words, found);
  else if (INSIDE.has(tool)) return;
  else if (PACKAGE_MANAGERS.has(tool)) readPackageScript(tool, words.slice(1), found, nested);
  else readArguments(tool, words[0]?.isLine ? words : words.slice(1), found, nested);
}

/** `npm run dev -- -p 3000`: what follows the dashes is for a tool that is not named here. */
function readPackageScript(
  tool: string,
  words: readonly Word[],
  found: CommandLine,
  nested: Nested,
): void {
  const dashes = words.findIndex(({ value }) => value.text === '--');
  const end = dashes === -1 ? words.length : dashes;
  readArguments(tool, words.slice(0, end), found, nested);
  readArguments('', words.slice(end + 1), found, nested);
}
