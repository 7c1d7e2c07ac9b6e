import { isPortName, toPortName } from '../../ports/index.js';
import { plainValue, type Value } from '../formats/value.js';
import type { CommandLine } from '../notations/commands/command-line.js';
import { readCommandLine } from '../notations/commands/line.js';
import { mentionedChain, readSetting } from '../notations/setting.js';
import { addTo } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { type CommandFile, commandFiles } from './command-files-table.js';
import { collectCommandLine } from './command-lines.js';
import { defined } from './defined.js';
import type { FileKind } from './file-kind.js';
import { firstFolder, folderAfter } from './shell-folder.js';

/** A line of a person; what is longer is data. */
const MAX_LINE = 4000;
const MAX_LINES = 10_000;

/** Files of commands, a line each. */
export const commandFileKinds: readonly FileKind[] = commandFiles.map((table) => ({
  name: table.name,
  ...(table.endings && { endings: table.endings }),
  files: table.files,
  matches: (path) => table.files.test(path) && table.except?.test(path) !== true,
  find: (file) => find(file, table),
  parse: (text) => text,
}));

/** What the lines of one file share. */
interface Search {
  readonly file: SourceFile;
  readonly table: CommandFile;
  readonly collector: Collector;
  /** What the file sets, and what is set for it. */
  readonly values: ReadonlyMap<string, string>;
  /** As `FileLine.clients`. */
  readonly clients: ReadonlySet<string>;
}

function find(file: SourceFile, table: CommandFile): Findings {
  const collector = new Collector(file, table.name, 'shell');
  const lines = logicalLines(file.text);
  if (lines.length > MAX_LINES) {
    collector.leaveAt(0, `it has more than ${MAX_LINES} lines`);
    return collector.done();
  }
  table.more?.(file, collector);
  const settings = lines.flatMap((line) => settingOf(line, table) ?? []);
  const values = new Map(settings.map(({ name, value }) => [name, value.text]));
  for (const name of table.given ?? []) values.set(name, '');
  const assigned = table.assigned?.(file.text) ?? new Map<string, string>();
  for (const [name, value] of assigned) values.set(name, value);
  const own = [...assigned.keys()].filter((name) => /^[a-z_\d]*port[a-z_\d]*$/.test(name));
  const uses = own.length > 0 ? usesIn(lines) : new Map<string, Value[]>();
  const clients = new Set(own.filter((name) => isForClients(name, uses.get(name), table)));
  const search: Search = { file, table, collector, values, clients };
  const ofTools = settings.length > 0 ? givenToTools(lines, table) : new Set<string>();
  for (const each of settings) collectSetting(each, search, ofTools.has(each.name));
  let target = table.portName?.(file.path) ?? '';
  let folder: string | undefined = firstFolder(file.path);
  for (const line of lines) {
    target = table.target?.exec(line.text)?.[1] ?? target;
    const from = table.command(line.text);
    if (from !== undefined) collectLine(line, from, { target, folder }, search);
    folder = folderAfter(line.text, folder, file.path);
  }
  return collector.done();
}

/**
 * Whether a script gives a variable of its own, which no program reads since its name is in lower
 * case, to clients alone: then it is not the port of what the script starts.
 */
function isForClients(name: string, uses: readonly Value[] = [], table: CommandFile): boolean {
  return (
    uses.length > 0 &&
    uses.every((line) => {
      const own = chainsIn(line, table).filter(({ chain }) =>
        chain.chain.some((link) => link.variable === name),
      );
      return own.length > 0 && own.every(({ role }) => role === 'refer');
    })
  );
}

