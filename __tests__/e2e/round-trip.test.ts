import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { unifiedDiff } from '../../src/project/writing/diff.js';
import { restoreProject } from '../../src/restore.js';
import { Repository } from '../preparation/repository.js';

/*
 * Whole projects there and back: prepare twice is prepare once, the diff is one that git applies,
 * and restore gives back the very bytes. Every other project has CRLF and no last line end.
 */

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

let repository: Repository | undefined;
afterEach(() => repository?.remove());

const cases = readdirSync(fixtures).map((name, index) => [name, index % 2 === 1] as const);

it.each(cases)('%s (CRLF: %s)', async (name, isCrlf) => {
  const project = new Repository(join(fixtures, name, 'before'));
  repository = project;
  if (isCrlf) for (const path of pathsIn(project.main)) useCrlf(path);
  const before = bytesIn(project.main);

  const prepared = await project.prepare(project.main, { strategy: 'random', hold: false });
  const after = bytesIn(project.main);
  expect(after).not.toEqual(before);
  const again = await project.prepare(project.main, { strategy: 'random', hold: false });
  expect(again.ports).toEqual(prepared.ports);
  expect(bytesIn(project.main)).toEqual(after);

  const { kept } = await restoreProject({ directory: project.main });
  expect(kept).toEqual([]);
  expect(bytesIn(project.main)).toEqual(before);

  const input = unifiedDiff(prepared.changes);
  execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: project.main, input });
  expect(bytesIn(project.main)).toEqual(after);
});

function pathsIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${join(root, '.git')}/`));
}

function bytesIn(root: string): Record<string, string> {
  return Object.fromEntries(pathsIn(root).map((path) => [path, readFileSync(path, 'latin1')]));
}

function useCrlf(path: string): void {
  const text = readFileSync(path, 'latin1');
  writeFileSync(path, text.replace(/\r?\n/g, '\r\n').replace(/(\r\n)+$/, ''), 'latin1');
}
