import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../../src/project/config/index.js';
import { nearest } from '../../../src/project/config/suggest.js';

describe('the JSON Schema', () => {
  it('in docs/ is what the table says; else: npm run build && node scripts/generate-schema.mjs', async () => {
    const written = await readFile(join(process.cwd(), 'docs/portkeeper.schema.json'), 'utf8');
    expect(written).toBe(`${JSON.stringify(configSchema(), null, 2)}\n`);
  });

  it('describes every key', () => {
    const { properties } = configSchema() as {
      properties: Record<string, { description: string }>;
    };
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
  });
});

describe('a suggestion', () => {
  const known = ['range', 'strategy', 'ports', 'ignore', 'outputs'];
  it.each([
    ['rnage', 'range'],
    ['port', 'ports'],
    ['Ports', 'ports'],
    ['ignored', 'ignore'],
    ['output', 'outputs'],
    ['xyz', undefined],
    ['', undefined],
  ])('for %j is %j', (word, wanted) => {
    expect(nearest(word, known)).toBe(wanted);
  });
});
