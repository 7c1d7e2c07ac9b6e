import { join, relative } from 'node:path';
import { type AnnotationProperties, notice, warning } from '@actions/core';
import { processEnvironment } from '../environment.js';
import { type FileChange, isFileChange } from '../project/writing/change.js';
import type { Reporter } from '../reporter.js';
import { plain } from './plain.js';
import type { Told } from './tell.js';

/** A runner shows ten of a kind for a step, and drops the others. */
const MAX_NOTICES = 10;

/** One notice for each file that was edited, where a reviewer of the job will look for it. */
export function annotate(told: Told): void {
  const { prepared } = told;
  const edits = prepared.changes.filter(isFileChange);
  for (const change of edits.slice(0, MAX_NOTICES)) {
    notice(plain(sentence(change, told)), place(prepared.detection.root, change));
  }
  for (const { name, reason } of prepared.exports.withheld) {
    warning(plain(`${name} is an output only, not in the environment: ${reason}.`));
  }
}

/** Only names and numbers: a value may hold a password. */
function sentence({ places }: FileChange, { planned, restores }: Told): string {
  const moves = places.map(({ name, from, to }) => `${name}: port ${from} → ${to}`);
  const change = restores ? 'Changed until the job ends' : 'Changed';
  return `${planned ? 'Would change' : change}: ${[...new Set(moves)].join(', ')}`;
}

/** A runner looks for the file from the workspace. */
function place(root: string, { path, places }: FileChange): AnnotationProperties {
  const workspace = processEnvironment().GITHUB_WORKSPACE ?? root;
  const file = relative(workspace, join(root, path)).replaceAll('\\', '/');
  const [first] = places;
  return first === undefined ? { file } : { file, startLine: first.line };
}

/** What the inner rooms notice, as annotations of the step. */
export function annotatingReporter(log: (text: string) => void): Reporter {
  return {
    warn: (message) => warning(plain(message)),
    info: (message) => log(plain(message)),
    debug: () => undefined,
  };
}
