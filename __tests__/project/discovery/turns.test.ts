import { tmpdir } from 'node:os';
import { expect, it } from '@jest/globals';
import { realFiles } from '../../../src/project/writing/file-system.js';

// A lock is kept fresh by a timer: whatever is done under it has to let that go.

const MANY = 200_000;

function aTimer(): { hasGone: boolean } {
  const timer = { hasGone: false };
  setTimeout(() => {
    timer.hasGone = true;
  });
  return timer;
}

it('lets timers go while files are looked at, one after another', async () => {
  const timer = aTimer();
  for (let asked = 0; asked < MANY && !timer.hasGone; asked += 1) await realFiles.inspect(tmpdir());
  expect(timer.hasGone).toBe(true);
});
