import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { compileSource } from '../compiled-library.js';

/*
 * Where the stack is full in the middle of a regular expression, V8 ends the whole process: no
 * error could be caught. So it is tried in a process of its own, at many heights of the stack.
 */

it.each(['[', '{a: ', '- ', '? ', 'a: {', '[{'])(
  'says that %j over and over is nested too deeply, and lives',
  async (opening) => {
    const { url, remove } = await compileSource(/^project\/formats\/[\w-]+\.ts$/);
    const program = `
      const { readYaml } = await import(${url('project/formats/yaml.js')});
      const text = ${JSON.stringify(opening)}.repeat(3000);
      const readAt = (height) => (height === 0 ? readYaml(text) : readAt(height - 1));
      for (let height = 0; height < 280; height += 14) console.log(readAt(height).fault?.message);`;
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { encoding: 'utf8' },
    );
    await remove();
    expect(status).toBe(0);
    expect([...new Set(stdout.trim().split('\n'))]).toEqual(['It is nested too deeply']);
  },
  60_000,
);
