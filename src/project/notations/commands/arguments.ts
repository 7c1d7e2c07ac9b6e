import type { Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import type { Confidence, Role } from '../../sites/site.js';
import { parseAddress } from '../address.js';
import { findUnwrittenPorts } from '../default-ports.js';
import { type HostVariable, hostVariable, isThisMachine, isWildcard } from '../host.js';
import { type Digits, digitsAt, wholeNumber } from '../number.js';
import {
  type MentionedChain,
  mentionedChain,
  urlChains,
  urlMentions,
  writtenMentions,
} from '../setting.js';
import { judgeName } from '../variable-name.js';
import { hostIn, leaveDefault } from './clients.js';
import type { CommandLine } from './command-line.js';
import { readDebugger, readDebuggers } from './debuggers.js';
import { isDebugFlag, isOfStarted, isPortFlag, plainName } from './flags.js';
import { readPassedOn } from './passed-on.js';
import { wordsBefore } from './shown-commands.js';
import {
  ADDRESS_FLAGS,
  CAPITAL_P,
  CLIENTS,
  EDITORS,
  OTHER_SHORT_P,
  RUNS_LINES,
  RUNS_LINES_FLAGS,
  SHORT_B,
  SHORT_L,
  SHORT_P,
  speaks,
  TAKES_PORTS,
} from './tools.js';
import { readAddress, readShownUrls, readUrls, readWord } from './words.js';

/** The words of one command after its tool. */
interface Arguments {
  readonly tool: string;
  readonly role: Role;
  /** `psql -h db.example.com -p 5432` speaks of another machine, and so of no port of ours. */
  readonly elsewhere: boolean;
  /** The variable that names its host: `psql -h $DB_HOST -p 5432`. */
  readonly at?: HostVariable | undefined;
  readonly words: readonly Word[];
  readonly found: CommandLine;
}

/** Reads a command line within another; where it is not quoted, nothing can be written into it. */
export type Nested = (line: Value, isQuoted: boolean) => void;

/** Below this, a number behind an unknown tool's `-p` is more likely a count. */
const LEAST_GUESSED_PORT = 1000;

/** Reads flags, addresses, URLs and quoted command lines of one tool. */
export function readArguments(
  tool: string,
  words: readonly Word[],
  found: CommandLine,
  nested: Nested,
): void {
  const role = CLIENTS.has(tool) || TAKES_PORTS.has(tool) ? 'refer' : 'listen';
  const host = role === 'refer' ? hostIn(words) : undefined;
  const at = hostVariable(host ?? '');
  const elsewhere = host !== undefined && !isThisMachine(host) && at?.isElsewhere !== false;
  const command: Arguments = { tool, words, found, role, elsewhere, at };
  const readOn = (passed: readonly Word[]) => readArguments('', passed, found, nested);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    if (EDITORS.has(tool)) keepUrls(tool, word.value, found);
    else if (speaks(tool)) readShownUrls(word.value, wordsBefore(words, at), found);
    else if (isSource(command, at)) readUrls(word.value, found);
    else if (readPassedOn(tool, word.value, found, readOn)) continue;
    else if (word.isLine) readQuotedLine(word.value, found, nested);
    else if (word.value.text.startsWith('-')) at += readFlag(command, at) ? 1 : 0;
    else if (isWordLine(command, at)) nested(word.value, word.startsQuoted);
    else readWord(tool, words, at, found);
  }
  leaveDefault(tool, words, found);
}

/** `sed 's|http://localhost:3000|$URL|'`: what it is used on may have moved, or not. */
function keepUrls(tool: string, value: Value, found: CommandLine): void {
  const stays = `${tool} looks for it in a text that another file may state, or puts it there: change it by hand where that has moved`;
  for (const mention of writtenMentions(value.text))
    found.mentions.push({ value, mention: { ...mention, stays } });
  for (const chain of urlChains(value.text)) found.chains.push({ value, chain, role: 'refer' });
}

/** `concurrently "vite" "tsc -w"`, `sh -c vite`. */
function isWordLine({ tool, words }: Arguments, at: number): boolean {
  const before = words[at - 1]?.value.text ?? '';
  if (!RUNS_LINES.has(tool)) return false;
  return /^(sh|bash|zsh)$/.test(tool) ? before === '-c' : !RUNS_LINES_FLAGS.has(before);
}

/** `node -e "…"`: source code, which is not ours to read. */
function isSource({ tool, words }: Arguments, at: number): boolean {
  const flag = words[at - 1]?.value.text ?? '';
  return (
    /^(node|bun|deno|python3?|perl|ruby|php)$/.test(tool) &&
    /^(-e|-c|-r|-p|--eval|--print|-pe)$/.test(flag)
  );
}

/** `"vite --port 3000"`, `--exec="vite --port 3000"`. */
function readQuotedLine(value: Value, found: CommandLine, nested: Nested): void {
  const flag = /^--?[A-Za-z][\w-]{0,60}=/.exec(value.text.slice(0, 64))?.[0].length ?? 0;
  if (flag > 0) readDebuggers(value, found);
  if (flag > 0 || !value.text.startsWith('-'))
    nested(sliceValue(value, flag, value.text.length), true);
}

