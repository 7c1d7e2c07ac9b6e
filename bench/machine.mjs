// What a comparison needs of this machine: a folder of its own, and processes that work for it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Certificates would be read at each start of Node, and would be most of what is measured. */
export const environment = { ...process.env, NODE_EXTRA_CA_CERTS: '' };

/** Runs `use` with a new folder, which is gone afterwards. */
export async function inScratch(use) {
  const folder = mkdtempSync(join(tmpdir(), 'portkeeper-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Processes of one program, of which some are asked to do a task at the same moment. They are
 * started before, so that what is measured is the task.
 */
export class Crowd {
  #children = [];

  static async of(count, program) {
    const crowd = new Crowd();
    const path = fileURLToPath(new URL(`processes/${program}`, import.meta.url));
    for (let i = 0; i < count; i++) crowd.#children.push(fork(path, { env: environment }));
    await Promise.all(crowd.#children.map((child) => once(child, 'message')));
    return crowd;
  }

  /** Gives the first `count` of them the task. @returns what each answers */
  async ask(count, task) {
    const asked = this.#children.slice(0, count);
    const answers = asked.map((child) => once(child, 'message'));
    for (const child of asked) child.send(task);
    return (await Promise.all(answers)).map(([answer]) => answer);
  }

  async end(signal = 'SIGTERM') {
    const gone = this.#children.map((child) => once(child, 'exit'));
    // Not by a disconnect: whoever listens would live on.
    for (const child of this.#children) child.kill(signal);
    await Promise.all(gone);
  }
}
