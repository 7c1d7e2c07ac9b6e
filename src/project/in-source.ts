import { askGit } from './git.js';
import type { FilePlace, LeftAlone, LogicalPort } from './site.js';

const LIMITS = { timeoutMs: 10_000, outputBytes: 1024 * 1024 };
/** What people may have configured otherwise: paths count from the root of the project. */
const AS_USUAL = ['--no-full-name', '--no-recurse-submodules', '--no-color'];
/** What is written by people and runs as it stands; documentation only tells. */
const SOURCES =
  'js cjs mjs jsx ts cts mts tsx vue svelte astro py rb php go rs java kt kts groovy scala cs fs vb ex exs dart swift http'
    .split(' ')
    .map((extension) => `*.${extension}`);
/** Where others' code, and what a build made of one's own, is sometimes committed. */
const NOT_OURS = ['node_modules', 'vendor', 'dist', 'build'].map(
  (folder) => `:(exclude,glob)**/${folder}/**`,
);

/**
 * Where source code states ports of the project in the way of a client: `localhost:3000`. It is
 * told, since it goes on to call the old number. By git, which searches faster than files are read
 * one by one; nothing is found where there is none.
 * @param told places that are known already.
 */
export async function findInSource(
  root: string,
  ports: readonly LogicalPort[],
  told: readonly FilePlace[],
): Promise<LeftAlone[]> {
  const numbers = new Set(
    ports.filter(({ protocols }) => protocols.includes('tcp')).flatMap(({ port }) => port ?? []),
  );
  if (numbers.size === 0) return [];
  const mentions = parseMentions(await search(root, [...numbers]));
  const known = new Set(told.map(lineOf));
  const others = mentions.filter((mention) => !known.has(lineOf(mention)));
  return [...numbers].flatMap((number) => leave(others.filter(({ port }) => port === number)));
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

async function search(root: string, ports: readonly number[]): Promise<string> {
  const pattern = `(localhost|127[.]0[.]0[.]1|0[.]0[.]0[.]0|\\[::1\\]):(${ports.join('|')})([^0-9.]|$)`;
  const words = ['grep', '--untracked', ...AS_USUAL, '-IonzE', '--column', '-e', pattern, '--'];
  // It fails where nothing is found, and too much is more than enough.
  return (await askGit(root, [...words, ...SOURCES, ...NOT_OURS], LIMITS)).output;
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
