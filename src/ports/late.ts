import { createRequire } from 'node:module';

// Parts of Node that take longer to load than a port takes to reserve: they are loaded by who uses
// them, and at once.

const load = createRequire(import.meta.url);

export function childProcess(): typeof import('node:child_process') {
  return load('node:child_process');
}

export function crypto(): typeof import('node:crypto') {
  return load('node:crypto');
}
