import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

// What the linter cannot say: which room may import which, and what a bundle would break on.

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Room → what it may import of ours besides itself. A name is a folder of src/ or a file without its ending. */
const rooms: Record<string, readonly string[]> = {
  errors: [],
  shortage: ['errors'],
  duration: ['errors'],
  ports: ['errors', 'shortage'],
  registry: ['errors', 'shortage', 'reporter', 'ports'],
  project: ['errors', 'reporter', 'duration', 'ports'],
};
const faces = ['action', 'cli', 'holder'];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({
    name: name.split(sep).join('/'),
    text: readFileSync(join(src, name), 'utf8'),
  }));
const innerFiles = files.filter(({ name }) => !faces.includes(roomOf(name)));

function roomOf(name: string): string {
  return (name.split('/')[0] ?? name).replace(/\.ts$/, '');
}

function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function foreignRooms(name: string, text: string): string[] {
  const targets = importsOf(text)
    .filter((target) => target.startsWith('.'))
    .map((target) =>
      relative(src, resolve(src, dirname(name), target))
        .split(sep)
        .join('/'),
    );
  return targets
    .map((target) => roomOf(target.replace(/\.js$/, '.ts')))
    .filter((room) => room !== roomOf(name));
}

function offenders(pattern: RegExp, among = files): string[] {
  return among.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
}

test('every file is looked at', () => {
  expect(files.length).toBeGreaterThan(0);
  for (const room of Object.keys(rooms)) {
    expect(existsSync(join(src, room)) || existsSync(join(src, `${room}.ts`))).toBe(true);
  }
});

test.each(Object.entries(rooms))('src/%s imports only %j of ours', (room, allowed) => {
  const found = files
    .filter(({ name }) => roomOf(name) === room)
    .flatMap(({ name, text }) => foreignRooms(name, text).map((target) => `${name} → ${target}`));
  expect(found.filter((line) => !allowed.includes(line.split(' → ')[1] ?? ''))).toEqual([]);
});

test('an import() of ours carries the comment that keeps a bundle one file', () => {
  const bare = /(?<!typeof )\bimport\((?!\s*\/\* webpackMode: "eager" \*\/\s*['"])(?!\s*['"]node:)/;
  expect(offenders(bare)).toEqual([]);
});

test('no URL of a literal beside import.meta.url, which a bundler takes for an asset', () => {
  expect(offenders(/new URL\(\s*['"`][^)]*import\.meta\.url/)).toEqual([]);
});

test('a file is removed by unlink: rmSync of Node 23 and 24 fails on Windows beyond ASCII', () => {
  expect(offenders(/\brmSync\b/)).toEqual([]);
});

test('the inner rooms do not end the process, nor reach for it by another name', () => {
  expect(offenders(/\bprocess\.exitCode\b|\bglobalThis\.(process|console)\b/, innerFiles)).toEqual(
    [],
  );
});
