import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Machine, type PortNumber, Survey } from '../../src/ports/index.js';
import { FolderStore } from '../../src/registry/backends/folder.js';
import { Culprits, MAX_CULPRITS } from '../../src/registry/culprits.js';

it('looks for the user of a port where it is told, not where the port is passed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portkeeper-culprits-'));
  const server = createServer().listen();
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port as PortNumber;
  try {
    const machine = new Machine({ DOCKER_HOST: 'unix:///nowhere' });
    const culprits = new Culprits(new FolderStore(folder), new Survey(machine));
    for (let i = 0; i <= MAX_CULPRITS; i++) culprits.addUser('tcp', port);
    expect(culprits.list.map(({ reason }) => reason)).toEqual(
      Array(MAX_CULPRITS + 1).fill('in use'),
    );
    const [told, ...rest] = await culprits.toTell();
    if (process.platform === 'linux') expect(told?.reason).toMatch(`pid ${process.pid}`);
    expect(rest.at(-1)?.reason).toBe('in use');
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
