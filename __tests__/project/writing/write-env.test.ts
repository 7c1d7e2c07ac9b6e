import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse as parseDotenv } from 'dotenv';
import * as fc from 'fast-check';
import { applyEdits } from '../../../src/project/writing/edit.js';
import { mergeEnv, writeEnv } from '../../../src/project/writing/write-env.js';
import { removeProjects, snapshot, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const merge = (text: string, values: Record<string, string | number>): string =>
  applyEdits(text, mergeEnv(text, values));

describe('merging variables into an env file', () => {
  it.each([
    ['changes a value in place', 'A=1\n# c\nB=2\n', { A: 7 }, 'A=7\n# c\nB=2\n'],
    ['changes the last of several', 'A=1\nB=2\nA=3\n', { A: 7 }, 'A=1\nB=2\nA=7\n'],
    ['adds at the end', 'A=1\n', { B: 2, C: 3 }, 'A=1\nB=2\nC=3\n'],
    ['adds to nothing', '', { A: 1 }, 'A=1\n'],
    ['keeps a missing last newline', 'A=1', { B: 2 }, 'A=1\nB=2'],
    ['keeps CRLF', 'A=1\r\nB="2"\r\n', { B: 3, C: 4 }, 'A=1\r\nB="3"\r\nC=4\r\n'],
    ['keeps a byte order mark', '\uFEFFA=1\n', { A: 2 }, '\uFEFFA=2\n'],
    [
      'keeps quotes, export, spaces and comments',
      "export A = '1' # c\n",
      { A: 2 },
      "export A = '2' # c\n",
    ],
    ['fills an empty value', 'A=\nB=1\n', { A: 2 }, 'A=2\nB=1\n'],
    ['fills empty quotes', 'A=""\nB=1\n', { A: 2 }, 'A="2"\nB=1\n'],
    ['empties a value', 'A=5\n', { A: '' }, 'A=\n'],
    [
      'replaces a value over several lines',
      'A="x\r\ny"\r\nB=1\r\n',
      { A: 'z' },
      'A="z"\r\nB=1\r\n',
    ],
    ['replaces a value that ends with an escape', 'A="x\\n"\nB=1\n', { A: 'z' }, 'A="z"\nB=1\n'],
    ['parts a value from a comment that touches it', 'A=1#c\n', { A: 2 }, 'A=2 #c\n'],
    ['leaves what is right', "A='1'\nB=2\n", { A: 1, B: '2' }, "A='1'\nB=2\n"],
    [
      'quotes what needs it',
      '',
      { A: 'a b', B: "it's", C: '$x#y' },
      "A='a b'\nB=\"it's\"\nC='$x#y'\n",
    ],
    ['writes a line feed as all read it', '', { A: 'a\nb' }, 'A="a\\nb"\n'],
    ['changes the quotes where the value needs others', 'A="1"\n', { A: '$HOME' }, "A='$HOME'\n"],
    ['leaves backticks, which Compose does not know', 'A=`1`\n', { A: 2 }, 'A=2\n'],
  ])('%s', (_name, text, values, wanted) => {
    expect(merge(text, values as unknown as Record<string, string>)).toBe(wanted);
    expect(merge(wanted, values as unknown as Record<string, string>)).toBe(wanted);
  });

  it.each(['', '1A', 'A B', 'A=B', 'A\nB', 'A.B', '-A'])('refuses the name %j', (name) => {
    expect(() => mergeEnv('', { [name]: '1' })).toThrow(/not the name of a variable/);
  });

  it.each(['a\rb', `'"$`, "'\\", '\0'])('refuses the value %j', (value) => {
    expect(() => mergeEnv('', { A: value })).toThrow(/every reader/);
  });

  it.each([undefined, null, Number.NaN, {}])(
    'refuses the value %j of no type of its own',
    (value) => {
      expect(() => mergeEnv('A=1\n', { B: value as never })).toThrow(/^The value of B is /);
    },
  );

  it('is read by dotenv and Node as it was meant, and the rest as before', () => {
    const value = fc.string({
      unit: fc.constantFrom('a', '1', ' ', '#', "'", '"', '$', '\\', '\n', '=', '`', 'é', ':', '&'),
      maxLength: 6,
    });
    const line = fc.constantFrom(
      'A=1',
      'B="two words"',
      "C='x#y'",
      '# c',
      '',
      'export D=4',
      'A=9 # c',
      'E=',
    );
    void fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('A', 'C', 'NEW'),
        value,
        (lines, crlf, name, text) => {
          const before = lines.join(crlf ? '\r\n' : '\n');
          let after: string;
          try {
            after = merge(before, { [name]: text });
          } catch (error) {
            expect(error).toMatchObject({ code: 'USAGE' });
            return;
          }
          expect(parseDotenv(after)).toEqual({ ...parseDotenv(before), [name]: text });
          expect({ ...parseEnv(after) }).toEqual({ ...parseEnv(before), [name]: text });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('writeEnv', () => {
  it('makes a missing file like any other, and keeps the mode of one that is there', async () => {
    const root = await temporaryProject({ old: 'A=1\n' });
    await chmod(join(root, 'old'), 0o600);
    expect(await writeEnv(join(root, 'new'), { A: 1 })).toEqual({ changed: true, created: true });
    expect(await writeEnv(join(root, 'old'), { A: 2 })).toEqual({ changed: true, created: false });
    expect(await writeEnv(join(root, 'old'), { A: 2 })).toEqual({ changed: false, created: false });
    expect((await stat(join(root, 'new'))).mode & 0o777).toBe(0o666 & ~process.umask());
    expect((await stat(join(root, 'old'))).mode & 0o777).toBe(0o600);
    expect(Object.keys(await snapshot(root))).toEqual(['new', 'old']);
  });

  it('keeps bytes that are not UTF-8', async () => {
    const root = await temporaryProject({ '.env': Buffer.from('N=caf\xe9\nA=1\n', 'latin1') });
    await writeEnv(join(root, '.env'), { A: 2 });
    expect((await readFile(join(root, '.env'))).toString('latin1')).toBe('N=caf\xe9\nA=2\n');
    await expect(writeEnv(join(root, '.env'), { A: '☃' })).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
    });
  });

  const hasFifos = process.platform !== 'win32';
  (hasFifos ? it : it.skip)('waits for no pipe that stands in the place of a file', async () => {
    const root = await temporaryProject();
    execFileSync('mkfifo', [join(root, '.env')]);
    await expect(writeEnv(join(root, '.env'), { A: 1 })).rejects.toMatchObject({
      code: 'FILE_NOT_EDITABLE',
    });
    expect(await readdir(root)).toEqual(['.env']);
  });

  it('writes through a link, but not out of a root', async () => {
    const outside = await temporaryProject({ env: 'A=1\n' });
    const root = await temporaryProject();
    await symlink(join(outside, 'env'), join(root, '.env'));
    await expect(writeEnv('.env', { A: 2 }, { root })).rejects.toMatchObject({ code: 'REFUSED' });
    await writeEnv(join(root, '.env'), { A: 2 });
    expect(await readFile(join(outside, 'env'), 'utf8')).toBe('A=2\n');
  });

  it('says what is wrong with a file that is none', async () => {
    const root = await temporaryProject({ binary: 'a\0b' });
    await mkdir(join(root, 'folder'));
    await chmod(join(root, 'binary'), 0o444);
    for (const path of ['binary', 'folder']) {
      await expect(writeEnv(path, { A: 1 }, { root })).rejects.toMatchObject({
        name: 'PortKeeperError',
        code: 'FILE_NOT_EDITABLE',
      });
    }
  });

  it('loses no variable where many write at once', async () => {
    const root = await temporaryProject();
    const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
    await Promise.all(names.map((name) => writeEnv(join(root, '.env'), { [name]: 1 })));
    const found = Object.keys(parseDotenv(await readFile(join(root, '.env'))));
    expect(found.sort()).toEqual(names.sort());
    expect(await readdir(root)).toEqual(['.env']);
  });
});
