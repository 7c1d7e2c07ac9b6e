import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { portkeeper, useWorkingFolder } from './in-process.js';

// What the mode env says of numbers that no variable reaches.

useWorkingFolder();

it('says of each place what helps there', async () => {
  mkdirSync('shop');
  const scripts = { dev: 'next dev -p 3100', open: 'wait-on http://localhost:3100' };
  writeFileSync('shop/package.json', JSON.stringify({ scripts }));
  const config = "export default { use: { baseURL: 'http://localhost:3100' } };\n";
  writeFileSync('shop/playwright.config.ts', config);
  const { stderr } = await portkeeper(['prepare', 'shop', '--mode', 'env']);
  expect(stderr).toMatch(/package\.json:1 \(3100\), package\.json:1 \(3100\) stay as they are: /);
  expect(stderr).toMatch(/stay as they are: .* Write it as \$\{DEV_PORT:-3100\}, or/);
  expect(stderr).toMatch(
    /playwright\.config\.ts:1 \(3100\) stays as it is: .* Read process\.env\.DEV_PORT there/,
  );
});
