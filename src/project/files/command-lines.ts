import { posix } from 'node:path';
import type { PortNumber } from '../../ports/index.js';
import { offsetAt, type Value } from '../formats/value.js';
import type { CommandLine, FoundDefault } from '../notations/commands/command-line.js';
import { readCommandLine, scriptsOf } from '../notations/commands/line.js';
import { type HostVariable, isThisMachine } from '../notations/host.js';
import { folderOf, fromFile } from '../packages.js';
import type { Collector } from './collector.js';
import { defined } from './defined.js';

/** A command line of a file, and what the file says about it. */
export interface FileLine {
  /** Path of the file. */
  readonly path: string;
  /** The name of its ports where no variable gives one. */
  readonly fallbackName: string;
  /** That name is the file's: what the line itself calls a port says more. */
  readonly isOfFile?: boolean;
  /** The package script that it is. */
  readonly script?: string;
  /** Where it works; undefined where that is not known. Without this it is the file's folder. */
  readonly home?: { readonly folder: string | undefined };
  /** Variables that the file sets, or that are set for it: their own places say what they are. */
  readonly set?: ReadonlyMap<string, string>;
  /** Of these, what the file gives to clients alone, whose ports are others'. */
  readonly clients?: ReadonlySet<string>;
}

/** The line speaks of a cluster: `kubectl`, `--set service.nodePort=31444`, `TYPE_NODEPORT=true`. */
const CLUSTER = /\bkubectl\b|node_?port/i;
const NODE_PORT =
  'it is a NodePort of Kubernetes, which the cluster has on each of its nodes, and never moves';

/** They start a script, and wait for the URL beside it. */
const STARTS_A_SERVER = /\b(?:start-server-and-test|server-test|start-test)\b/;

/** What Kubernetes gives to node ports, unless an administrator says otherwise. */
function isNodePort(port: number): boolean {
  return port >= 30_000 && port <= 32_767;
}

/** Gathers what a command line says of ports. */
export function collectCommandLine(value: Value, line: FileLine, collector: Collector): void {
  const found = readCommandLine(value);
  const { mentions, chains, leftAlone, defaults, givenPorts } = found;
  const isOfCluster = CLUSTER.test(value.text);
  for (const each of mentions) {
    const { value: word, mention } = each;
    if (isOfCluster && isNodePort(mention.port))
      collector.leave(word, mention.from, NODE_PORT, mention.port);
    else collectMention(each, line, collector);
  }
  for (const { value: word, chain, role } of chains) {
    if (chain.last === undefined && chain.chain.every((link) => line.set?.has(link.variable)))
      continue;
    collector.chain(word, chain, { role, fallbackName: line.fallbackName });
  }
  for (const { value: word, at, port, reason } of leftAlone)
    collector.leave(word, at, reason, port);
  if (STARTS_A_SERVER.test(value.text)) {
    for (const script of scriptsOf(value.text))
      collector.start(offsetAt(value, 0), { script, isOfLine: true });
  }
  for (const found of defaults) collectDefault(found, line, collector);
  for (const { value: word, script, folder, isPassed } of givenPorts) {
    const at = folder === undefined ? undefined : folderAt(line, folder);
    collector.givenPort(offsetAt(word, 0), { script, isPassed, ...defined({ folder: at }) });
  }
  for (const { value: word, path, ports } of found.containerEnvFiles) {
    for (const each of pathsOf(path, line))
      collector.envFile(offsetAt(word, 0), { path: each, container: { ports } });
  }
  for (const { value: word, path } of found.loaded) {
    for (const each of pathsOf(path, line)) collector.load(offsetAt(word, 0), each);
  }
}

/** A package's scripts are run from its own folder, others from theirs or from the project's. */
function pathsOf(path: string, line: FileLine): Set<string> {
  const own = fromFile(line.path, path);
  return new Set(line.script === undefined ? [own, posix.normalize(path)] : [own]);
}

function collectMention(
  { value, mention, variable, portName }: CommandLine['mentions'][number],
  line: FileLine,
  collector: Collector,
): void {
  const fallbackName = (line.isOfFile && portName) || line.fallbackName;
  const stays = mention.at && unknownHost(mention.at, line);
  if (stays !== undefined) {
    collector.site(value, { ...mention, mayServe: false, stays }, { fallbackName });
    return;
  }
  if (variable !== undefined && line.clients?.has(variable)) {
    collector.site(value, { ...mention, role: 'refer', mayServe: false }, { fallbackName });
    return;
  }
  collector.site(value, mention, { fallbackName, ...defined({ variable, script: line.script }) });
}

/** Why it is not known that a variable names this machine, where it is not. */
function unknownHost({ variable, isHere }: HostVariable, { set }: FileLine): string | undefined {
  if (isHere || isThisMachine(set?.get(variable) ?? '')) return undefined;
  return `it goes to what ${variable} names, which may be another machine`;
}

function collectDefault(found: FoundDefault, line: FileLine, collector: Collector): void {
  const { value, at, insert, server, folder, variables, isElsewhere, isStated, reason } = found;
  const { asScript } = found;
  const from = (path = ''): string | undefined =>
    folder === undefined ? undefined : folderAt(line, posix.join(folder, path));
  const config = found.config === undefined ? undefined : from(found.config);
  const site = collector.places.insertionAt(value, at, server.port as PortNumber, {
    insert,
    role: 'listen',
    rule: 'default',
    confidence: 'certain',
    fallbackName: line.fallbackName,
    ...defined({ script: line.script }),
  });
  if (site === undefined) {
    const why = `${server.tool} listens on its default here`;
    if (!isStated) collector.leave(value, 0, why, server.port);
    return;
  }
  collector.default({
    site,
    server: server.server ?? server.tool,
    tool: server.tool,
    folder: from(server.configuredIn),
    isElsewhere,
    isStated,
    variables,
    obeysPort: server.obeysPort === true,
    takesOnce: server.takesOnce === true,
    ...defined({
      reason: reason ?? givenReason(found, line),
      script: line.script,
      config,
      asScript,
    }),
  });
}

/** A variable that it obeys, of a Procfile or of a line above. */
function givenReason({ server }: FoundDefault, { set }: FileLine): string | undefined {
  const obeyed = [...(server.obeysPort ? ['PORT'] : []), ...(server.variables ?? [])];
  const given = obeyed.find((variable) => set?.has(variable));
  return given && `only without ${given}, which is set for it`;
}

/** A folder or file, from the one that a command works in, as seen from the project's root. */
function folderAt({ path, home }: FileLine, folder: string): string | undefined {
  const from = home === undefined ? folderOf(path) : home.folder;
  if (from === undefined) return undefined;
  const at = posix.join(from, folder);
  return at === '.' ? '' : at;
}
