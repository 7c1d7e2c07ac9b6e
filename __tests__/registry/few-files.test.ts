import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';

// A port that cannot be asked for, as the process has no file left to open, is not one in use.

const arena = useArena();
const { range } = await useOwnPorts(20);

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

onUnix.each(['tcp', 'udp'])(
  'a process without a file left is told so, not that no %s port is free',
  (protocol) => {
    const url = arena.library().url('src/registry/index.js');
    const words = [process.execPath, '--input-type=module', '-e', PROGRAM];
    const limited = [
      '-c',
      'ulimit -n 100; exec "$@"',
      'sh',
      ...words,
      url,
      arena.newFolder(),
      range,
    ];
    const { stdout, stderr } = spawnSync('sh', [...limited, protocol], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const said: string[] = JSON.parse(stdout);
    expect(said[0]).toBe('given');
    expect(said.filter((word) => word.startsWith('NO_FREE_PORT'))).toEqual([]);
    expect(said).toContainEqual(
      expect.stringMatching(/^REGISTRY_UNUSABLEPorts cannot be asked for: this process/),
    );
  },
);
