import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortRegistry } from '../../src/registry/index.js';

// A holder that hangs at its start, as Node does where no thread can be made: it is given up, and
// does not stay.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portkeeper-hung-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that says its pid in a file and nothing else, and is deaf to SIGTERM. */
function hungHolder(): { readonly program: string; readonly pids: () => number[] } {
  const program = join(folder, 'holder.mjs');
  const started = join(folder, 'started');
  writeFileSync(started, '');
  writeFileSync(
    program,
    `import { appendFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(started)}, process.pid + '\\n');
     process.on('SIGTERM', () => {});
     setInterval(() => {}, 1000);`,
  );
  const pids = () => readFileSync(started, 'utf8').split('\n').filter(Boolean).map(Number);
  return { program, pids };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('is ended once it is given up, and the ports are leased without it', async () => {
  const { program, pids } = hungHolder();
  const said: string[] = [];
  const reporter = { warn: (text: string) => said.push(text), info() {}, debug() {} };
  const registry = new PortRegistry({ registry: join(folder, 'r'), holder: program, reporter });
  const reservation = await registry.reserve({ ports: ['WEB_PORT'], hold: true });
  expect(said).toContainEqual(expect.stringContaining('said nothing within'));
  await reservation.release();
  expect(pids().length).toBeGreaterThan(0);
  await expectEnded(pids());
}, 60_000);

// On Windows none is started before there is something to hold.
const itStartsBefore = process.platform === 'win32' ? it.skip : it;
itStartsBefore(
  'is ended where nothing came of what it was started for',
  async () => {
    const { program, pids } = hungHolder();
    const registry = new PortRegistry({ registry: join(folder, 'r'), holder: program });
    const starts = async () => {
      while (pids().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await registry.whileHolderStarts(starts);
    expect(pids()).toHaveLength(1);
    await expectEnded(pids());
  },
  60_000,
);

async function expectEnded(pids: readonly number[]): Promise<void> {
  while (pids.some(runs)) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pids.filter(runs)).toEqual([]);
}
