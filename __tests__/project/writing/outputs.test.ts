import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Output } from '../../../src/project/config/config.js';
import { applyChanges, undo } from '../../../src/project/journal/index.js';
import { expand } from '../../../src/project/writing/expand.js';
import { planOutputs } from '../../../src/project/writing/outputs.js';
import { changeOf, removeProjects, snapshot, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

const variables = { WEB_PORT: '20411', DB_PORT: '20412' };
const read = (root: string, path: string): Promise<string> => readFile(join(root, path), 'utf8');

async function write(root: string, outputs: readonly Output[]): Promise<void> {
  await applyChanges(root, await planOutputs(root, outputs, variables), {});
}

describe('outputs', () => {
  it('are made where there is no file, and gone after an undo', async () => {
    const root = await temporaryProject();
    await write(root, [
      { type: 'env', path: '.env.ports' },
      { type: 'json', path: 'conf/ports.json' },
      {
        type: 'json',
        path: 'conf/app.json',
        map: {
          s: { url: 'ws://${HOST:-localhost}:${WEB_PORT}/ws', port: '${DB_PORT}', debug: true },
        },
      },
      { type: 'runtime_js', path: 'conf/runtime.js', map: { url: '</script>${WEB_PORT}' } },
    ]);
    expect(await read(root, '.env.ports')).toBe('WEB_PORT=20411\nDB_PORT=20412\n');
    expect(JSON.parse(await read(root, 'conf/ports.json'))).toEqual({
      WEB_PORT: 20_411,
      DB_PORT: 20_412,
    });
    expect(JSON.parse(await read(root, 'conf/app.json'))).toEqual({
      s: { url: 'ws://localhost:20411/ws', port: 20_412, debug: true },
    });
    const script = await read(root, 'conf/runtime.js');
    expect(script).not.toContain('</script');
    const context: { RUNTIME?: unknown } = {};
    runInNewContext(script, context);
    expect({ ...(context.RUNTIME as object) }).toEqual({ url: '</script>20411' });
    await undo(root);
    expect(await snapshot(root)).toEqual({});
  });

  it('are merged into a file that is there, and taken out again', async () => {
    const root = await temporaryProject({
      '.env': '# mine\nWEB_PORT=3000\nKEY=secret',
      'package.json': '{\n  "name": "x",\n  "config": { "port": "3000" }\n}\n',
      'runtime.js': 'globalThis.RUNTIME = 1;\n',
    });
    const before = await snapshot(root);
    await write(root, [
      { type: 'env', path: '.env' },
      { type: 'json', path: 'package.json', map: { config: { port: '${WEB_PORT}' } } },
      { type: 'runtime_js', path: 'runtime.js' },
    ]);
    expect(await read(root, '.env')).toBe('# mine\nWEB_PORT=20411\nKEY=secret\nDB_PORT=20412');
    expect(await read(root, 'package.json')).toContain('"config": { "port": 20411 }');
    expect(JSON.stringify(await snapshot(root)).match(/secret/g)).toHaveLength(1);
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
  });

  it('join the edits of the same file, and several outputs to it', async () => {
    const root = await temporaryProject({ '.env': 'WEB_PORT=3000\nAPI=http://localhost:3000/\n' });
    const before = await snapshot(root);
    const edits = [await changeOf(root, '.env', { 3000: '20411' })];
    const changes = await planOutputs(
      root,
      [
        { type: 'env', path: '.env' },
        { type: 'env', path: '.env', map: { URL: 'http://localhost:${DB_PORT}', WEB_PORT: '1' } },
      ],
      variables,
      { edits },
    );
    expect(changes).toHaveLength(1);
    await applyChanges(root, changes, {});
    expect(await read(root, '.env')).toBe(
      'WEB_PORT=1\nAPI=http://localhost:20411/\nDB_PORT=20412\nURL=http://localhost:20412\n',
    );
    await undo(root);
    expect(await snapshot(root)).toEqual(before);
  });

  it('change nothing where the file says it all', async () => {
    const root = await temporaryProject({ e: 'WEB_PORT="20411"\nDB_PORT=20412\n' });
    expect(await planOutputs(root, [{ type: 'env', path: 'e' }], variables)).toEqual([]);
  });

  it.each<[string, Output, string]>([
    ['an unknown name', { type: 'env', path: 'e', map: { A: '${NOPE}' } }, 'BAD_CONFIG'],
    ['a list in an env file', { type: 'env', path: 'e', map: { A: [1] } }, 'BAD_CONFIG'],
    ['a bad name', { type: 'env', path: 'e', map: { 'A B': '1' } }, 'USAGE'],
    ['a path out of the project', { type: 'env', path: '../e' }, 'REFUSED'],
    ['a hook of git', { type: 'env', path: '.git/hooks/post-checkout' }, 'REFUSED'],
    ['a file that is not JSON', { type: 'json', path: 'bad' }, 'FILE_NOT_EDITABLE'],
    ['a binary file', { type: 'env', path: 'binary' }, 'FILE_NOT_EDITABLE'],
    ['a folder', { type: 'env', path: 'folder' }, 'FILE_NOT_EDITABLE'],
  ])('refuse %s', async (_name, output, code) => {
    const root = await temporaryProject({ bad: '{', binary: '\0', 'folder/x': '' });
    await expect(planOutputs(root, [output], variables)).rejects.toMatchObject({ code });
  });
});

describe('expanding', () => {
  it.each([
    ['a${A}b', 'a1b'],
    ['${NONE:-x}', 'x'],
    ['${EMPTY:-x}', 'x'],
    ['${NONE:-}', ''],
    ['$A $$ ${} ${1} ${A', '$A $$ ${} ${1} ${A'],
    ['${A}${A:-2}', '11'],
    ['${toString:-none}', 'none'],
  ])('%s → %s', (text, wanted) => {
    expect(expand(text, { A: '1', EMPTY: '' }, 'f')).toBe(wanted);
  });
});
