import { expect, it } from '@jest/globals';
import { createReporter } from '../../src/cli/context.js';
import { ProgressLine } from '../../src/cli/progress-line.js';
import { Terminal } from '../../src/cli/terminal.js';

function screen(isTTY = true, columns = 40) {
  const written: string[] = [];
  let heard: () => void = () => undefined;
  const stream = {
    ...{ isTTY, columns, on: () => undefined },
    write(chunk: string | Uint8Array) {
      written.push(String(chunk));
      heard();
      return true;
    },
  };
  const next = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
  return { stream, written, next };
}

it('shows what a step is at once that takes long, and takes it back', async () => {
  const { stream, written, next } = screen();
  const line = new ProgressLine(() => stream, 0);
  line.set('file 1 of 9');
  line.set('file 2 of 9');
  expect(written).toEqual([]);
  await next();
  line.set(undefined);
  line.set(undefined);
  expect(written).toEqual(['\rfile 2 of 9\u001b[K', '\r\u001b[K']);
});

it('says nothing of what is soon done', async () => {
  const { stream, written } = screen();
  const line = new ProgressLine(() => stream, 5);
  line.set('file 1 of 9');
  line.set(undefined);
  // Its timer would have fired before this one.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(written).toEqual([]);
});

it('makes room for what else is said, and is no longer than the screen is wide', async () => {
  const { stream, written, next } = screen(true, 10);
  const line = new ProgressLine(() => stream, 0);
  line.set('a line that is longer than that');
  await next();
  line.clear();
  line.clear();
  expect(written).toEqual(['\ra line th\u001b[K', '\r\u001b[K']);
});

it('writes nothing where nobody watches', async () => {
  const { stream, written } = screen(false);
  const line = new ProgressLine(() => stream, 0);
  line.set('file 1 of 9');
  await new Promise((resolve) => setTimeout(resolve, 20));
  line.set(undefined);
  expect(written).toEqual([]);
});

it.each([
  ['for people', {}, true],
  ['with --quiet', { quiet: true }, false],
  ['with --json', { json: true }, false],
])('is a matter %s: %j', (_name, style, isTold) => {
  const { stream } = screen();
  const terminal = new Terminal({ stdout: stream, stderr: stream }, true, {});
  const plain = { json: false, pretty: false, quiet: false, debug: false, color: true };
  expect(createReporter(terminal, { ...plain, ...style }).progress !== undefined).toBe(isTold);
});
