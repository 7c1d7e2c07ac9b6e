import type { PortNumber, PortRequest } from '../ports/index.js';
import type { Reporter } from '../reporter.js';
import { findFixedNames, sharedNotes } from './compose/fixed-names.js';
import { type NamedButKept, readNamed } from './compose/named-files.js';
import { type ComposeProject, composeProjects } from './compose/projects.js';
import { findSailDefaults, settleSailVite } from './compose/sail-defaults.js';
import { type Discovery, discover } from './discovery/discover.js';
import { globTest } from './discovery/glob.js';
import { listFiles } from './discovery/list-files.js';
import { moduleNames } from './discovery/module-names.js';
import { type ReadFiles, Reading } from './discovery/reading.js';
import { nothingFound } from './files/gathered.js';
import type { KindLookup } from './files/own.js';
import { type ExternalPort, link } from './linking/link.js';
import type { KnownFiles } from './linking/scope.js';
import { isTypeMarker } from './packages.js';
import type { Findings } from './sites/findings.js';
import { IGNORED_BY_GIT, LEADS_OUT } from './sites/reasons.js';
import type { LeftAlone, LogicalPort, Note, Problem } from './sites/site.js';
import { startsByHand } from './source-code/by-hand.js';
import { type KnownCalls, type SourceSearch, searchSource } from './source-code/in-source.js';
import { loadingBy } from './source-code/loaded.js';
import type { SourceFile } from './writing/source-file.js';

export type { ComposeProject, ExternalPort };

export interface DetectOptions {
  /** Ports that the user asks for: they name what is found, or stand by themselves. */
  readonly ports?: readonly PortRequest[];
  /** False: no file is read, and `ports` are all there is. */
  readonly detect?: boolean;
  /** Globs of the files that may be edited; what others state is left alone. */
  readonly files?: readonly string[];
  /** Globs of the files and folders that are not looked at. */
  readonly ignore?: readonly string[];
  readonly external?: readonly ExternalPort[];
  /** False: no file will be edited, so that also those count that must not be. */
  readonly edits?: boolean;
  /** True: overrides will say what compose publishes. */
  readonly overlay?: boolean;
  /** What the kinds of file are, the user's own included; by default the product's. */
  readonly kindOf?: KindLookup;
  /** By the numbers that files state since they were prepared, those of before: programs call them. */
  readonly former?: ReadonlyMap<number, PortNumber>;
  /** Told what it is at; undefined when it is done. */
  readonly progress?: Reporter['progress'];
}

export interface Detection {
  readonly root: string;
  readonly ports: readonly LogicalPort[];
  readonly external: readonly (LogicalPort & { readonly assigned: PortNumber })[];
  readonly leftAlone: readonly LeftAlone[];
  readonly problems: readonly Problem[];
  /** What is no port, and would come between two runs all the same: fixed names, subnets, paths. */
  readonly notes: readonly Note[];
  /** Variables that mean several things: one in the environment would reach all of them. */
  readonly ambiguousVariables: readonly string[];
  /** Variables that one part of the project has for itself, and that other parts would take. */
  readonly partVariables: ReadonlyMap<string, string>;
  /** The texts in which the sites were found, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly composeProjects: readonly ComposeProject[];
  /** What each file says by itself, by path, and what is known of files besides. */
  readonly findings: ReadonlyMap<string, Findings>;
  readonly known: KnownFiles;
}

/**
 * Finds every host port that a project declares. Reads, and writes nothing; a file that cannot be
 * read or parsed is a `Problem` of the result.
 * @param root an existing folder.
 */
export async function detect(root: string, options: DetectOptions = {}): Promise<Detection> {
  options.progress?.('Listing the files of the project');
  try {
    return await look(root, options);
  } finally {
    options.progress?.(undefined);
  }
}

async function look(root: string, options: DetectOptions): Promise<Detection> {
  if (options.detect === false) return describe(root, NOTHING, options);
  const listing = listFiles(root);
  const search = searchSource(root, listing);
  try {
    const reading = new Reading(root, options.progress);
    const { silence } = search;
    const discovery = await discover(root, { ...options, listing, reading, silence });
    const read = await reading.all(discovery.files);
    const named = await readNamed(root, read, { ...options, ...discovery });
    return await describe(root, { discovery, read, named, search }, options);
  } finally {
    search.stop();
  }
}

/** All that was found in the files of a project. */
interface Found {
  readonly discovery: Discovery;
  readonly read: ReadFiles;
  /** What is named and not read. */
  readonly named: NamedButKept;
  readonly search?: SourceSearch;
}

const NOTHING: Found = {
  discovery: {
    ...{ files: [], links: new Map(), unread: new Map(), problems: [] },
    ...{ listed: new Set(), untracked: new Set() },
  },
  read: { sources: new Map(), findings: new Map(), unreadable: [] },
  named: { leftAlone: [], envFiles: new Map(), kept: new Map(), commandEnvFiles: [] },
};

