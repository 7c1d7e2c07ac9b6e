import type { Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import { parseAddress } from '../address.js';
import { isThisMachine } from '../host.js';
import { digitsAt, wholeNumber } from '../number.js';
import { urlChains, writtenMentions } from '../setting.js';
import { unwrittenMentions } from '../unwritten-ports.js';
import type { CommandLine } from './command-line.js';
import { keepInside } from './shown-commands.js';
import { HOST_THEN_PORT, NAMES_IMAGES, SHORT_HOSTS, TAKES_PORTS } from './tools.js';

/** `root:secret@tcp(localhost:3306)/db`, of Go's MySQL driver. */
const DIALLED = /@(?:tcp[46]?)?\(/;

/** Reads one word that is no flag. @param at its place among the words after the tool. */
export function readWord(
  tool: string,
  words: readonly Word[],
  at: number,
  found: CommandLine,
): void {
  const value = words[at]?.value;
  if (value === undefined) return;
  const before = words[at - 1]?.value.text;
  const served =
    (before === 'http.server' && words[at - 2]?.value.text === '-m') ||
    before === 'runserver' ||
    before === 'SimpleHTTPServer';
  if (value.text.includes('://') || DIALLED.test(value.text))
    readUrls(value, found, before?.startsWith('--') ? before : undefined);
  else if (served) readServed(value, found);
  else if (HOST_THEN_PORT.has(tool) && before !== undefined && isThisMachine(before))
    readDialled(words, value, found);
  // `-t 3000`: the value of a flag.
  else if (TAKES_PORTS.has(tool) && !before?.startsWith('-')) readTarget(value, found);
  else readAddress(tool, value, found);
}

/** `nc -z localhost 5432`; with `-l` it would be what it listens on. */
function readDialled(words: readonly Word[], value: Value, found: CommandLine): void {
  const digits = wholeNumber(value.text);
  const listens = words.some((word) => /^-\w*l|^--listen$/.test(word.value.text));
  if (digits && !listens) refer(value, digits, found);
}

/** `python -m http.server 8000`, `manage.py runserver 0.0.0.0:8000`. */
function readServed(value: Value, found: CommandLine): void {
  const digits = parseAddress(value.text) ?? wholeNumber(value.text);
  if (!digits) return;
  const { from, to, port } = digits;
  const mention = {
    from,
    to,
    port,
    role: 'listen',
    rule: 'argument',
    confidence: 'certain',
  } as const;
  found.mentions.push({ value, mention });
}

/** `3000`, `:3000`, `tcp:3000`, `http-get:localhost:3000` for tools that wait for servers. */
function readTarget(value: Value, found: CommandLine): void {
  const { text } = value;
  const prefix = /^(tcp|https?|http-get|https-get|http-options):/.exec(text)?.[0].length ?? 0;
  const digits = digitsAt(text, prefix, text.length);
  if (digits) refer(value, digits, found);
  else readAddressAt(withoutPath(value), { prefix, isShort: true }, found);
}

/** `localhost:3000`, `localhost:3000/api/webhooks`, and to some clients `:3000` as well. */
export function readAddress(tool: string, value: Value, found: CommandLine): void {
  const address = NAMES_IMAGES.has(tool) ? value : withoutPath(value);
  readAddressAt(address, { prefix: 0, isShort: SHORT_HOSTS.has(tool) }, found);
}

function withoutPath(value: Value): Value {
  const path = value.text.search(/[/?#]/);
  return path === -1 ? value : sliceValue(value, 0, path);
}

function readAddressAt(
  value: Value,
  { prefix, isShort }: { readonly prefix: number; readonly isShort: boolean },
  found: CommandLine,
): void {
  const address = parseAddress(value.text.slice(prefix));
  if (!address || !(isThisMachine(address.host) || (isShort && address.host === ''))) return;
  const { from, to, port } = address;
  refer(value, { from: prefix + from, to: prefix + to, port }, found);
}

function refer(
  value: Value,
  digits: NonNullable<ReturnType<typeof digitsAt>>,
  found: CommandLine,
): void {
  const mention = { ...digits, role: 'refer', rule: 'argument', confidence: 'likely' } as const;
  found.mentions.push({ value, mention });
}

/** @param flag before it, which may say what the URL is for. */
export function readUrls(value: Value, found: CommandLine, flag?: string): void {
  readShownUrls(value, '', found, flag);
}

/** @param told before it, where the words of a command are text. */
export function readShownUrls(value: Value, told: string, found: CommandLine, flag?: string): void {
  const unwritten = unwrittenMentions(value.text, flag).map(({ mention }) => mention);
  for (const mention of [...writtenMentions(value.text), ...unwritten]) {
    const before = told + value.text.slice(0, mention.from);
    found.mentions.push({ value, mention: keepInside(mention, before) });
  }
  for (const chain of urlChains(value.text)) found.chains.push({ value, chain, role: 'refer' });
}
