import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { tell } from '../stress/aftermath.js';
import { useArena } from '../stress/folders.js';

// A network whose loopback is down, as a new one's is until somebody sets it up: a holder that
// cannot connect to itself there has not met anybody.

const arena = useArena();
const IN_NEW_NETWORK = ['--net', '--', process.execPath, '--input-type=module', '-e'];

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

if (spawnSync('unshare', ['--net', 'true']).status === 0) {
  it('ports are leased where they cannot be held, and it is said why', () => {
    const { folder, url } = arena.library();
    const holder = join(folder, 'src', 'holder', 'main.js');
    const words = [PROGRAM, url('src/registry/index.js'), arena.newFolder(), holder];
    const { stdout } = spawnSync('unshare', [...IN_NEW_NETWORK, ...words], { encoding: 'utf8' });
    const { leases, said } = JSON.parse(stdout);
    expect(leases).toBe(2);
    expect(said).toContainEqual(expect.stringMatching(/not held: connect ENETUNREACH/));
  });
} else {
  tell('did not run here: a network whose loopback is down, which takes root and unshare');
  it.todo('ports are leased where they cannot be held, and it is said why');
}