/** @returns whether the flag took the next word as well. */
function readFlag(command: Arguments, at: number): boolean {
  const { tool, words, found } = command;
  const flag = words[at]?.value;
  if (flag === undefined) return false;
  const equals = flag.text.indexOf('=');
  const name = equals === -1 ? flag.text : flag.text.slice(0, equals);
  const own = equals === -1 ? undefined : sliceValue(flag, equals + 1, flag.text.length);
  const short = flag.text.slice(0, 2);
  const isAttached = /^-[pP][\d$]/.test(flag.text) && (short === '-p' || CAPITAL_P.has(tool));
  const attached = isAttached ? sliceValue(flag, 2, flag.text.length) : undefined;
  if (attached) readPort(command, short, attached);
  const next = words[at + 1];
  const value = own ?? (next && !next.isLine ? next.value : undefined);
  if (attached || value === undefined) return false;
  const taken = readFlagValue(command, name, value, own !== undefined);
  if (!taken && own && !isDebugFlag(name)) {
    readUrls(own, found, name);
    if (!own.text.includes('://')) readAddress(tool, own, found);
  }
  return taken && own === undefined;
}

function readFlagValue(command: Arguments, flag: string, value: Value, attached: boolean): boolean {
  const { tool, found } = command;
  const name = plainName(flag);
  if (isDebugFlag(flag)) return readDebugger(found, name, value, attached);
  if (flag === '-p' || isPortFlag(flag) || (flag === '-P' && CAPITAL_P.has(tool)))
    return readPort(command, flag, value);
  const listens =
    ADDRESS_FLAGS.has(name) ||
    (flag === '-l' && SHORT_L.has(tool)) ||
    (flag === '-b' && SHORT_B.has(tool)) ||
    (flag === '-a' && tool === 'mkdocs') ||
    (tool === 'dotnet' && /^--urls$/i.test(flag)) ||
    (flag === '-S' && tool === 'php');
  return listens && readListenAddress(command, flag, value);
}

function readPort(command: Arguments, flag: string, value: Value): boolean {
  const { tool, found, role } = command;
  if (flag === '-p' && OTHER_SHORT_P.has(tool)) return false;
  if (command.elsewhere) return true;
  const digits = wholeNumber(value.text);
  const rule = ruleOf(flag);
  if (digits) {
    const confidence = confidenceOf(tool, flag);
    if (confidence === 'guess' && digits.port < LEAST_GUESSED_PORT) return false;
    const at = command.at && { at: command.at };
    found.mentions.push({ value, mention: { ...digits, role, rule, confidence, ...at } });
    return true;
  }
  const several = role === 'refer' ? numbersIn(value.text) : [];
  for (const each of several)
    found.mentions.push({ value, mention: { ...each, role, rule, confidence: 'certain' } });
  const chain = mentionedChain(value.text, 0, value.text.length);
  // `perf stat -p $PIDS`
  if (chain && confidenceOf(tool, flag) === 'guess' && !namesPort(chain)) return false;
  if (chain) found.chains.push({ value, chain, role, rule });
  if (several.length > 0) return true;
  return chain !== undefined || readListenAddress(command, flag, value);
}

/** `kill-port --port 3000,5173`. */
function numbersIn(text: string): Digits[] {
  if (!/^\d{2,5}(?:,\d{2,5}){1,20}$/.test(text)) return [];
  return [...text.matchAll(/\d+/g)].flatMap(
    ({ index, 0: digits }) => digitsAt(text, index, index + digits.length) ?? [],
  );
}

function namesPort({ chain }: MentionedChain): boolean {
  return chain.some(({ variable }) => judgeName(variable) !== 'other');
}

function ruleOf(flag: string): string {
  if (flag === '-p') return 'flag.p';
  return isOfStarted(flag) ? 'flag.of-started' : 'flag.port';
}

function confidenceOf(tool: string, flag: string): Confidence {
  if (flag !== '-p') return 'certain';
  return SHORT_P.has(tool) ? 'certain' : 'guess';
}

/** `0.0.0.0:$PORT`, `:${PORT:-3000}`. */
function addressChain(text: string): MentionedChain | undefined {
  const colon = text.indexOf(':$');
  const host = text.slice(0, Math.max(colon, 0));
  const isOwn = colon !== -1 && (isThisMachine(host) || isWildcard(host));
  return isOwn ? mentionedChain(text, colon + 1, text.length) : undefined;
}

/** A number, `:3000`, `0.0.0.0:3000` or `tcp://localhost:3000`, where a flag says that it listens. */
function readListenAddress({ role, found }: Arguments, flag: string, value: Value): boolean {
  // Without a port it is not known where a server listens.
  const [isUrl] = role === 'listen' ? findUnwrittenPorts(value.text) : [];
  const urls = isUrl ? writtenMentions(value.text) : urlMentions(value.text);
  for (const mention of urls) found.mentions.push({ value, mention: { ...mention, role } });
  const chain = addressChain(value.text);
  if (chain) found.chains.push({ value, chain, role });
  const address = parseAddress(value.text);
  const bare = flag === '-l' || flag === '--listen' ? wholeNumber(value.text) : undefined;
  const digits =
    address && (isThisMachine(address.host) || isWildcard(address.host)) ? address : bare;
  if (digits) {
    const { from, to, port } = digits;
    const mention = { from, to, port, role, rule: 'flag.address', confidence: 'certain' } as const;
    found.mentions.push({ value, mention });
  }
  return isUrl !== undefined || urls.length > 0 || (digits ?? chain) !== undefined;
}
