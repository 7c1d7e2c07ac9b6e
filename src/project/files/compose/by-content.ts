import { nameOf } from '../../packages.js';
import { isToBeCopied } from '../documentation.js';
import type { FileKind } from '../file-kind.js';
import { compose } from './compose.js';

/** What no other kind of YAML says together: services at the top, made of images, with ports. */
const SIGNS = [
  /^services:[ \t]*(#.*)?\r?$/m,
  /^[ \t]+(image|build):/m,
  /^[ \t]+(ports|<<):/m,
] as const;

/** Whether a YAML file of any name is one that people give to `docker compose -f`. */
export function looksLikeCompose(path: string, text: string): boolean {
  const name = nameOf(path);
  // An action of GitHub may have services of a workflow, which mean nothing there.
  const isOther = isToBeCopied(name) || /^action\.ya?ml$/.test(name);
  return /\.ya?ml$/.test(name) && !isOther && SIGNS.every((sign) => sign.test(text));
}

/** Such a file. One that is no YAML after all, as a template of it, is none of ours. */
export const composeByContent: FileKind = {
  ...compose,
  name: 'compose-by-content',
  matches: () => false,
  find: (file) => {
    const findings = compose.find(file);
    return { ...findings, problems: [] };
  },
};
