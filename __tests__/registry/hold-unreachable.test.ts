import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { tell } from '../stress/aftermath.js';
import { useArena } from '../stress/folders.js';

// A network whose loopback is down, as a new one's is until somebody sets it up, or where somebody set it down: a holder that
// cannot connect to itself there has not met anybody.

const arena = useArena();

const PROGRAM = `
  const [url, registry, holder] = process.argv.slice(1);
  const { PortRegistry } = await import(url);
  const said = [];
  const reporter = { warn: (message) => said.push(message), info() {}, debug() {} };
  const environment = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
  const ports = new PortRegistry({ registry, holder, reporter, environment });
  const given = await ports.reserve({ hold: true, count: 2 }).catch(({ message }) => ({ message }));
  console.log(JSON.stringify({ leases: given.leases?.length, message: given.message, said }));
`;

const WHAT = 'ports are leased where they cannot be held, and it is said why';

if (spawnSync('unshare', ['--net', 'ip', 'link']).status === 0) {
  it.each([
    ['never was set up', 'true', /not held: connect ENETUNREACH/],
    [
      'was set down',
      'ip link set lo up && ip link set lo down',
      /not held: the loopback interface is down/,
    ],
  ])(`${WHAT}: the loopback %s`, (_, prepare, told) => {
    const { folder, url } = arena.library();
    const holder = join(folder, 'src', 'holder', 'main.js');
    const words = [PROGRAM, url('src/registry/index.js'), arena.newFolder(), holder];
    const node = [process.execPath, '--input-type=module', '-e', ...words];
    const inNetwork = ['--net', '--', 'sh', '-c', `${prepare} && exec "$@"`, 'sh', ...node];
    const { stdout } = spawnSync('unshare', inNetwork, { encoding: 'utf8' });
    const { leases, said } = JSON.parse(stdout);
    expect(leases).toBe(2);
    expect(said).toContainEqual(expect.stringMatching(told));
  });
} else {
  tell('did not run here: a network whose loopback is down, which takes root, unshare and ip');
  it.todo(WHAT);
}
