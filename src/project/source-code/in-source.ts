import type { PortNumber } from '../../ports/index.js';
import type { SilenceTest } from '../discovery/discover.js';
import type { Listing } from '../discovery/list-files.js';
import { isExample } from '../files/documentation.js';
import { addTo, folderOf, foldersUp, sortByPath } from '../packages.js';
import type { OwnDefault } from '../sites/bound.js';
import type { Definition } from '../sites/findings.js';
import type { FilePlace, LeftAlone, LogicalPort } from '../sites/site.js';
import { findCall, isCalled, variableOf } from './calls.js';
import { inGitsOrder, mentionsIn, searchByGit, silenceTest } from './git-search.js';
import { hasHostBeside } from './host-beside.js';
import {
  IS_CONFIGURATION,
  IS_DATA,
  IS_JAVASCRIPT,
  IS_OURS,
  IS_SOURCE,
  isJsonData,
} from './kinds.js';
import { SourceLines } from './lines.js';
import type { Loading } from './loaded.js';
import { mayBeOwn, mayName } from './named.js';
import { mayServe } from './own-defaults.js';
import { type Mention, type Told, tellAll } from './telling.js';

/** What is known of files by their kinds. */
export interface KnownCalls {
  /** It was read, and what it says of ports is known. */
  isRead(path: string): boolean;
  /** But for what it calls: of a configuration of a proxy only what listens is known. */
  isOnlyTold(path: string): boolean;
  /** What env files set. */
  readonly settings: readonly Definition[];
  /** Whether a container has that number inside. */
  isInside(port: number): boolean;
  /** Whether something loads them for the program that a file is a part of. */
  loading(path: string): Loading;
}

/** A place that states a port. */
type Stated = FilePlace & Pick<LeftAlone, 'port'>;

/** A search that is under way. */
export interface SourceSearch {
  /** What programs listen on where PORT is not set. */
  ownDefaults(): Promise<OwnDefault[]>;
  /** For files that are the project's own. */
  silence(): Promise<SilenceTest>;
  /**
   * @param told places that are known already.
   */
  calls(
    ports: readonly LogicalPort[],
    told: readonly Stated[],
    known: KnownCalls,
  ): Promise<LeftAlone[]>;
  /** Ends it, where nobody asks any longer. */
  stop(): void;
}

/**
 * Looks where source code states ports in the way of a client: `localhost:3000`, `http://localhost`.
 * Those of the project are told, since it goes on to call the old number. Finds out as well which
 * files need not be opened. By git, which searches faster than files are read one by one, and while
 * others are; nothing is found where there is none.
 */
export function searchSource(root: string, listing: Listing): SourceSearch {
  const stopping = new AbortController();
  const answer = searchByGit(root, listing, stopping.signal);
  let read: readonly Mention[] | undefined;
  const mentions = async (): Promise<readonly Mention[]> => {
    read ??= mentionsIn(await answer);
    return read;
  };
  return {
    ownDefaults: async () => (await mentions()).filter(isOwnDefault),
    silence: () => silenceTest(answer, listing.files),
    stop: () => stopping.abort(),
    async calls(ports, told, kinds) {
      const tcp = ports.filter(({ protocols }) => protocols.includes('tcp'));
      const numbers = new Set<number>(tcp.flatMap(({ port }) => port ?? []));
      const known = new Set(told.map(lineOf));
      const lines = new SourceLines(root);
      const stated = [...tcp.flatMap(({ sites }) => sites), ...told];
      const unlessSet = beyondSettings(kinds, stated, lines);
      const said = saidOf(tcp, lines, kinds);
      const byPort = new Map<number, Mention[]>();
      const all = [...(await mentions())].sort(inGitsOrder);
      for (const mention of all.filter(({ port }) => numbers.has(port))) {
        const call = said(mention);
        const untold = call && !known.has(lineOf(call)) ? unlessSet(call) : undefined;
        if (untold) addTo(byPort, untold.port, untold);
      }
      const found = [...numbers].flatMap((number) => tellAll(byPort.get(number) ?? []));
      const servers = serversAmong(all, { ports, told, kinds, lines });
      return [
        ...place(found, lines).map((each) => ({ ...each, matters: 'where it moves' as const })),
        ...place(servers, lines),
      ];
    },
  };
}

/** Each program has a PORT of its own, and asks for no other's by that. */
function isOwnDefault({ file, variable }: Mention): boolean {
  return variable === 'PORT' && IS_SOURCE.test(file) && !IS_DATA.test(file);
}

interface Asked {
  readonly ports: readonly LogicalPort[];
  readonly told: readonly Stated[];
  readonly kinds: KnownCalls;
  readonly lines: SourceLines;
}

