import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  changedBytes,
  type FileChange,
  type ProjectChange,
} from '../../../src/project/writing/change.js';
import { unifiedDiff } from '../../../src/project/writing/diff.js';
import { applyEdits, type Edit } from '../../../src/project/writing/edit.js';
import { decodeSource } from '../../../src/project/writing/source-file.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const run = promisify(execFile);

function change(path: string, bytes: Buffer | string, edits: readonly Edit[]): FileChange {
  const before = decodeSource(path, Buffer.from(bytes as string));
  if (before === undefined) throw new Error('binary');
  return { path, before, edits, after: applyEdits(before.text, edits), places: [] };
}

/** Git applies the diff to the old files, and they are the new ones; and back. */
async function expectApplies(changes: readonly ProjectChange[]): Promise<void> {
  const root = await temporaryProject();
  for (const item of changes) {
    if ('before' in item)
      await writeFile(join(root, item.path), item.before.text, item.before.encoding);
  }
  const diff = unifiedDiff(changes);
  if (diff.length === 0) return;
  await writeFile(`${root}.diff`, diff);
  const git = (...args: string[]): Promise<unknown> =>
    run('git', ['-c', 'core.autocrlf=false', 'apply', ...args, `${root}.diff`], { cwd: root });
  await git();
  for (const item of changes) {
    expect(await readFile(join(root, item.path))).toEqual(changedBytes(item));
  }
  await git('--reverse');
  for (const item of changes) {
    if ('before' in item) {
      expect((await readFile(join(root, item.path))).toString(item.before.encoding)).toBe(
        item.before.text,
      );
    }
  }
  await rm(`${root}.diff`);
}

describe('the diff', () => {
  it('reads as one expects', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');
    const edits = [
      { start: text.indexOf('line 2\n') + 5, end: text.indexOf('line 2\n') + 6, text: '20411' },
      { start: text.indexOf('line 15\n') + 5, end: text.indexOf('line 15\n') + 7, text: '20412' },
    ];
    expect(unifiedDiff([change('a.txt', text, edits)]).toString()).toBe(
      [
        'diff --git a/a.txt b/a.txt',
        '--- a/a.txt',
        '+++ b/a.txt',
        '@@ -1,5 +1,5 @@',
        ' line 1',
        '-line 2',
        '+line 20411',
        ' line 3',
        ' line 4',
        ' line 5',
        '@@ -12,7 +12,7 @@',
        ' line 12',
        ' line 13',
        ' line 14',
        '-line 15',
        '+line 20412',
        ' line 16',
        ' line 17',
        ' line 18',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, ProjectChange[]]>([
    ['CRLF', [change('a', 'x=1\r\ny=2\r\n', [{ start: 2, end: 3, text: '77' }])]],
    ['no last newline', [change('a', 'x=1', [{ start: 2, end: 3, text: '77' }])]],
    ['an added last newline', [change('a', 'x=1', [{ start: 3, end: 3, text: '\n' }])]],
    ['lines added to no last newline', [change('a', 'x=1', [{ start: 3, end: 3, text: '\ny=2' }])]],
    ['lines added at the end', [change('a', 'x=1\n', [{ start: 4, end: 4, text: 'y=2\n' }])]],
    ['an empty file', [change('a', '', [{ start: 0, end: 0, text: 'y=2\n' }])]],
    ['a file emptied', [change('a', 'x', [{ start: 0, end: 1, text: '' }])]],
    [
      'Latin-1',
      [change('a', Buffer.from('caf\xe9 1\n\xff', 'latin1'), [{ start: 5, end: 6, text: '77' }])],
    ],
    ['UTF-8 before the edit', [change('a', '\uFEFFé☃=1\n', [{ start: 4, end: 5, text: '77' }])]],
    [
      'a name with spaces, quotes and letters',
      [change('a "b" é\t.env', 'x=1\n', [{ start: 2, end: 3, text: '77' }])],
    ],
    [
      'several files, one new, one new and empty',
      [
        change('a', 'x=1\n', [{ start: 2, end: 3, text: '7' }]),
        { path: 'new', text: 'a\nb' },
        { path: 'empty', text: '' },
      ],
    ],
    ['nothing', [change('a', 'x=1\n', [{ start: 2, end: 3, text: '1' }])]],
  ])('is taken by git: %s', async (_name, changes) => {
    await expectApplies(changes);
  });

  it('is taken by git for any text and edits', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '1', '\r', 'é'), maxLength: 3 });
    const texts = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'));
    const cuts = fc.array(
      fc.tuple(
        fc.nat(60),
        fc.nat(3),
        fc.string({ unit: fc.constantFrom('x', '7', '\n'), maxLength: 3 }),
      ),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(texts, cuts, async (text, wanted) => {
        let at = 0;
        const edits = [...wanted]
          .sort((a, b) => a[0] - b[0])
          .flatMap(([from, length, replacement]) => {
            const [start, end] = [
              Math.min(from, text.length),
              Math.min(from + length, text.length),
            ];
            if (start < at) return [];
            at = end + 1;
            return [{ start, end, text: replacement }];
          });
        await expectApplies([change('f', text, edits)]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
