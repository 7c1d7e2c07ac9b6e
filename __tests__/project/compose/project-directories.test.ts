import { afterAll, describe, expect, it } from '@jest/globals';
import { detect } from '../../../src/project/detect.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const COMPOSE = `services:
  shop:
    build: { context: ./docker/node, dockerfile: Dockerfile.web }
    env_file: docker/web-vars
    volumes: ["./web:/app"]
`;

const tree = {
  'infra/compose.yaml': COMPOSE,
  'compose.yaml': 'services:\n  db: { image: x }\n',
  'docker/node/Dockerfile.web': 'FROM node\nEXPOSE 3000\n',
  'docker/web-vars': 'SELF_URL=http://localhost:3000\n',
  'web/.env': 'PORT=3000\n',
};

describe('a compose file whose paths count from another folder', () => {
  it.each([
    [
      'a command says',
      'Makefile',
      'up:\n\tdocker compose --project-directory . -f infra/compose.yaml up\n',
    ],
    [
      'a script says by a variable',
      'bin/up.sh',
      'docker compose -f "$ROOT/infra/compose.yaml" --project-directory="$ROOT" up\n',
    ],
    [
      'the first of its files lies in',
      'Makefile',
      'up:\n\tdocker compose -f compose.yaml -f infra/compose.yaml up\n',
    ],
    [
      'the first file of COMPOSE_FILE lies in',
      '.env',
      'COMPOSE_FILE=compose.yaml:infra/compose.yaml\n',
    ],
    ['has what it names, as its own has not', 'Makefile', 'up:\n\ttrue\n'],
  ])('which %s, mounts and loads what lies there', async (_what, path, text) => {
    const root = await temporaryProject({ ...tree, [path]: text });
    const { ports, leftAlone } = await detect(root);
    expect(ports).toEqual([]);
    expect(leftAlone.filter(({ file }) => file === 'web/.env')).toMatchObject([
      { reason: expect.stringContaining('"shop" mounts its folder (infra/compose.yaml:5)') },
    ]);
  });

  it('leaves another folder out where its own has what it names', async () => {
    const root = await temporaryProject({
      ...tree,
      'infra/docker/node/Dockerfile.web': 'FROM node\nEXPOSE 3000\n',
      'infra/web/.env': 'PORT=3000\n',
    });
    const { ports } = await detect(root);
    expect(ports.flatMap(({ sites }) => sites)).toMatchObject([{ file: 'web/.env' }]);
  });

  it('takes a variable for a file, and not for a folder', async () => {
    const root = await temporaryProject({
      'bin/up.sh': 'docker compose -f "$FILE" up\n',
      'compose.yaml': 'services:\n  web: { image: x, ports: ["3000:80"] }\n',
    });
    expect((await detect(root)).leftAlone).toEqual([]);
  });

  it('has the variables of the .env that lies there', async () => {
    const root = await temporaryProject({
      'infra/compose.yaml': 'services:\n  web: { image: x, ports: ["${WEB_PORT:-3000}:80"] }\n',
      '.env': 'WEB_PORT=4000\n',
      'package.json':
        '{"scripts":{"up":"docker compose -f infra/compose.yaml --project-directory . up"}}',
    });
    const { ports } = await detect(root);
    expect(ports).toMatchObject([{ name: 'WEB_PORT', port: 4000, sites: [{ file: '.env' }] }]);
  });
});
