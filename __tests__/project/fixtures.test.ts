import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect, it } from '@jest/globals';
import { parse as parseProperties } from 'dot-properties';
import { parse as parseDotenv } from 'dotenv';
import { type Node, parseTree } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import type { PortNumber } from '../../src/ports/index.js';
import { detect } from '../../src/project/detect.js';
import { compose } from '../../src/project/files/compose/compose.js';
import { kindOf } from '../../src/project/files/index.js';
import type { FileChange } from '../../src/project/writing/change.js';
import { applyEdits } from '../../src/project/writing/edit.js';
import { planEdits } from '../../src/project/writing/plan.js';
import { verifyChanges } from '../../src/project/writing/verify.js';

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
  verifyChanges(changes, (path) => kindOf(path) ?? compose);
  for (const change of changes) expectOthersAgree(change);
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

/** What programs that are not ours make of a file. */
const readers: readonly (readonly [RegExp, readonly ((text: string) => unknown)[]])[] = [
  [/(^|\/)\.env|\.env$/, [(text) => parseDotenv(text), (text) => parseEnv(text)]],
  [/\.ya?ml$/, [readYamlStream]],
  [/\.jsonc?$/, [(text) => inOrder(parseTree(text))]],
  [/\.toml$/, [(text) => parseToml(text)]],
  [/\.properties$/, [(text) => parseProperties(text)]],
];

function readYamlStream(text: string): unknown {
  const documents = parseAllDocuments(text, { merge: true, logLevel: 'silent' });
  return 'empty' in documents ? [] : documents.map((document) => document.toJS());
}

/** An object of JavaScript would sort keys that are numbers. */
function inOrder(node: Node | undefined): unknown {
  return node?.children ? [node.type, node.children.map(inOrder)] : node?.value;
}

/**
 * They read the same before and after, but for the numbers that moved; and, with a longer value,
 * where a port was said that stood nowhere.
 */
function expectOthersAgree({ path, before, edits, places }: FileChange): void {
  const moved = edits.filter(({ start, end }) => start < end);
  const after = applyEdits(before.text, moved);
  const moves = new Set(places.map(({ from, to }) => `${from} → ${to}`));
  for (const read of readers.find(([name]) => name.test(path))?.[1] ?? []) {
    const [was, is] = [JSON.stringify(read(before.text)), JSON.stringify(read(after))];
    expect(is.replace(/\d+/g, '#')).toBe(was.replace(/\d+/g, '#'));
    const numbers = is.match(/\d+/g) ?? [];
    for (const [index, number] of (was.match(/\d+/g) ?? []).entries()) {
      if (number !== numbers[index]) expect(moves).toContain(`${number} → ${numbers[index]}`);
    }
  }
}

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
