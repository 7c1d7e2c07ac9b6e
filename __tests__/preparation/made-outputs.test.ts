import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { detectPorts, prepareProject } from '../../src/prepare.js';
import { folderOwner, PortRegistry } from '../../src/registry/index.js';

// Files that a preparation made for others to read, when the project is looked at again.

let folder: string;
let root: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-outputs-')));
  root = join(folder, 'project');
  mkdirSync(join(root, 'api'), { recursive: true });
  writeFileSync(join(root, 'api', '.env'), 'PORT=4000\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('takes what it made for no statement of the project', async () => {
  const outputs = 'outputs:\n  - { type: env, path: .env.ports }\n';
  writeFileSync(join(root, 'portkeeper.yaml'), outputs);
  const environment = { XDG_STATE_HOME: folder, HOME: folder, LOCALAPPDATA: folder };
  const registry = new PortRegistry({ environment });
  const options = { directory: root, environment, registry, owner: folderOwner(root) };
  await prepareProject({ ...options, hold: false });
  const { ports, ambiguousVariables } = await detectPorts({ directory: root });
  const files = ports.flatMap(({ sites }) => sites.map(({ file }) => file));
  expect(files).toEqual(['api/.env']);
  expect(ambiguousVariables).toEqual([]);
});
