import type { FileKind } from '../file-kind.js';
import { nothingFound } from '../gathered.js';

/** Scripts of whatever name and folder, and those of CI. */
const SCRIPTS = /\.(ba)?sh$|(^|\/)\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$/;

/**
 * What is read for its commands of compose alone: which files they name says whether an overlay
 * reaches them. Of its ports nothing is known: it may be for a container, or another machine.
 */
export const composeScripts: FileKind = {
  name: 'compose-script',
  endings: ['sh', 'bash', 'yml', 'yaml'],
  isOnlyTold: true,
  signs: ['docker[ -]compose'],
  files: SCRIPTS,
  matches: (path) => SCRIPTS.test(path),
  find: () => nothingFound('shell'),
  parse: (text) => text,
};
