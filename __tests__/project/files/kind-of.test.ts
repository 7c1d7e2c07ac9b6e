import { expect, it } from '@jest/globals';
import { fileKinds, kindOf } from '../../../src/project/files/index.js';

it.each([
  ...['compose.yaml', '.env.local', 'apps/web/package.json', 'angular.json', 'src/index.ts'],
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

it('looks at a path in time that is linear in its length', () => {
  const start = performance.now();
  for (const part of ['bin/', 'a/', 'appsettings.', '.devcontainer/', 'application-']) {
    kindOf(part.repeat(20_000));
  }
  expect(performance.now() - start).toBeLessThan(2000);
});
