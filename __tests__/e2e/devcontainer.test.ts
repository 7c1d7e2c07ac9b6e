import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';

// The feature and the host's side, with the real Dev Containers CLI and a real engine. The images are made on this
// machine: scripts/devcontainers.sh.

jest.setTimeout(240_000);

const run = promisify(execFile);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = join(root, 'dist', 'cli', 'index.js');
const { PORTKEEPER_DEVCONTAINER_CLI: cli = '' } = process.env;
const images = {
  node: process.env.PORTKEEPER_DEVCONTAINER_NODE ?? '',
  bare: process.env.PORTKEEPER_DEVCONTAINER_BARE ?? '',
};

let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-devcontainer-')));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, target] of [
    ['devcontainer', cli],
    ['portkeeper', program],
  ]) {
    writeFileSync(
      join(bin, name ?? ''),
      `#!/bin/sh\nexec '${process.execPath}' '${target}' "$@"\n`,
    );
    chmodSync(join(bin, name ?? ''), 0o755);
  }
  env = {
    ...process.env,
    PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`,
    PORTKEEPER_REGISTRY: join(folder, 'registry'),
    DOCKER_BUILDKIT: '0',
  };
});

afterAll(() => {
  removeContainers();
  rmSync(folder, { recursive: true, force: true });
});

function docker(...words: string[]): string {
  return execFileSync('docker', words, {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** There is no `devcontainer down`: what was made for a folder is found by its label. */
function removeContainers(): void {
  const parts = ['.ID', '.Label "devcontainer.local_folder"', '.Image', '.Networks'];
  const format = parts.map((part) => `{{${part}}}`).join('\t');
  const rows = docker('ps', '--all', '--format', format).split('\n');
  for (const row of rows.filter((line) => line.includes(`\t${folder}`))) {
    const [id = '', , image = '', network = ''] = row.split('\t');
    docker('rm', '--force', '--volumes', id);
    if (network !== 'bridge') docker('network', 'rm', network);
    removeImages(image);
  }
}

/** The images that the tools made, by what was printed: they are named so, and for a folder of their own. */
function removeImages(text: string): void {
  const names = [...new Set(text.match(/\bvsc-[\w-]+/g) ?? [])];
  const known = docker('images', '--format', '{{.Repository}}').split('\n');
  const ours = names.filter((name) => known.includes(name));
  if (ours.length > 0) docker('rmi', '--force', ...ours);
}

async function tool(words: readonly string[], cwd = folder): Promise<string> {
  const [file = '', ...args] = words;
  try {
    const { stdout, stderr } = await run(file, args, { cwd, env, encoding: 'utf8' });
    return stdout + stderr;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${words.join(' ')}\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`);
  }
}

/** The feature as it is published, but for what an offline CLI cannot look up: the order of other features. */
async function packageFeature(target: string): Promise<void> {
  const script = await import(pathToFileURL(join(root, 'scripts', 'feature.mjs')).href);
  await script.packageFeature(target);
  const file = join(target, 'src', 'portkeeper', 'devcontainer-feature.json');
  const { installsAfter: _, ...json } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(json));
}

it.each([
  ['with Node.js', 'node'],
  ['without, from its own packages', 'bare'],
] as const)(
  'installs the feature on a Debian %s, and passes its own tests',
  async (_what, base) => {
    const target = join(folder, `feature-${base}`);
    await packageFeature(target);
    const scenarios = join(target, 'test', 'portkeeper', 'scenarios.json');
    writeFileSync(
      scenarios,
      readFileSync(scenarios, 'utf8').replace(/"image": "[^"]+"/g, `"image": "${images[base]}"`),
    );
    const words = ['features', 'test', '--features', 'portkeeper', '--base-image', images[base]];
    const only = base === 'bare' ? ['--skip-scenarios'] : [];
    const log = await tool(['devcontainer', ...words, '--remote-user', 'vscode', ...only, target]);
    removeImages(log);
    expect(log).toContain("Passed:      'portkeeper'");
    for (const name of base === 'node' ? ['auto_prepare', 'post_create'] : []) {
      expect(log).toContain(`Passed:      '${name}'`);
    }
    expect(log).not.toContain('Failed:');
  },
);

/** Two worktrees of one repository, in folders that are called the same. */
function worktrees(name: string, files: Readonly<Record<string, string>>): [string, string] {
  const main = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(main, path)), { recursive: true });
    writeFileSync(join(main, path), text);
  }
  const git = (...words: string[]) => execFileSync('git', words, { cwd: main, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 's');
  const linked = [`${name}-one`, `${name}-two`].map((branch) => {
    const path = join(folder, branch, 'shop');
    git('worktree', 'add', '--quiet', '-b', branch, path);
    return path;
  });
  return linked as [string, string];
}

