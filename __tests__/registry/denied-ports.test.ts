import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { useOwnPorts } from '../own-ports.js';
import { useArena } from '../stress/folders.js';

// What a system answers that denies a bind (a filter of system calls, SocketBindDeny= of systemd).
// The answer is put in place of the kernel's where Node asks it.

const arena = useArena();
const { range } = await useOwnPorts(2);
const port = Number.parseInt(range, 10);

const PROGRAM = `
  const [url, folder, port, denied] = process.argv.slice(1);
  const { TCP } = process.binding('tcp_wrap');
  for (const name of ['bind', 'bind6']) {
    const bind = TCP.prototype[name];
    TCP.prototype[name] = function (address, asked, ...more) {
      return denied === 'all' || denied === String(asked) ? -1 : bind.call(this, address, asked, ...more);
    };
  }
  const { PortRegistry } = await import(url);
  const registry = new PortRegistry({ registry: folder, environment: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
  const said = ({ code, message }) => code + ' ' + message;
  console.log(await registry.reserve({ ports: ['PORT=' + port] }).then(() => 'given', said));
`;

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([
  ['all', /^REGISTRY_UNUSABLE Ports cannot be asked for: the system said EPERM/],
  [String(port), /^NO_FREE_PORT No free port for/],
  ['none', /^given/],
])('where a rule denies %s, that is told', (denied, told) => {
  const words = [
    '--input-type=module',
    '-e',
    PROGRAM,
    arena.library().url('src/registry/index.js'),
  ];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...words, arena.newFolder(), String(port), denied],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(told);
});
