import { spawn } from 'node:child_process';
import { type Owner, processOwner } from '../../src/registry/index.js';

/** A process that lived, and lives no more. */
export function deadOwner(): Promise<Owner> {
  dead ??= new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    const owner = processOwner(child.pid as number);
    child.once('exit', () => resolve(owner));
    child.kill('SIGKILL');
  });
  return dead;
}
let dead: Promise<Owner> | undefined;
