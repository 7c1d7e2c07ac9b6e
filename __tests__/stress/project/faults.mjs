// Loaded before a program: it is killed, by a real signal, just before the n-th step that it takes
// to change something below a folder. What it did so far is on the disk, and nothing else is.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { folder, fatal = 0 } = JSON.parse(process.env.PORTKEEPER_FAULTS ?? '{}');

const OF_PATHS = [
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
/** Of a file that is open: a descriptor comes first. */
const OF_FILES = ['writeFileSync', 'futimesSync', 'fchownSync', 'fchmodSync', 'fsync', 'fsyncSync'];
const KILLED = 9;

/** The name of each step. */
const steps = [];

export function stepsTaken() {
  return steps;
}

function step(name) {
  steps.push(name);
  if (steps.length !== fatal) return;
  process.kill(process.pid, KILLED);
  // The signal is on its way: nothing more may happen.
  for (;;);
}

const isAbout = (place) => typeof place === 'string' && place.startsWith(folder);

/** @param then is given what came of it, and what it was asked for */
function watch(object, name, counts, then = () => undefined) {
  const original = object[name];
  object[name] = function (...args) {
    if (counts(args)) step(name);
    const result = original.apply(this, args);
    then(result, args);
    return result;
  };
}

const isWriting = ([path, flags]) =>
  isAbout(path) &&
  (typeof flags === 'number' ? (flags & 3) !== 0 : flags !== undefined && flags !== 'r');
const isChange = (args) => args.slice(0, 2).some(isAbout);

const touched = new Set();
/** A lock that is held for seconds is touched again: that is the clock's step, and not the program's. */
const isRenewal = ([path]) => {
  if (!isAbout(path) || !path.endsWith('.lock')) return false;
  if (touched.has(path)) return true;
  touched.add(path);
  return false;
};

/** The descriptors of what is being written there. */
const open = new Set();
const isOpen = ([file]) => open.has(file);

if (folder !== undefined) {
  for (const name of OF_PATHS) {
    for (const [object, own] of [
      [fs, name],
      [fs, `${name}Sync`],
      [promises, name],
    ]) {
      const counts = name === 'utimes' ? (args) => isChange(args) && !isRenewal(args) : isChange;
      watch(object, own, counts);
    }
  }
  watch(fs, 'openSync', isWriting, (file, args) => {
    if (isWriting(args)) open.add(file);
  });
  for (const name of OF_FILES) watch(fs, name, isOpen);
  watch(fs, 'closeSync', isOpen, (_, [file]) => open.delete(file));
  syncBuiltinESMExports();
}
