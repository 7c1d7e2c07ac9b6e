import { afterEach, describe, expect, it } from '@jest/globals';
import type { PortNumber } from '../../../src/ports/index.js';
import { detect } from '../../../src/project/detect.js';
import { composeFileFor, planOverlay } from '../../../src/project/overlay/plan.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';
import { type OverlayCase, overlayCases } from './cases.js';

afterEach(removeProjects);

const OPTIONS = { environment: {}, name: undefined, token: undefined };

/** The override's lines below its head, with every port numbered 20001, 20002 … in its order. */
async function overlay({ tree }: OverlayCase) {
  const root = await temporaryProject(tree);
  const detection = await detect(root, { overlay: true });
  const numbers = new Map(
    detection.ports.map(({ name }, index) => [name, (20_001 + index) as PortNumber]),
  );
  const plan = planOverlay(detection, numbers, OPTIONS);
  const lines = plan.overrides.map(({ text }) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .trim(),
  );
  return { root, plan, lines };
}

describe('the override of a project', () => {
  it.each(overlayCases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const { lines, plan } = await overlay(each);
    expect(lines).toEqual([each.override.join('\n')]);
    const told = plan.leftAlone.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
    expect(told).toEqual((each.left ?? []).map((part) => expect.stringContaining(part)));
  });
});

describe('the files in force', () => {
  const files = async (tree: Record<string, string>, environment = {}) => {
    const root = await temporaryProject(tree);
    const plan = planOverlay(await detect(root), new Map(), { ...OPTIONS, environment });
    return plan.overrides.map((override) => {
      const { value, separator } = composeFileFor(override, '/o.yaml');
      return [value.replaceAll(`${root}/`, ''), separator];
    });
  };
  const web = 'services: { web: { image: x, ports: ["8080:80"] } }\n';

  it.each([
    [{ 'docker-compose.yml': web, 'compose.yaml': web }, 'compose.yaml:/o.yaml'],
    [{ 'docker-compose.yaml': web, 'compose.yml': web }, 'compose.yml:/o.yaml'],
    [
      { 'docker-compose.yml': web, 'docker-compose.override.yml': web, 'compose.prod.yaml': web },
      'docker-compose.yml:docker-compose.override.yml:/o.yaml',
    ],
    [
      {
        '.env': 'COMPOSE_FILE=compose.yaml:compose.dev.yaml\n',
        'compose.yaml': web,
        'compose.dev.yaml': web,
      },
      'compose.yaml:compose.dev.yaml:/o.yaml',
    ],
    [
      {
        '.env': 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=infra/compose.yaml,compose.dev.yaml\n',
        'infra/compose.yaml': web,
        'compose.dev.yaml': web,
      },
      'infra/compose.yaml,compose.dev.yaml,/o.yaml',
      ',',
    ],
  ])('%j: %s', async (tree, value, separator = ':') => {
    expect(await files(tree as Record<string, string>)).toEqual([[value, separator]]);
  });

  it('follows the environment, which beats .env', async () => {
    const tree = { '.env': 'COMPOSE_FILE=a.yaml\n', 'compose.yaml': web, 'compose.dev.yaml': web };
    const environment = {
      COMPOSE_FILE: 'compose.yaml;compose.dev.yaml',
      COMPOSE_PATH_SEPARATOR: ';',
    };
    expect(await files(tree, environment)).toEqual([
      ['compose.yaml;compose.dev.yaml;/o.yaml', ';'],
    ]);
  });

  it('takes another separator where a path holds the usual one', () => {
    const override = {
      directory: '',
      text: '',
      files: ['/a:b/compose.yaml'],
      separator: undefined,
    };
    expect(composeFileFor(override, '/o.yaml')).toEqual({
      value: '/a:b/compose.yaml;/o.yaml',
      separator: ';',
    });
  });
});
