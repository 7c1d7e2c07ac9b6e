import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';

// What a system answers that denies a bind (a filter of system calls, SocketBindDeny= of systemd).
// The answer is put in place of the kernel's where Node asks it.

const arena = useArena();
const { range } = await useOwnPorts(2);
const port = Number.parseInt(range, 10);

const PROGRAM = `
  const [url, folder, denied, number, ...ports] = process.argv.slice(1);
  const { TCP } = process.binding('tcp_wrap');
  for (const name of ['bind', 'bind6']) {
    const bind = TCP.prototype[name];
    TCP.prototype[name] = function (address, asked, ...more) {
      const isDenied = denied === 'all' || denied === String(asked);
      return isDenied ? Number(number) : bind.call(this, address, asked, ...more);
    };
  }
  const { PortRegistry } = await import(url);
  const registry = new PortRegistry({ registry: folder, environment: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  const said = ({ code, message }) => code + ' ' + message;
  const reserve = (port) => registry.reserve({ ports: ['PORT=' + port] }).then(() => 'given', said);
  console.log((await Promise.all(ports.map(reserve))).join('\\n'));
`;
const [EPERM, EMFILE] = ['-1', '-24'];

/** What each of these reservations, made at once in one process, is told. */
function reserve(denied: string, number: string, ...ports: number[]): string[] {
  const url = arena.library().url('src/registry/index.js');
  const words = [url, arena.newFolder(), denied, number, ...ports.map(String)];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', PROGRAM, ...words],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([
  ['all', /^REGISTRY_UNUSABLE Ports cannot be asked for: the system said EPERM/],
  [String(port), /^NO_FREE_PORT No free port for/],
  ['none', /^given/],
])('where a rule denies %s, that is told', (denied, told) => {
  expect(reserve(denied, EPERM, port)).toEqual([expect.stringMatching(told)]);
});

onLinux("what one reservation lacks is no other one's matter", async () => {
  const server = createServer().listen({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  try {
    expect(reserve(`${port + 1}`, EMFILE, port, port + 1)).toEqual([
      expect.stringMatching(/^NO_FREE_PORT .* is used by/),
      expect.stringMatching(/^REGISTRY_UNUSABLE .* as many files open as it may/),
    ]);
  } finally {
    server.close();
  }
});
