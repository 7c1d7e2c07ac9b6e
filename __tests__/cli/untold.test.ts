import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { runProgram } from '../../src/cli/program.js';
import { inWorkingFolder, portkeeper, useWorkingFolder } from './in-process.js';

// Numbers that cannot be printed.

useWorkingFolder();

/** A stream to nobody, or to a disk that is full. */
function failing(code: string) {
  let fail: (error: NodeJS.ErrnoException) => void = () => undefined;
  return {
    on: (_event: 'error', listener: typeof fail) => {
      fail = listener;
    },
    write(_chunk: string | Uint8Array, written?: () => void) {
      fail(Object.assign(new Error(`${code}: no`), { code }));
      written?.();
      return false;
    },
  };
}

async function reserveUntold(code: string, ...words: string[]) {
  let told = '';
  const stderr = {
    on: () => undefined,
    write(chunk: string | Uint8Array, written?: () => void) {
      told += chunk;
      written?.();
      return true;
    },
  };
  const environment = { ...process.env, PORTKEEPER_REGISTRY: inWorkingFolder('registry') };
  const surroundings = { environment, stdout: failing(code), stderr };
  return { status: await runProgram(['reserve', ...words], surroundings), told };
}

const leases = async () => JSON.parse((await portkeeper(['status', '--json'])).stdout).leases;

it.each([
  ['EPIPE', ['A', 'B'], 'nobody reads the output'],
  ['ENOSPC', ['A', '--json'], 'ENOSPC: no'],
])('leaves nothing leased that could not be told: %s', async (code, words, why) => {
  const { status, told } = await reserveUntold(code, ...words);
  expect(status).toBe(70);
  expect(told).toContain(why);
  expect(await leases()).toEqual([]);
});

it('keeps what is written down', async () => {
  const { status } = await reserveUntold('EPIPE', 'A', '--write-env', 'ports.env');
  const text = readFileSync(inWorkingFolder('ports.env'), 'utf8');
  expect(status).toBe(0);
  expect(await leases()).toMatchObject([{ name: 'A', port: Number(text.slice(2)) }]);
});

it.each([
  ['is reserved', []],
  ['is made to hold', ['--hold']],
])('gives back what it is ended over while it %s', async (_, words) => {
  const before = process.listenerCount('SIGTERM');
  const end = (name: string | symbol) => {
    if (name === 'SIGTERM') queueMicrotask(() => process.emit('SIGTERM', 'SIGTERM'));
  };
  process.on('newListener', end);
  const reserved = await portkeeper(['reserve', 'A', ...words]);
  process.off('newListener', end);
  expect(reserved).toMatchObject({ status: 143, stdout: '' });
  expect(process.listenerCount('SIGTERM')).toBe(before);
  expect(await leases()).toEqual([]);
});