async function answerAt(port: number): Promise<string> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await (await fetch(`http://127.0.0.1:${port}/`)).text();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const changed = (path: string) =>
  execFileSync('git', ['status', '--porcelain'], { cwd: path, encoding: 'utf8' });

type Kind = 'image' | 'compose' | 'variables';

const ignored = (path: string) =>
  execFileSync('git', ['status', '--porcelain', '--ignored'], { cwd: path, encoding: 'utf8' });

/** What git's own file there ends with tells one worktree from the other. */
const nameOf = (path: string) => basename(readFileSync(join(path, '.git'), 'utf8')).trim();

/** Answers with the name of the worktree that it runs in. */
const SERVER = [
  "const name = require('path').basename(String(require('fs').readFileSync('.git'))).trim();",
  "require('http').createServer((_, answer) => answer.end(name)).listen(3000)",
].join(' ');

const SETTINGS: Record<Kind, Readonly<Record<string, string>>> = {
  image: {
    '.devcontainer/devcontainer.json': JSON.stringify({
      image: images.node,
      remoteUser: 'vscode',
      appPort: [3000],
      postStartCommand: `nohup node -e "${SERVER}" >/dev/null 2>&1 &`,
    }),
  },
  compose: {
    '.gitignore': '.devcontainer/compose.portkeeper.yaml\n',
    '.devcontainer/devcontainer.json': JSON.stringify({
      dockerComposeFile: ['docker-compose.yml', 'compose.portkeeper.yaml'],
      service: 'app',
      workspaceFolder: '/workspace',
      initializeCommand: 'portkeeper prepare --devcontainer',
    }),
    '.devcontainer/docker-compose.yml': composeFile('3000:3000'),
  },
  variables: {
    '.gitignore': '.env\n',
    '.devcontainer/devcontainer.json': JSON.stringify({
      dockerComposeFile: 'docker-compose.yml',
      service: 'app',
      workspaceFolder: '/workspace',
      initializeCommand: 'portkeeper prepare --devcontainer',
    }),
    '.devcontainer/docker-compose.yml': composeFile('${WEB_PORT:-3000}:3000'),
  },
};

function composeFile(mapping: string): string {
  return `services:
  app:
    image: ${images.node}
    volumes: ["..:/workspace"]
    ports: ["${mapping}"]
    working_dir: /workspace
    command: ["node", "-e", ${JSON.stringify(SERVER)}]
`;
}

const START: Record<Kind, (path: string, ...words: string[]) => string[]> = {
  image: (path, ...words) => ['portkeeper', 'devcontainer', 'up', path, '--', ...words],
  compose: (path, ...words) => ['devcontainer', 'up', '--workspace-folder', path, ...words],
  variables: (path, ...words) => ['devcontainer', 'up', '--workspace-folder', path, ...words],
};

/** The host ports of the container of a checkout, as the engine has them. */
function hostPorts(path: string): number[] {
  const label = `label=devcontainer.local_folder=${path}`;
  const words = ['ps', '--filter', label, '--format', '{{.Ports}}'];
  const ports = execFileSync('docker', words, { encoding: 'utf8', env });
  return [...new Set([...ports.matchAll(/:(\d+)->3000/g)].map(([, port]) => Number(port)))];
}

it.each(['image', 'compose', 'variables'] as const)(
  'has two worktrees of one repository up at once (%s), each on its own port, also built anew',
  async (kind) => {
    const paths = worktrees(kind, SETTINGS[kind]);
    const ports: number[] = [];
    for (const path of paths) {
      await tool(START[kind](path));
      const [port = 0, ...others] = hostPorts(path);
      expect(others).toEqual([]);
      expect(port).toBeGreaterThanOrEqual(20_000);
      ports.push(port);
    }
    expect(new Set(ports).size).toBe(2);
    for (const [at, path] of paths.entries()) {
      expect(await answerAt(ports[at] ?? 0)).toBe(nameOf(path));
    }
    const [first] = paths;
    await tool(START[kind](first, '--remove-existing-container'));
    expect(hostPorts(first)).toEqual([ports[0]]);
    expect(await answerAt(ports[0] ?? 0)).toBe(nameOf(first));
    for (const path of paths) expect(changed(path)).toBe('');
    for (const path of paths) await tool(['portkeeper', 'restore', path]);
    for (const path of paths) expect(ignored(path)).toBe('');
    expect(JSON.parse(await tool(['portkeeper', 'status', '--json'])).leases).toEqual([]);
  },
);
