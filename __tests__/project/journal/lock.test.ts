import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recover, undo, withProjectLock } from '../../../src/project/journal/index.js';
import { locateJournal } from '../../../src/project/journal/location.js';
import { realFiles } from '../../../src/project/writing/file-system.js';
import { compileSource } from '../compiled-library.js';
import { initGit, removeProjects, snapshot, temporaryProject } from '../temporary-project.js';

let compiled: Awaited<ReturnType<typeof compileSource>>;
beforeAll(async () => {
  compiled = await compileSource();
}, 60_000);
afterAll(async () => {
  await compiled.remove();
  await removeProjects();
});

/** A child that prints a line and then waits to be told, or killed. */
async function child(root: string, body: string): Promise<ChildProcess> {
  const script = `
    import { realFiles } from ${compiled.url('project/writing/file-system.js')};
    import * as journal from ${compiled.url('project/journal/index.js')};
    import { decodeSource } from ${compiled.url('project/writing/source-file.js')};
    import { readFile } from 'node:fs/promises';
    const root = ${JSON.stringify(root)};
    const forever = () => new Promise((resolve) => setTimeout(resolve, 60_000));
    const say = (text) => process.stdout.write(text + '\\n');
    ${body}`;
  const process = spawn(globalThis.process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(process.stdout ?? process, 'data');
  return process;
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL');
  await once(process, 'exit');
}

describe('the lock of a project', () => {
  it('lets one in at a time, and leaves nothing behind', async () => {
    const root = await temporaryProject({ a: '' });
    const before = await snapshot(root);
    let [inside, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 6 }, () =>
        withProjectLock(root, async (lock) => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 10));
          lock.assertHeld();
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(await snapshot(root)).toEqual(before);
  });

  it('is given up when its user fails', async () => {
    const root = await temporaryProject();
    await expect(withProjectLock(root, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await withProjectLock(root, async () => undefined, { waitMs: 0 });
  });

  it('is waited for no longer than was said', async () => {
    const root = await temporaryProject();
    await withProjectLock(root, async () => {
      await expect(
        withProjectLock(root, async () => undefined, { waitMs: 60 }),
      ).rejects.toMatchObject({ code: 'TIMED_OUT', hint: expect.stringContaining('.lock') });
    });
  });

  it('keeps another process out, and outlives a killed one by ten seconds at most', async () => {
    const root = await temporaryProject();
    await initGit(root);
    const holder = await child(
      root,
      `await journal.withProjectLock(root, async () => { say('in'); await forever(); });`,
    );
    await expect(
      withProjectLock(root, async () => undefined, { waitMs: 100 }),
    ).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await kill(holder);
    const { lock } = await locateJournal(root, realFiles);
    const past = new Date(Date.now() - 11_000);
    await utimes(lock, past, past);
    expect(await withProjectLock(root, async () => 'in', { waitMs: 1000 })).toBe('in');
  });

  it('that was left before the clock was set back is over when nobody kept it fresh', async () => {
    const root = await temporaryProject();
    await initGit(root);
    const { base, lock } = await locateJournal(root, realFiles);
    for (const path of [base, lock]) await mkdir(path);
    const future = new Date(Date.now() + 86_400_000);
    await utimes(lock, future, future);
    const waits = (waitMs: number) => withProjectLock(root, async () => 'in', { waitMs });
    await expect(waits(1000)).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await waits(15_000)).toBe('in');
  }, 30_000);
});

describe('a process that is killed with -9 while it writes', () => {
  it.each([
    ['link', 1],
    ['create', 2],
    ['create', 4],
    ['rename', 1],
    ['rename', 2],
    ['rename', 3],
  ])('at %s number %d', async (name, number) => {
    const root = await temporaryProject({ a: 'x=3000\n', b: 'y=3000\n' });
    await initGit(root);
    const before = await snapshot(root);
    const process = await child(
      root,
      `let count = 0;
      const files = { ...realFiles, ${name}: async (...args) => {
        count += 1;
        if (count !== ${number}) return realFiles.${name}(...args);
        say('now');
        await forever();
      } };
      const change = async (path) => {
        const before = decodeSource(path, await readFile(root + '/' + path));
        const after = before.text.replace('3000', '20411');
        return { path, before, edits: [{ start: 2, end: 6, text: '20411' }], after, places: [] };
      };
      await journal.applyChanges(root, [await change('a'), await change('b')], {}, { files });`,
    );
    await kill(process);
    await recover(root);
    expect(await snapshot(root)).toEqual(before);
    await writeFile(join(root, 'a'), await readFile(join(root, 'a')));
    expect((await undo(root)).undone).toEqual([]);
  });
});
