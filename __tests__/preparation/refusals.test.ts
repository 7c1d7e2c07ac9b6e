import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parsePortRequest } from '../../src/ports/index.js';
import { requestedPorts } from '../../src/preparation/find.js';
import { openProject } from '../../src/preparation/project.js';
import { detectPorts } from '../../src/prepare.js';
import { removeProjects, temporaryProject } from '../project/temporary-project.js';

// What is asked for is refused before anything of the project is read.

afterEach(removeProjects);

describe('a root that is none', () => {
  it.each([
    ['nowhere', /^There is no folder .*nowhere$/],
    ['.env', /\.env is a file, and no folder$/],
  ])('%s', async (name, message) => {
    const root = await temporaryProject({ '.env': 'PORT=3000\n' });
    await expect(detectPorts({ directory: join(root, name) })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('a folder whose name is not UTF-8', async () => {
    const root = await temporaryProject();
    const folder = Buffer.concat([Buffer.from(`${root}/p`), Buffer.from([0xff])]);
    mkdirSync(folder);
    symlinkSync(folder, join(root, 'link'));
    await expect(detectPorts({ directory: join(root, 'link') })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/link is not UTF-8: /),
    });
  });
});

it.each([
  [
    ['A', 'B=3000'],
    ['A', 'B'],
  ],
  [['A=3000', 'A=4000'], 'A is asked for twice'],
  [['A', 'B', 'A'], 'A is asked for twice'],
])('asks for %j', async (texts, expected) => {
  const directory = await temporaryProject();
  const project = await openProject({ directory, ports: texts.map(parsePortRequest) });
  const names = () => requestedPorts(project).map(({ name }) => name);
  if (typeof expected === 'string') expect(names).toThrow(expected);
  else expect(names()).toEqual(expected);
});

it.each([
  ['WEB_PORT=8080', ['WEB_PORT is asked for as 8080, but .env:1 says 3000, which is what moves']],
  ['WEB_PORT=3000', []],
  ['WEB_PORT', []],
  ['OTHER_PORT=8080', []],
])('says where the project has another number than is asked for: %s', async (text, expected) => {
  const directory = await temporaryProject({ '.env': 'WEB_PORT=3000\n' });
  const warnings: string[] = [];
  const reporter = { warn: (each: string) => warnings.push(each), info: () => 0, debug: () => 0 };
  await detectPorts({ directory, ports: [parsePortRequest(text)], reporter });
  expect(warnings).toEqual(expected.map((each) => expect.stringContaining(each)));
});
