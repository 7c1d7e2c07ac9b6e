import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { cli, inFolder, startCli, useFolder } from './cli.js';

useFolder();

async function explained(port: number) {
  // Not spawnSync: a server of this process must answer meanwhile.
  const { child, ended } = startCli('explain', `${port}`, '--json');
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  expect((await ended).code).toBe(0);
  const { protocols, ...traits } = JSON.parse(text);
  const [tcp, udp] = protocols;
  return { traits, tcp, udp };
}

function reservePort(...words: string[]): { id: string; port: number } {
  const { id, ports } = JSON.parse(cli('reserve', 'WEB', ...words, '--json').stdout);
  return { id, port: ports.WEB };
}

it('tells a lease, its hold, and who listens', async () => {
  const { id, port } = reservePort('--hold', '--owner', 'me', '--label', 'branch=main');
  const before = await explained(port);
  expect(before.tcp).toMatchObject({
    free: false,
    lease: { id, name: 'WEB', owner: 'me', labels: { branch: 'main' }, held: true },
    claim: null,
    heldElsewhere: false,
  });
  expect(before.udp).toMatchObject({ free: true, lease: null, sockets: [] });
  cli('release', '--hold', id); // where only a bound socket can hold
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { tcp } = await explained(port);
  server.close();
  if (process.platform === 'linux') {
    const listening = tcp.sockets.filter(({ state }: { state: string }) => state === 'listening');
    expect(listening).toMatchObject([{ address: '127.0.0.1', process: { pid: process.pid } }]);
  }
  cli('release', id);
});

it('reads as lines for people, and tells what another registry holds', () => {
  const { id, port } = reservePort('--hold', '--registry', inFolder('other'));
  const { stdout, status } = cli('explain', `${port}`);
  expect(status).toBe(0);
  const held = process.platform === 'linux' ? 'held for another registry' : 'not free';
  expect(stdout).toContain(`${port}/tcp  ${held}`);
  expect(stdout).toContain(`${port}/udp  free\n`);
  cli('release', id, '--registry', inFolder('other'));
});

it('says what a released port waits for', () => {
  const { id, port } = reservePort();
  cli('release', id);
  expect(cli('explain', `${port}`).stdout).toContain('was released a moment ago');
});

it.each([
  [22, { refusedByBrowsers: true }],
  [6000, { refusedByBrowsers: true, ephemeral: false }],
  [8080, { refusedByBrowsers: false, privileged: false }],
])('says what kind of number %i is', async (port, traits) => {
  expect((await explained(port)).traits).toMatchObject({ schema: 1, port, ...traits });
});

it.each(['0', '70000', 'web', '08'])('refuses %s', (port) => {
  const { status, stderr } = cli('explain', port);
  expect(status).toBe(2);
  expect(stderr).toContain('is not a port number');
});
