import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { PortNumber } from '../../src/ports/index.js';
import { detect } from '../../src/project/detect.js';
import { kindOf } from '../../src/project/files/index.js';
import { planEdits } from '../../src/project/plan.js';
import { verifyChanges } from '../../src/project/verify.js';

/*
 * Projects in the shape of public ones. Each folder has `before/` as it stands, `after/` with the
 * numbers 20001, 20002, … given to the ports in the order of `case.json`, and there in words the
 * public shape that it stands for, and parts of the reasons that must be given for what stays.
 */

interface FixtureCase {
  readonly shape: string;
  readonly ports: readonly string[];
  readonly left?: readonly string[];
}

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const FIRST = 20_001;

const cases = readdirSync(fixtures).map((name): readonly [string, FixtureCase] => [
  name,
  JSON.parse(readFileSync(join(fixtures, name, 'case.json'), 'utf8')) as FixtureCase,
]);

it.each(cases)('%s', async (name, { ports, left = [] }) => {
  const detection = await detect(join(fixtures, name, 'before'));
  expect(detection.problems).toEqual([]);
  expect(detection.ports.map((port) => port.name).sort()).toEqual([...ports].sort());
  const numbers = new Map(ports.map((port, index) => [port, (FIRST + index) as PortNumber]));
  const changes = planEdits(detection.ports, numbers, detection.sources);
  verifyChanges(changes, kindOf);
  const tree = new Map([
    ...texts(join(fixtures, name, 'before')),
    ...changes.map(({ path, after }) => [path, after] as const),
  ]);
  expect(Object.fromEntries(tree)).toEqual(
    Object.fromEntries(texts(join(fixtures, name, 'after'))),
  );
  const told = detection.leftAlone.map(({ file, line, reason }) => `${file}:${line} ${reason}`);
  for (const part of left) expect(told).toContainEqual(expect.stringContaining(part));
});

function texts(root: string): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    paths.map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return [
        full
          .slice(root.length + 1)
          .split(sep)
          .join('/'),
        readFileSync(full, 'utf8'),
      ];
    }),
  );
}
