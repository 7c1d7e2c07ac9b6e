import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';

// A port that cannot be asked for, as the process has no file left to open, is not one in use.

const arena = useArena();
const { first, range } = await useOwnPorts(20);

/** Reserves with fewer and fewer files left to open, and prints what became of each try. */
const PROGRAM = `
  import { closeSync, openSync } from 'node:fs';
  const [url, folder, range, protocol] = process.argv.slice(1);
  const { PortRegistry } = await import(url);
  const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
  const registry = new PortRegistry({ registry: folder, environment });
  const request = { range, ports: ['PORT/' + protocol] };
  await (await registry.reserve(request)).release();
  const spare = [];
  try { for (;;) spare.push(openSync('/dev/null')); } catch {}
  const said = [];
  for (let left = 6; left >= 0; left--) {
    const closed = spare.splice(0, left);
    for (const file of closed) closeSync(file);
    said.push(await registry.reserve(request).then(() => 'given', ({ code, message }) => code + message));
    for (const _ of closed) spare.push(openSync('/dev/null'));
  }
  console.log(JSON.stringify(said));
`;

const onUnix = process.platform === 'win32' ? test.skip : test;

/** Runs a program that may have a hundred files open; what it prints is JSON. */
function runLimited(program: string, ...words: string[]) {
  const node = [process.execPath, '--input-type=module', '-e', program, ...words];
  const limited = ['-c', 'ulimit -n 100; exec "$@"', 'sh', ...node];
  const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

onUnix.each(['tcp', 'udp'])(
  'a process without a file left is told so, not that no %s port is free',
  (protocol) => {
    const url = arena.library().url('src/registry/index.js');
    const said: string[] = runLimited(PROGRAM, url, arena.newFolder(), range, protocol);
    expect(said[0]).toBe('given');
    expect(said.filter((word) => word.startsWith('NO_FREE_PORT'))).toEqual([]);
    expect(said).toContainEqual(
      expect.stringMatching(/^REGISTRY_UNUSABLEPorts cannot be asked for: this process/),
    );
  },
);

/** With ever more files left to open, until all is as it should be. */
const EXPLAIN = `
  import { closeSync, openSync } from 'node:fs';
  const [url, folder, port] = process.argv.slice(1);
  const { PortRegistry } = await import(url);
  const registry = new PortRegistry({ registry: folder, environment: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  const { id } = await registry.reserve();
  const explain = () => registry.explain(Number(port)).then(
    ({ protocols }) => protocols.map(({ free }) => free).join(),
    ({ code }) => code,
  );
  const said = [await explain()];
  const spare = [];
  try { for (;;) spare.push(openSync('/dev/null')); } catch {}
  while (spare.length > 60) {
    said.push(await explain());
    closeSync(spare.pop());
  }
  await registry.release(id);
  console.log(JSON.stringify(said));
`;

onUnix('nor is a port explained as held that could not be asked for', () => {
  const url = arena.library().url('src/registry/index.js');
  const said: string[] = runLimited(EXPLAIN, url, arena.newFolder(), String(first));
  expect(new Set(said)).toEqual(new Set(['true,true', 'REGISTRY_UNUSABLE']));
});

const HOLD = `
  import { openSync } from 'node:fs';
  const [url, program] = process.argv.slice(1);
  const { HolderProcess } = await import(url);
  const task = { program, folder: '/', id: '0'.repeat(16), environment: {} };
  try { for (;;) openSync('/dev/null'); } catch {}
  process.stdout.write(JSON.stringify(await new HolderProcess(task).word()));
`;

onUnix('a holder that cannot be started for want of files is told so', () => {
  const url = arena.library().url('src/registry/holder-process.js');
  const reason = 'this process has as many files open as it may';
  expect(runLimited(HOLD, url, '/nowhere')).toEqual({ state: 'failed', reason });
});
