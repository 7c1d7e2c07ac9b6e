import { askGit } from './git.js';
import { addTo } from './packages.js';
import type { FilePlace, LeftAlone, LogicalPort } from './site.js';

const LIMITS = { timeoutMs: 10_000, outputBytes: 16 * 1024 * 1024 };
/** What people may have configured otherwise: paths count from the root of the project. */
const AS_USUAL = ['--no-full-name', '--no-recurse-submodules', '--no-color'];
/** What is written by people and runs as it stands; documentation only tells. */
const EXTENSIONS =
  'js cjs mjs jsx ts cts mts tsx vue svelte astro py rb php go rs java kt kts groovy scala cs fs vb ex exs dart swift http'.split(
    ' ',
  );
const SOURCES = EXTENSIONS.map((extension) => `*.${extension}`);
/** A repository within the project is a folder, whose files are not looked into. */
const IS_SOURCE = new RegExp(`\\.(?:${EXTENSIONS.join('|')})$`);
/** Where others' code, and what a build made of one's own, is sometimes committed. */
const NOT_OURS = ['node_modules', 'vendor', 'dist', 'build'].map(
  (folder) => `:(exclude,glob)**/${folder}/**`,
);

/** A search that is under way. */
export interface SourceSearch {
  /** @param told places that are known already. */
  calls(ports: readonly LogicalPort[], told: readonly FilePlace[]): Promise<LeftAlone[]>;
  /** Ends it, where nobody asks any longer. */
  stop(): void;
}

/**
 * Looks where source code states ports in the way of a client: `localhost:3000`. Those of the
 * project are told, since it goes on to call the old number. By git, which searches faster than
 * files are read one by one, and while others are; nothing is found where there is none.
 * @param others files of the project that git does not track.
 */
export function searchSource(root: string, others: Promise<readonly string[]>): SourceSearch {
  const stopping = new AbortController();
  const found = search(root, others, stopping.signal);
  return {
    stop: () => stopping.abort(),
    async calls(ports, told) {
      const tcp = ports.filter(({ protocols }) => protocols.includes('tcp'));
      const numbers = new Set<number>(tcp.flatMap(({ port }) => port ?? []));
      if (numbers.size === 0) return [];
      const known = new Set(told.map(lineOf));
      const byPort = new Map<number, Mention[]>();
      for (const mention of parseMentions(await found)) {
        if (!known.has(lineOf(mention))) addTo(byPort, mention.port, mention);
      }
      return [...numbers].flatMap((number) => leave(byPort.get(number) ?? []));
    },
  };
}

interface Mention extends FilePlace {
  readonly port: number;
}

function lineOf({ file, line }: FilePlace): string {
  return `${file}:${line}`;
}

/** One entry a number, for its first place: tests may state it a hundred times. */
function leave([first, ...others]: readonly Mention[]): LeftAlone[] {
  if (first === undefined) return [];
  const places = `${others.length} more place${others.length === 1 ? '' : 's'}`;
  const where = others.length === 0 ? '' : ` here and at ${places}`;
  const reason = `source code calls localhost:${first.port}${where}, and is not changed; let it read a variable`;
  return [{ ...first, reason }];
}

/** Any number: which ones are ports of the project is known when all of it is read. */
const CALL = '(localhost|127[.]0[.]0[.]1|0[.]0[.]0[.]0|\\[::1\\]):[0-9]{1,5}([^0-9.]|$)';

async function search(
  root: string,
  others: Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<string> {
  const grep = async (where: readonly string[]): Promise<string> => {
    const words = [...where, ...AS_USUAL, '-IonzE', '--column', '-e', CALL, '--'];
    const asked = ['-c', 'grep.fallbackToNoIndex=false', 'grep', ...words, ...SOURCES, ...NOT_OURS];
    // It fails where nothing is found, and too much is more than enough.
    return (await askGit(root, asked, { ...LIMITS, signal })).output;
  };
  // It looks into every folder for what git does not track: only where there is any.
  const tracked = grep([]);
  const hasOthers = (await others).some((path) => IS_SOURCE.test(path));
  return hasOthers ? grep(['--untracked']) : tracked;
}

/** `path NUL line NUL column NUL match`, a match a line. */
function parseMentions(output: string): Mention[] {
  return output.split('\n').flatMap((text) => {
    const [file, line, column, match = ''] = text.split('\0');
    const port = /:(\d+)\D?$/.exec(match)?.[1];
    if (file === undefined || port === undefined) return [];
    const at = Number(column) + match.lastIndexOf(port);
    return [{ file, line: Number(line), column: at, port: Number(port) }];
  });
}
