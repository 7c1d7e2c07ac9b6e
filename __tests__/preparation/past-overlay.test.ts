import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from '@jest/globals';
import { refusePastOverlay } from '../../src/preparation/past-overlay.js';
import { detect } from '../../src/project/detect.js';
import { removeProjects, temporaryProject } from '../project/temporary-project.js';

afterAll(removeProjects);

const PAST = {
  'compose.yaml': 'services: { web: { image: x, ports: ["3000:80"] } }\n',
  Makefile: 'up:\n\tdocker compose -f compose.yaml up\n',
};
const WORKFLOW = { '.github/workflows/ci.yml': 'jobs: { a: { run: docker compose up -d } }\n' };

it.each([
  ['refuses where people name the files', PAST, {}, true],
  [
    'refuses although a workflow does not, which people do not run',
    { ...PAST, ...WORKFLOW },
    {},
    true,
  ],
  [
    'does not where that workflow may be what runs',
    { ...PAST, ...WORKFLOW },
    { CI: 'true' },
    false,
  ],
  ['refuses in CI where the workflow leaves it to people’s commands', PAST, { CI: 'true' }, true],
])('%s', async (_name, tree, environment, isRefused) => {
  const root = await temporaryProject(tree);
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const detection = await detect(root);
  const refuse = () => refusePastOverlay(detection, environment);
  if (isRefused) expect(refuse).toThrow(/names its compose files with -f/);
  else expect(refuse).not.toThrow();
});