async function describe(
  root: string,
  { discovery, read, named, search }: Found,
  options: DetectOptions,
): Promise<Detection> {
  const { ports: requests = [], external = [], files } = options;
  const { sources, findings, unreadable } = read;
  const known = knownFiles({ discovery, read, named });
  const ownDefaults = (await search?.ownDefaults()) ?? [];
  const isOwn = (path: string): boolean => !isTypeMarker(path, sources.get(path)?.text ?? '');
  const linked = link(findings, {
    ...known,
    paths: discovery.files.map(({ path }) => path).filter(isOwn),
    manifests: [...discovery.listed].filter(isOwn),
    moduleNames: moduleNames(root, discovery.listed, read),
    ownDefaults,
    isByHand: startsByHand(sources),
    requests,
    external,
    overlay: options.overlay === true,
    edits: options.edits !== false,
  });
  const ignored = [...discovery.untracked].map((path) => [path, IGNORED_BY_GIT] as const);
  const kept = new Map(options.edits === false ? [] : [...ignored, ...named.kept]);
  const limits: Limits = { isWanted: wantedBy(files), kept };
  const { editable, withheld } = limitTo(limits, linked.ports);
  const limited = limitTo(limits, linked.external);
  const projects = composeProjects(findings);
  const leftAlone = [
    ...settleSailVite(linked.leftAlone, sources),
    ...[...withheld, ...limited.withheld, ...named.leftAlone],
    ...leadingOut(discovery),
  ];
  const told = [...editable.flatMap(({ sites }) => sites), ...leftAlone];
  const called = editable.map((port) => asBefore(port, options.former));
  const inSource = (await search?.calls(called, told, knownCalls(discovery, read))) ?? [];
  const faults = [...findings.values()].flatMap(({ problems }) => problems);
  return {
    root,
    ports: editable,
    external: limited.editable,
    leftAlone: [...leftAlone, ...inSource],
    problems: [...discovery.problems, ...unreadable, ...faults],
    notes: [
      ...sharedNotes(findings, sources),
      ...findFixedNames(sources, projects),
      ...findSailDefaults(editable, sources),
    ],
    ambiguousVariables: linked.ambiguousVariables,
    partVariables: linked.partVariables,
    sources,
    composeProjects: projects,
    findings,
    known,
  };
}

/** A port as the files said it before they were prepared. */
function asBefore(port: LogicalPort, former: DetectOptions['former']): LogicalPort {
  const before = former?.get(port.port ?? 0);
  if (before === undefined) return port;
  return { ...port, port: before, sites: port.sites.map((site) => ({ ...site, port: before })) };
}

/** `.env → ../main/.env`: several checkouts share it, and each would need its own. */
function leadingOut({ unread }: Discovery): LeftAlone[] {
  const links = [...unread].filter(([, reason]) => reason === LEADS_OUT);
  return links.map(([file]) => {
    const reason = `it ${LEADS_OUT}, and is not read: with a copy in its place, ports in it could move`;
    return { file, line: 1, column: 1, reason };
  });
}

function knownFiles({ discovery, read, named }: Found): KnownFiles {
  return {
    links: discovery.links,
    commandEnvFiles: named.commandEnvFiles,
    unread: new Map([
      ...discovery.unread,
      ...named.envFiles,
      ...read.unreadable.map(({ file }) => [file, 'cannot be read'] as const),
    ]),
  };
}

function knownCalls({ files }: Discovery, { sources, findings }: Found['read']): KnownCalls {
  const onlyTold = new Set(files.flatMap(({ path, kind }) => (kind.isOnlyTold ? path : [])));
  const settings = [...findings.values()].flatMap(({ definitions }) => definitions);
  const inside = new Set([...findings.values()].flatMap(({ containerPorts }) => containerPorts));
  return {
    ...{ isRead: isReadIn(findings), isOnlyTold: (path) => onlyTold.has(path) },
    ...{ settings, loading: loadingBy(sources), isInside: (port) => inside.has(port) },
  };
}

/** Whether it is known of a file what it says: of what was read for its commands alone, it is not. */
function isReadIn(findings: ReadonlyMap<string, Findings>): (path: string) => boolean {
  return (path) => {
    const found = findings.get(path);
    return found !== undefined && found !== nothingFound(found.reader);
  };
}

/** Which files must not be edited. */
interface Limits {
  readonly isWanted: (path: string) => boolean;
  /** By path, with the reason. */
  readonly kept: ReadonlyMap<string, string>;
}

/** A port stays one, also where none of its sites may be edited: variables still carry it. */
function limitTo<P extends LogicalPort>(
  limits: Limits,
  ports: readonly P[],
): { editable: readonly P[]; withheld: readonly LeftAlone[] } {
  const isEditable = ({ file }: { file: string }): boolean => whyNot(file, limits) === undefined;
  const withheld = ports.flatMap(({ sites }) =>
    sites.filter((site) => !isEditable(site) && !site.within),
  );
  if (withheld.length === 0) return { editable: ports, withheld: [] };
  return {
    editable: ports.map((port) => ({ ...port, sites: port.sites.filter(isEditable) })),
    withheld: withheld.map(({ file, line, column, port }) => {
      return { file, line, column, port, reason: whyNot(file, limits) ?? '' };
    }),
  };
}

function whyNot(file: string, { isWanted, kept }: Limits): string | undefined {
  const reason = kept.get(file);
  if (reason !== undefined) return reason;
  return isWanted(file) ? undefined : 'its file is not among those that may be edited ("files")';
}

/** Where nothing but exceptions are named, all else may be edited. */
function wantedBy(globs: readonly string[] = []): (path: string) => boolean {
  if (globs.length === 0) return () => true;
  return globTest(globs.every((glob) => glob.startsWith('!')) ? ['**', ...globs] : globs);
}
