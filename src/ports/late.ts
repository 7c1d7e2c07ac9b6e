import { createRequire } from 'node:module';

// Parts of Node that take longer to load than a port takes to reserve: they are loaded by who uses
// them, and at once.

export function childProcess(): typeof import('node:child_process') {
  return load()('node:child_process');
}

export function crypto(): typeof import('node:crypto') {
  return load()('node:crypto');
}

let known: NodeJS.Require | undefined;

function load(): NodeJS.Require {
  known ??= createRequire(import.meta.url);
  return known;
}
