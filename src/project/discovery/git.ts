import { execFile } from 'node:child_process';
import { startFolder } from '../../ports/index.js';

/** What git may take: whoever asks knows how much an answer is worth to it. */
export interface GitLimits {
  readonly timeoutMs: number;
  readonly outputBytes: number;
  /** Ends it, where nobody waits for the answer any longer. */
  readonly signal?: AbortSignal;
}

export interface GitAnswer {
  /** What it wrote, also where it failed or was stopped. */
  readonly output: string;
  /** It ended with an error, was stopped at a limit, or could not be started. */
  readonly failed: boolean;
  /** It says that it cannot do what it was asked for. */
  readonly refused: boolean;
}

/** What it ends with where it looked for something, and there is nothing of the kind. */
const NOTHING_FOUND = 1;
/** What it ends with where it cannot even begin. */
const FATAL = 128;

/**
 * What of a repository's configuration would have git run a command. A folder of the project may
 * be a repository as it is, without `.git`, which a commit may bring; and where an object is missing
 * git asks for it, by a program that the configuration names.
 */
const RUNS_NOTHING = [
  'core.fsmonitor=false',
  'safe.bareRepository=explicit',
  'protocol.allow=never',
  ...['ext', 'fd', 'file', 'git', 'http', 'https', 'ssh'].map(
    (each) => `protocol.${each}.allow=never`,
  ),
].flatMap((setting) => ['-c', setting]);

/**
 * What git tells the commands that it runs, its hooks and `rebase --exec`, of its own repository: with
 * it another git takes whatever folder it is asked in for the top of the work tree.
 */
const OF_ANOTHER_GIT = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_NAMESPACE'],
];

/** Asks git about the repository that a folder is in. Nothing that is configured there is run. */
export function askGit(
  root: string,
  words: readonly string[],
  { timeoutMs, outputBytes, signal }: GitLimits,
  input = '',
): Promise<GitAnswer> {
  const args = ['-C', root, ...RUNS_NOTHING, ...words];
  const limits = { maxBuffer: outputBytes, timeout: timeoutMs, signal };
  const options = { cwd: startFolder(), env: ofNoGit(), ...limits };
  return new Promise((resolve) => {
    const { stdin } = execFile('git', args, options, (error, output) => {
      const failed = error !== null && error.code !== NOTHING_FOUND;
      resolve({ output, failed, refused: error?.code === FATAL });
    });
    // It may end before it has read all of it.
    stdin?.on('error', () => undefined).end(input);
  });
}

/** What any child gets, without that. */
function ofNoGit(): NodeJS.ProcessEnv {
  // biome-ignore lint/nursery/noJsRestrictedProperties: a child has all of it where nothing is said
  const { env } = process;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_ANOTHER_GIT.includes(name)));
}