/** The variables that commands give to the tools that they start: `uvicorn app:app --port $(PORT)`. */
function givenToTools(lines: readonly Value[], table: CommandFile): Set<string> {
  const flags = lines
    .filter(({ text }) => /\s-[\w-]{0,40}[\s=]["']?\$/.test(text))
    .flatMap((line) => chainsIn(line, table))
    .filter(({ role, rule }) => role === 'listen' && rule === 'flag.port');
  return new Set(flags.flatMap(({ chain }) => chain.chain.map(({ variable }) => variable)));
}

function chainsIn({ text }: Value, table: CommandFile): CommandLine['chains'] {
  const shell = table.asShell?.(text) ?? text;
  return readCommandLine(plainValue(shell, 0, shell.length)).chains;
}

/** The lines that use each variable, but for those that only print it. */
function usesIn(lines: readonly Value[]): Map<string, Value[]> {
  const uses = new Map<string, Value[]>();
  for (const line of lines) {
    if (/^\s*(echo|printf)\b/.test(line.text)) continue;
    const names = line.text.matchAll(/\$\{?(\w+)/g);
    for (const name of new Set(Array.from(names, ([, name = '']) => name))) addTo(uses, name, line);
  }
  return uses;
}

/**
 * A line with those that it goes on in, without what a here-document holds or a program of another
 * language in quotes.
 */
function logicalLines(text: string): Value[] {
  const lines: Value[] = [];
  let [start, at] = [0, 0];
  let until: ((line: string) => boolean) | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '');
    at += raw.length + 1;
    if (until === undefined && line.endsWith('\\')) continue;
    const whole = plainValue(text, start, at - 1 - (raw.length - line.length));
    start = at;
    if (until !== undefined) until = until(line) ? undefined : until;
    else {
      const document = /(?<!<)<<-?(?!<)\s*["']?([A-Za-z_]\w{0,40})/.exec(line)?.[1];
      if (document !== undefined) until = (each) => each.trim() === document;
      if (whole.text.length > MAX_LINE) continue;
      if (document === undefined && opensProgram(whole.text)) until = closesQuote;
      lines.push(whole);
    }
  }
  return lines;
}

/** `next` is a statement of awk and of Perl, and no server. */
const OTHER_LANGUAGE = /\b(?:[gmn]?awk|perl|sed|jq)\b/;

/** Whether a quote that begins behind such a tool goes on in the next line. */
function opensProgram(line: string): boolean {
  return OTHER_LANGUAGE.test(line) && OTHER_LANGUAGE.test(line.slice(0, openQuote(line)));
}

/** Where the single quote begins that a line leaves open; 0 where it leaves none. */
function openQuote(line: string): number {
  let [quote, from] = ['', 0];
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (quote !== "'" && char === '\\') at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === "'" || char === '"') [quote, from] = [char, at];
    else if (char === '#' && /^\s?$/.test(line[at - 1] ?? '')) return 0;
  }
  return quote === "'" ? from : 0;
}

/** `'\\''` is a quote within the quotes. */
function closesQuote(line: string): boolean {
  return line.replaceAll("'\\''", '').split("'").length % 2 === 0;
}

interface LineSetting {
  readonly name: string;
  readonly value: Value;
  readonly isFixed: boolean;
}

/** `PORT ?= 3000`. In shells an assignment is a command, which is read as such. */
function settingOf({ text, offsets }: Value, table: CommandFile): LineSetting | undefined {
  const groups = table.setting?.exec(text);
  const span = groups?.indices?.groups?.value;
  const name = groups?.groups?.name;
  if (span === undefined || name === undefined || typeof offsets !== 'number') return undefined;
  const value = { text: text.slice(...span), offsets: offsets + span[0] };
  return { name, value, isFixed: table.isFixed?.(text) === true };
}

function collectSetting(
  { name, value, isFixed }: LineSetting,
  { collector, values }: Search,
  isOfTool: boolean,
): void {
  const { number, reason, quiet, mentions } = readSetting(name, value.text, (other) =>
    values.get(other),
  );
  // `port := "3000"` of a justfile is no variable of the environment.
  const isVariable = isPortName(name) && name === name.toUpperCase();
  const traits = { ...(isVariable && { variable: name }), ...(isOfTool && { isOfTool }) };
  if (number && reason === undefined) {
    const rule = isFixed ? `fixed.${number.rule}` : number.rule;
    collector.site(value, { ...number, rule }, { fallbackName: toPortName(name), ...traits });
  }
  if (number && reason !== undefined && !quiet)
    collector.leave(value, number.from, `${name}: ${reason}`, number.port);
  for (const mention of mentions) collector.site(value, mention);
}

/** What the lines above say of a command. */
interface Above {
  /** What it is for. */
  readonly target: string;
  /** Where a script is by then. */
  readonly folder: string | undefined;
}

function collectLine(line: Value, from: number, { target, folder }: Above, search: Search): void {
  const { file, table, collector, values, clients } = search;
  const { offsets } = line;
  if (typeof offsets !== 'number') return;
  const text = (table.asShell?.(line.text) ?? line.text).slice(from);
  const value = { text, offsets: offsets + from };
  const fallbackName = `${toPortName(target || table.name)}_PORT`;
  collectDefaults(value, fallbackName, search);
  const isOfFile = table.target === undefined;
  collectCommandLine(
    value,
    {
      ...{ path: file.path, fallbackName, isOfFile, set: values, clients },
      ...(isOfFile && { home: { folder } }),
    },
    collector,
  );
}

const DEFAULT = /\$\{([A-Za-z_]\w{0,60}):?-\d{1,5}\}/g;

/** `PORT=${PORT:-3000}`: the default of a variable whose name says that it is a port. */
function collectDefaults(value: Value, fallbackName: string, search: Search): void {
  for (const match of value.text.matchAll(DEFAULT)) {
    const [{ length }, name = ''] = match;
    const chain = mentionedChain(value.text, match.index, match.index + length);
    const port = chain?.last?.port;
    const { number, reason } = readSetting(name, `${port ?? ''}`, (other) =>
      search.values.get(other),
    );
    if (chain === undefined || number === undefined || reason !== undefined) continue;
    const { role, mayServe, confidence } = number;
    const traits = { variable: name, confidence, ...defined({ mayServe }) };
    search.collector.chain(value, chain, { role, fallbackName }, traits);
  }
}
