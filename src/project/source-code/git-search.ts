import { availableParallelism } from 'node:os';
import { elapsedMs } from '../../ports/index.js';
import type { SilenceTest } from '../discovery/discover.js';
import { askGit, type GitAnswer } from '../discovery/git.js';
import type { Listing } from '../discovery/list-files.js';
import { anyCall, readCalls } from './calls.js';
import {
  IN_NOT_OURS,
  IS_CONFIGURATION,
  IS_SOURCE,
  LOCKS,
  NOT_OURS,
  searchedAmong,
} from './kinds.js';
import type { Mention } from './telling.js';

/** A machine that is busy takes ten times as long, and what is not found in time is not told. */
const LIMITS = { timeoutMs: 60_000, outputBytes: 16 * 1024 * 1024 };
/** What people may have configured otherwise: paths count from the root of the project. */
const AS_USUAL = ['--no-full-name', '--no-recurse-submodules', '--no-color'];
/** One of the processors is left for what goes on meanwhile. */
const THREADS = `--threads=${Math.max(1, availableParallelism() - 1)}`;

const EXCLUDED = [...NOT_OURS.map((folder) => `${folder}/**`), ...LOCKS].map(
  (path) => `:(exclude)**/${path}`,
);
/** Of git itself. It stops where the environment has pathspecs mean something else. */
const GLOBALS = ['--glob-pathspecs', '-c', 'grep.fallbackToNoIndex=false'];
const NOTHING_SEARCHED: GitAnswer = { output: '', failed: true, refused: false };

/** Calls and signs in what git tracks, and in what is new. */
export async function searchByGit(
  root: string,
  listing: Listing,
  signal: AbortSignal,
): Promise<GitAnswer> {
  const early = new AbortController();
  signal.addEventListener('abort', () => early.abort());
  const tracked = await listing.tracked;
  const found = grep(root, tracked, [], early.signal);
  // It looks into every folder for what git does not track: only where there is any.
  const others = (await listing.others).filter(
    (path) => IS_SOURCE.test(path) || IS_CONFIGURATION.test(path),
  );
  if (others.length === 0) return found;
  early.abort();
  return grep(root, [...tracked, ...others], ['--untracked'], signal);
}

/**
 * One search after another, which together have the time of one.
 * @param paths the files that git would look into, and perhaps others.
 */
async function grep(
  root: string,
  paths: readonly string[],
  where: readonly string[],
  signal: AbortSignal,
): Promise<GitAnswer> {
  const end = elapsedMs() + LIMITS.timeoutMs;
  const answers: GitAnswer[] = [];
  // Git compares each path with each of the places.
  for (const { signs, places } of searchedAmong(paths)) {
    if (signal.aborted) return NOTHING_SEARCHED;
    const ask = (syntax: string): Promise<GitAnswer> => {
      const patterns = [anyCall, ...signs].flatMap((each) => ['-e', each]);
      const words = [...where, ...AS_USUAL, THREADS, syntax, '-aonz', ...patterns];
      const all = [...GLOBALS, 'grep', ...words, '--', ...places, ...EXCLUDED];
      const timeoutMs = Math.max(1, Math.floor(end - elapsedMs()));
      return askGit(root, all, { ...LIMITS, timeoutMs, signal });
    };
    // Five times as fast, and not in every git.
    const answer = await ask('-P');
    answers.push(answer.refused ? await ask('-E') : answer);
  }
  if (answers.length === 0) return NOTHING_SEARCHED;
  return {
    output: answers.map(({ output }) => output).join('\n'),
    failed: answers.some(({ failed }) => failed),
    refused: false,
  };
}

/** Which files git looked into, and found nothing in. */
export async function silenceTest(
  answer: Promise<GitAnswer>,
  files: Listing['files'],
): Promise<SilenceTest> {
  const { output, failed } = await answer;
  if (failed) return () => false;
  const matching = new Set(output.split('\n').map((text) => text.slice(0, text.indexOf('\0'))));
  const { isSearched } = await files;
  return (path) =>
    (IS_SOURCE.test(path) || IS_CONFIGURATION.test(path)) &&
    !matching.has(path) &&
    !IN_NOT_OURS.test(path) &&
    !path.includes('\n') &&
    isSearched(path);
}

/** As one search of all would have them. */
export function inGitsOrder(one: Mention, other: Mention): number {
  if (one.file === other.file) return 0;
  return one.file < other.file ? -1 : 1;
}

/** `path NUL line NUL match`, a match a line. */
export function mentionsIn({ output }: GitAnswer): Mention[] {
  return output.split('\n').flatMap((text) => {
    const [file, line, match = ''] = text.split('\0');
    if (file === undefined) return [];
    return readCalls(match).map((call) => ({ file, line: Number(line), ...call }));
  });
}
