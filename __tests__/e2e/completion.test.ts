import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The completion scripts in the shells that they are for, as a person types: half a line and a tab.

const program = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'dist/cli/index.js',
);
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-completion-'));
  for (const name of ['bin', 'shop/apps', 'home'])
    mkdirSync(join(folder, name), { recursive: true });
  const command = join(folder, 'bin', 'portkeeper');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(command, 0o755);
  writeFileSync(join(folder, 'shop', '.env'), 'WEB_PORT=3000\nAPI_PORT=4000\n');
  writeFileSync(join(folder, 'shop', 'only.yaml'), '');
  env = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    HOME: join(folder, 'home'),
    TERM: 'dumb',
    PORTKEEPER_REGISTRY: join(folder, 'registry'),
  };
  run('portkeeper', 'prepare', '--quiet');
  for (const shell of ['bash', 'zsh', 'fish']) {
    writeFileSync(join(folder, shell), run('portkeeper', 'completion', shell));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string, ...words: string[]): string {
  const options = { cwd: join(folder, 'shop'), env, encoding: 'utf8', timeout: 60_000 } as const;
  return execFileSync(file, words, options);
}

/** Types each line into an interactive shell on a terminal of its own, then a tab, and tells what became of it. */
const TYPIST = `
zmodload zsh/zpty
zpty shell "$1"
zpty -w shell "$2"
zpty -r -m shell out '*ready*'
for line in "\${@:3}"; do
  zpty -w -n shell "$line"$'\\t\\x18'
  zpty -r -m shell out '*<<*>>*'
  print -r -- "\${\${out##*<<}%%>>*}"
done
zpty -d shell
`;

/** On Ctrl-X each shell tells its line, and empties it. */
const INTERACTIVE = {
  bash: [
    'bash --norc --noprofile -i',
    'PS1=; source ../bash; tell() { echo "<<$READLINE_LINE>>"; READLINE_LINE=; }; bind -x \'"\\C-x": tell\'; echo rea""dy',
  ],
  zsh: [
    'zsh -f -i',
    'PS1=; autoload -Uz compinit; compinit -D -u; source ../zsh; unsetopt beep; tell() { print -r -- "<<$BUFFER>>"; zle kill-buffer }; zle -N tell; bindkey "^X" tell; print rea""dy',
  ],
} as const;

const LINES = [
  ['portkeeper pre', 'portkeeper prepare'],
  ['portkeeper --v', 'portkeeper --version'],
  ['portkeeper prepare --strat', 'portkeeper prepare --strategy'],
  ['portkeeper prepare --config on', 'portkeeper prepare --config only.yaml'],
  ['portkeeper restore ap', 'portkeeper restore apps'],
  ['portkeeper completion z', 'portkeeper completion zsh'],
  ['portkeeper worktree l', 'portkeeper worktree list'],
  ['portkeeper prepare --mode o', 'portkeeper prepare --mode overlay'],
  ['portkeeper env --format d', 'portkeeper env --format dotenv'],
  ['portkeeper port W', 'portkeeper port WEB_PORT'],
  ['portkeeper open A', 'portkeeper open API_PORT'],
  ['portkeeper --registry ap', 'portkeeper --registry apps'],
  ['portkeeper --reg', 'portkeeper --registry'],
  ['portkeeper --registry apps st', 'portkeeper --registry apps status'],
  ['portkeeper --json --lock only.yaml pre', 'portkeeper --json --lock only.yaml prepare'],
  ['portkeeper --json --registry apps --pr', 'portkeeper --json --registry apps --pretty'],
  ['portkeeper --registry=apps st', 'portkeeper --registry=apps status'],
  ['portkeeper --registry apps prepare --strat', 'portkeeper --registry apps prepare --strategy'],
  ['portkeeper --quiet port W', 'portkeeper --quiet port WEB_PORT'],
] as const;

const typed = LINES.map(([line]) => line);
const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;

it.each(['bash', 'zsh', 'fish'])(
  '%s is there to be asked: install it, or run this as root on a Debian',
  (shell) => {
    expect(isThere(shell)).toBe(true);
  },
);

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  it('completes commands, options, files, folders and the names of ports', () => {
    const [command, setUp] = INTERACTIVE[shell];
    const lines = run('zsh', '-f', '-c', TYPIST, 'typist', command, setUp, ...typed).trimEnd();
    const completed = lines.split('\n').map((line) => line.replace(/[ /]$/, ''));
    expect(completed).toEqual(LINES.map(([, line]) => line));
  });
});

describe('fish', () => {
  it('completes commands, options, files, folders and the names of ports', () => {
    const script = 'source ../fish; for line in $argv; complete -C $line; end';
    const lines = run('fish', '--no-config', '-c', script, ...typed).trimEnd();
    const last = LINES.map(([, line]) => line.split(' ').at(-1));
    const completed = lines.split('\n').map((line) => line.replace(/\/?\t.*|\/$/, ''));
    expect(completed).toEqual(last);
  });
});
