import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { expect, it } from '@jest/globals';
import { fileKinds, kindOf } from '../../../src/project/files/index.js';
import { cpuMsOf } from '../../cpu-time.js';

it.each([
  ...['compose.yaml', '.env.local', 'apps/web/package.json', 'angular.json', 'src/index.ts'],
  ...['k8s/.env', 'deploy/helm/x/.env.prod', 'ansible/.test.env'],
  ...['a/application-dev.yml', 'bin/x/appsettings.json', 'src/A/APPSETTINGS.json', 'a/Dockerfile'],
  ...[
    '.vscode/launch.json',
    'x/supabase/config.toml',
    'config.toml',
    'a/vite.config.mts',
    'README',
  ],
])('the kind of %s is the first that matches it', (path) => {
  expect(kindOf(path)).toBe(fileKinds.find((kind) => kind.matches(path)));
});

it.each(['k8s/.env', 'deploy/helm/x/.env.prod', 'ansible/.test.env'])(
  'takes %s for no env file of this machine',
  (path) => {
    expect(kindOf(path)?.name).not.toBe('dotenv');
    expect(kindOf(path.replace(/(^|\/)(k8s|helm|ansible)\//, '$1app/'))?.name).toBe('dotenv');
  },
);

it.each(['a/appsettings.Example.json', 'application.sample.yml', '.vscode/launch.template.json'])(
  'takes %s for what is there to be copied',
  (path) => {
    expect(kindOf(path)).toBeUndefined();
    expect(kindOf(path.replace(/\.(?:example|sample|template)/i, ''))).toBeDefined();
  },
);

it('is the first that matches for every file of the fixtures, and for those that are called like them', () => {
  const fixtures = new URL('../../fixtures', import.meta.url);
  const paths = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const inside = path.split(sep).slice(2).join('/');
    const name = inside.slice(inside.lastIndexOf('/') + 1);
    return [inside, inside.toUpperCase(), `${inside}.template`, `${inside}.dev`, `x/${name}`, name];
  });
  const more = [
    'Procfile.dev',
    'a.mk',
    '.justfile',
    'x.just',
    '.envrc',
    'bin/dev',
    'scripts/a.bash',
  ];
  const odd = [
    'nginx/a.b.conf',
    'a/x.Dockerfile',
    'Caddyfile.v2',
    'a.d/README',
    'config/dev.exs',
    'a.',
  ];
  const all = [
    ...new Set([...paths, ...more, ...odd, 'tauri.conf.json5', 'main.rs', 'cmd/a/main.go']),
  ];
  const different = all.filter((path) => {
    return kindOf(path) !== fileKinds.find((kind) => kind.matches(path));
  });
  expect(all.length).toBeGreaterThan(500);
  expect(different).toEqual([]);
});

it('looks at a path in time that is linear in its length', async () => {
  for (const part of ['bin/', 'a/', 'appsettings.', '.devcontainer/', 'application-']) {
    expect(await cpuMsOf(() => kindOf(part.repeat(20_000)))).toBeLessThan(400);
  }
});
