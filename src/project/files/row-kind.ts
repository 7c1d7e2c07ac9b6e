import { HOLE } from '../formats/javascript/written.js';
import type { Value } from '../formats/value.js';
import { scriptsOf } from '../notations/commands/line.js';
import type { Stated } from '../notations/notation.js';
import { type Digits, oddNumber } from '../notations/number.js';
import {
  type ExpandedValue,
  hostBefore,
  hostEndingAt,
  type Placeholder,
} from '../notations/placeholder.js';
import type { Mention } from '../notations/setting.js';
import { nameOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { collectCommandLine } from './command-lines.js';
import { configure, leaveUnread } from './configured.js';
import { defined } from './defined.js';
import { isToBeCopied } from './documentation.js';
import type { FileKind } from './file-kind.js';
import { nothingFound } from './gathered.js';
import { givePort, passPorts } from './given-ports.js';
import { leaveImplied } from './implied.js';
import type { DataRow, PortRow } from './row.js';
import { type KeyedNode, RowDocument } from './row-document.js';
import { noteUnsaidCall } from './unsaid-call.js';

/** The file kind that a row of the table is. */
export function rowKind(row: DataRow): FileKind {
  return {
    name: row.name,
    endings: row.format.endings,
    files: row.files,
    matches: (path) => row.files.test(path) && !isToBeCopied(nameOf(path)),
    find: (file) => find(file, row),
    parse: (text) => row.format.parse(text),
    ...(row.format.ready && { ready: row.format.ready }),
    ...(row.isByName && { isByName: true }),
  };
}

/** What the parts of the search share while they look at one file. */
interface Search {
  readonly row: DataRow;
  readonly collector: Collector;
  /** Rows that led to something. */
  readonly met: Set<PortRow>;
}

function find(file: SourceFile, row: DataRow): Findings {
  const collector = new Collector(file, row.name, 'shell');
  const { documents, fault } = row.format.read(file.text);
  if (fault && row.isByName) return nothingFound('shell');
  if (fault && row.format.isPartial) return leaveUnread(fault, row, collector);
  if (fault) {
    return collector.failed(fault.offset, `This is not ${row.format.name}: ${fault.message}`);
  }
  const search: Search = { row, collector, met: new Set() };
  const read = documents
    .map((nodes) => new RowDocument(file.path, nodes, row))
    .filter((document) => !row.unless?.every((key) => document.has([key])));
  if (read.length === 0 && row.isByName) return nothingFound('shell');
  for (const document of read) readDocument(document, search);
  for (const document of read) findStarted(document, search);
  if (row.ports.some(({ rule }) => rule === 'args'))
    for (const document of read) passPorts(document, collector);
  for (const implied of row.implied ?? [])
    leaveImplied(implied, file.path, read, { collector, format: row.format });
  for (const unsaid of row.unsaid ?? []) noteUnsaidCall(unsaid, file.path, read, collector);
  for (const document of read) noteShared(document, search);
  for (const document of read) loadFiles(document, search);
  for (const port of row.ports) {
    if (!port.expected || search.met.has(port)) continue;
    collector.leaveAt(0, `"at: ${port.at.join('.')}" leads to no value in it`);
  }
  return collector.done();
}

function readDocument(document: RowDocument, search: Search): void {
  for (const node of document.nodes) {
    for (const port of search.row.ports) {
      configure(port, node, document, search);
      givePort(port, node, document, search.collector);
      // Which of them a server listens on, only running it would tell.
      if (node.isOneOf && port.configures !== undefined) continue;
      const keys = (port.of === 'key' ? node.key : node.value) && document.match(node, port.at);
      if (keys === undefined || port.when?.(document.portPlace(node, keys)) === false) continue;
      search.met.add(port);
      readValue({ port, node, keys, document }, search);
      if (port.of !== 'key') break;
    }
  }
}

function loadFiles(document: RowDocument, { row, collector }: Search): void {
  for (const { at, path } of row.loads ?? []) {
    for (const node of document.nodes) {
      const named = node.value && document.match(node, at) && path(document.file, node.value.text);
      if (named) collector.load(node.offset, named);
    }
  }
}

/** What is a variable's to say may be another one for each run. */
function noteShared(document: RowDocument, { row, collector }: Search): void {
  for (const { at, reason } of row.shared ?? []) {
    for (const node of document.nodes) {
      const isFixed = node.value !== undefined && !/\$|^env\(/.test(node.value.text);
      if (isFixed && document.match(node, at))
        collector.note(node.offset, reason, { inOverlay: true });
    }
  }
}

/** What `npm run ${name}` leaves open of the script's name. */
const UNKNOWN_REST = new RegExp(`${HOLE}.*$`);

/** `webServer: { command: 'npm run dev' }`: the URLs of the file are of what it starts. */
function findStarted({ nodes }: RowDocument, { row, collector }: Search): void {
  if (!row.ports.some(({ isCommand }) => isCommand)) return;
  for (const { keys, value, offset } of nodes) {
    if (keys.at(-1) !== 'command' || value === undefined) continue;
    for (const script of scriptsOf(value.text))
      collector.start(offset, { script: script.replace(UNKNOWN_REST, '*'), isOfLine: false });
  }
}

/** One value that a row leads to. */
interface Hit {
  readonly port: PortRow;
  readonly node: KeyedNode;
  readonly keys: readonly string[];
  readonly document: RowDocument;
}

function ownValue({ port, node }: Hit): Value | undefined {
  return port.of === 'key' ? node.key : node.value;
}

function readValue(hit: Hit, { row, collector }: Search): void {
  const { port, node, document } = hit;
  const own = ownValue(hit);
  if (own === undefined) return;
  if (port.isCommand) {
    const place = document.portPlace(node, hit.keys);
    const fallbackName = port.portName?.(place) ?? 'PORT';
    const home = port.worksIn && { folder: port.worksIn(place) };
    collectCommandLine(own, { path: document.file, fallbackName, ...defined({ home }) }, collector);
    return;
  }
  const expanded = row.placeholders?.(own) ?? { value: own, placeholders: [] };
  const { value } = expanded;
  const place = document.valuePlace(node, port);
  const { stated, doubted = [] } = port.reads(value.text, place);
  for (const each of stated) {
    if (each.insert && !mayFollow(port)) continue;
    if (port.leave === undefined) take(each, expanded, hit, collector);
    else collector.leave(value, each.from, port.leave, each.port);
  }
  for (const { from, reason, port: number, matters } of doubted) {
    collector.leave(value, from, reason, number, matters);
  }
  if (stated.length > 0) return;
  leaveUnset(expanded, hit, collector);
  const odd = port.role && oddNumber(value.text);
  if (odd && doubted.length === 0) collector.leave(value, 0, odd);
  if (port.expected) collector.leave(value, 0, `"at: ${port.at.join('.')}" leads to no port`);
}

/** A URL that says no port tells nothing of a place where a server listens, or that stays. */
function mayFollow({ leave, role = 'refer' }: PortRow): boolean {
  return leave === undefined && role === 'refer';
}

/** A port becomes a site; in the default of a placeholder, the one that counts without variables. */
function take(
  stated: Stated,
  { value, placeholders }: ExpandedValue,
  hit: Hit,
  collector: Collector,
): void {
  const { port, node, keys, document } = hit;
  const { scheme, rule, fallbackName: own, ...mention } = { ...stated, ...traitsOf(port) };
  const place = document.portPlace(node, keys, scheme);
  const fallbackName = port.portName?.(place) ?? own;
  const below = port.below?.(place);
  const named = { ...mention, rule: ruleOf(port, rule), ...defined({ fallbackName, below }) };
  const around = placeholders.filter(({ from, to }) => from < stated.to && to > stated.from);
  const host = stated.insert && hostEndingAt(stated.from, { value, placeholders });
  if (host?.behind !== undefined) {
    const [{ variable = '' } = {}] = host.chain;
    const place = { from: host.behind, to: host.behind, hostIn: variable };
    collector.site(ownValue(hit) ?? value, { ...named, ...place });
  } else if (around.length === 0 || stated.insert) {
    const hostIn = named.hostIn ?? hostBefore(stated.from, placeholders);
    const mention = { ...named, ...defined({ hostIn }) };
    collector.site(value, mention, defined({ variable: variableOf(hit, named, value) }));
  } else if (around.every((each) => contains(each, stated))) {
    takeDefault(named, value, around, collector);
  }
}

/** The variable that the row names, or that the whole value is of. */
function variableOf({ port, node }: Hit, { from, to }: Digits, value: Value): string | undefined {
  const isWhole = from === 0 && to === value.text.length;
  return port.variable ?? (port.isVariable && isWhole ? node.keys.at(-1) : undefined);
}

/** @param around the placeholders in whose defaults the number stands. */
function takeDefault(
  { from, to, port: number, role, rule, protocol, fallbackName, confidence, mayServe }: Mention,
  value: Value,
  around: readonly Placeholder[],
  collector: Collector,
): void {
  const innermost = around.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
  const { chain } = around.reduce((a, b) => (b.chain.length > a.chain.length ? b : a));
  const isWhole = innermost.from === from && innermost.to === to;
  const name = chain.at(-1)?.variable ?? '';
  const variable = isWhole && isVariableName(name) ? name : undefined;
  collector.chain(
    value,
    { from, chain, last: { from, to, port: number } },
    { role, ...defined({ protocol, fallbackName }) },
    { rule, confidence, ...defined({ mayServe, variable }) },
  );
}

/** Not `server.port`, which is another key of the file. */
function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w{0,127}$/.test(name);
}

function contains({ from, to, isDefault }: Placeholder, digits: Digits): boolean {
  return isDefault && from <= digits.from && digits.to <= to;
}

function traitsOf(port: PortRow): Partial<Stated> {
  const { role, confidence, mayServe, inside, unlessPublished, protocol } = port;
  return defined({ role, confidence, mayServe, inside, unlessPublished, protocol });
}

function ruleOf(port: PortRow, rule: string): string {
  return port.rule ?? (port.role === undefined ? rule : (port.at.at(-1) ?? rule));
}

/** `port: ${PORT}`: whoever sets the variable decides, and the place binds it. */
function leaveUnset(
  { value, placeholders: [only, ...more] }: ExpandedValue,
  { port, node, keys, document }: Hit,
  collector: Collector,
): void {
  if (!only || more.length > 0 || only.isDefault || port.role === undefined) return;
  const isAll = only.from === 0 && only.to === value.text.length;
  if (!isAll || !isVariableName(only.chain[0]?.variable ?? '')) return;
  const { role, protocol } = port;
  const fallbackName = port.portName?.(document.portPlace(node, keys));
  collector.chain(
    value,
    { from: 0, chain: only.chain },
    { role, ...defined({ protocol, fallbackName }) },
  );
}