/** Numbers that nothing else states, which a program may listen on where PORT is not set. */
function serversAmong(
  mentions: readonly Mention[],
  { ports, told, kinds, lines }: Asked,
): readonly Told[] {
  const stated = new Set([...ports, ...told].map(({ port }) => port));
  const isServer = mayServe(
    {
      isKnown: (port) => stated.has(port as PortNumber) || kinds.isInside(port),
      settings: kinds.settings.filter(({ file }) => !isExample(file)),
      sites: ports.flatMap(({ sites }) => sites),
    },
    lines,
  );
  const byPort = new Map<number, Mention[]>();
  for (const mention of mentions) {
    const { file, port } = mention;
    if (kinds.isRead(file) || !isServer(mention)) continue;
    const line = lines.at(mention);
    if (!isComment(file, line) && isCalled(mention, line)) addTo(byPort, port, mention);
  }
  return [...byPort.values()].flatMap(tellAll);
}

/** What a mention says of one of the ports; nothing where it is known, or says nothing of them. */
function saidOf(
  ports: readonly LogicalPort[],
  lines: SourceLines,
  { isRead, isOnlyTold }: KnownCalls,
): (mention: Mention) => Mention | undefined {
  const isName = mayName(ports);
  return (mention) => {
    const { file, variable, isComputed = false, isKeyed = false } = mention;
    const isConfiguration = IS_CONFIGURATION.test(file);
    if (
      IS_OURS.test(file) ||
      isJsonData(file) ||
      (isConfiguration && (isExample(file) || variable !== undefined))
    )
      return undefined;
    if (isRead(file) && isConfiguration && !isOnlyTold(file)) return undefined;
    if (isComputed && !mayBeOwn(mention)) return undefined;
    const line = lines.at(mention);
    if (((isRead(file) || isConfiguration) && isComment(file, line)) || !isCalled(mention, line))
      return undefined;
    const isNamed = isKeyed && !isKeyOfOwn(mention, lines);
    if (isNamed && (!isName(mention) || isComment(file, line))) return undefined;
    return { ...mention, isNamed };
  };
}

/**
 * Leaves out what counts where a variable is not set that an env file beside or above sets, and
 * states the number there: it moves with that, or what is told of that says why it stays. Where
 * nothing loads that file, it is told.
 */
function beyondSettings(
  { settings, loading }: KnownCalls,
  stated: readonly Stated[],
  lines: SourceLines,
): (mention: Mention) => Mention | undefined {
  const names = new Map(
    settings
      .filter(({ file }) => !isExample(file))
      .map((each) => [lineOf(each), each.variable] as const),
  );
  const set = new Map(
    stated.map(({ file, line, port }) => {
      return [`${names.get(lineOf({ file, line }))} ${port} ${folderOf(file)}`, file];
    }),
  );
  return (mention) => {
    const { port, file } = mention;
    const variable = variableOf(mention, lines.at(mention));
    if (variable === undefined) return mention;
    const keys = foldersUp(folderOf(file)).map((folder) => `${variable} ${port} ${folder}`);
    const [setIn] = keys.flatMap((key) => set.get(key) ?? []);
    if (setIn === undefined) return mention;
    const isLoading = LOADS_ENV_FILE.test(lines.of(file).join('\n'));
    const loaded = isLoading ? 'surely' : loading(file);
    if (loaded === 'hardly') return { ...mention, variable, setIn };
    const isUntold = loaded === 'surely' || mention.variable !== undefined;
    return isUntold ? undefined : { ...mention, variable };
  };
}

/** A program that does so itself. */
const LOADS_ENV_FILE = /loadEnvFile|dotenv|["'`/]\.env\b|\bread_env\b|\bdecouple\b/;

function lineOf({ file, line }: Pick<FilePlace, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** With the columns, which takes a look at each line. */
function place(told: readonly Told[], lines: SourceLines): LeftAlone[] {
  const columns = new Map<Told, number>();
  for (const each of sortByPath(told, ({ file }) => file)) {
    columns.set(each, columnOf(each, lines.at(each)));
  }
  return told.map((each) => {
    const { file, line, port, reason } = each;
    return { file, line, column: columns.get(each) ?? 1, port, reason };
  });
}

/** What is written by people has no longer lines; of a program that is packed into one, its begin. */
const MAX_LINE = 10_000;

/** Of the first on its line: git counts bytes, and of a second match not even those. */
function columnOf(mention: Mention, line: string): number {
  return line.length > MAX_LINE ? 1 : (findCall(line, mention) ?? 0) + 1;
}

/**
 * Of a file that is read all that counts is known: what else it says is a note, or left out. In
 * JavaScript a `#` begins the name of a private field, and a `*` may begin that of a generator.
 */
function isComment(file: string, line: string): boolean {
  const begin = IS_JAVASCRIPT.test(file) ? /^\s*(?:\/[/*]|\*(?:[\s/*]|$))/ : /^\s*(?:\/[/*]|\*|#)/;
  return begin.test(line);
}

/** Its host is this machine, as a line beside it says. */
function isKeyOfOwn(mention: Mention, lines: SourceLines): boolean {
  const { file, line } = mention;
  return !isComment(file, lines.at(mention)) && hasHostBeside(lines.of(file), line - 1);
}
