// Loaded before a program: it is killed, by a real signal, just before the n-th step that it takes
// to change something below a folder. What it did so far is on the disk, and nothing else is.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { folder, fatal = 0 } = JSON.parse(process.env.PORTKEEPER_FAULTS ?? '{}');

const NAMES = [
  'mkdir',
  'rename',
  'link',
  'symlink',
  'rm',
  'rmdir',
  'unlink',
  'utimes',
  'writeFile',
];
const OF_HANDLES = ['writeFile', 'write', 'chmod', 'chown', 'close'];
const KILLED = 9;

let steps = 0;

export function stepsTaken() {
  return steps;
}

function step() {
  steps += 1;
  if (steps !== fatal) return;
  process.kill(process.pid, KILLED);
  // The signal is on its way: nothing more may happen.
  for (;;);
}

const isAbout = (place) => typeof place === 'string' && place.startsWith(folder);

function watch(object, name, counts) {
  const original = object[name];
  object[name] = function (...args) {
    if (counts(args)) step();
    return original.apply(this, args);
  };
}

const isWriting = ([path, flags]) =>
  isAbout(path) &&
  (typeof flags === 'number' ? (flags & 3) !== 0 : flags !== undefined && flags !== 'r');
const isChange = (args) => args.slice(0, 2).some(isAbout);

if (folder !== undefined) {
  for (const name of NAMES) {
    for (const [object, own] of [
      [fs, name],
      [fs, `${name}Sync`],
      [promises, name],
    ]) {
      watch(object, own, isChange);
    }
  }
  for (const [object, own] of [
    [fs, 'openSync'],
    [promises, 'open'],
  ]) {
    watch(object, own, isWriting);
  }
  const probe = await promises.open('/dev/null');
  const handles = Object.getPrototypeOf(probe);
  await probe.close();
  for (const name of OF_HANDLES) watch(handles, name, () => true);
  syncBuiltinESMExports();
}
