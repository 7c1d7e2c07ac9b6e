// Is killed, wherever its task has brought it: with a port, in the midst of taking and giving back,
// or with the lock of a JSON file.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { PortRegistry } from '../../lib/index.js';
import { answerWith } from './answer.mjs';

answerWith(async ({ task, folder, range }) => {
  const registry = new PortRegistry({ registry: folder });
  if (task === 'has the only port') return (await registry.reserve({ range })).ports.PORT;
  if (task === 'takes ports and gives them back') void goRound(registry, range);
  if (task === 'has the lock of a JSON file (stale: 2000)') {
    mkdirSync(folder, { recursive: true });
    const options = { realpath: false, stale: 2000 };
    await lockfile.lock(join(folder, 'ports.json'), options);
  }
  return 'at it';
});

async function goRound(registry, range) {
  for (;;) {
    const given = await registry.reserve({ range });
    await new Promise(setImmediate);
    await given.release();
  }
}
