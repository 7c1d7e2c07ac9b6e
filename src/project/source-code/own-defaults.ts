import { SERVER_VARIABLE } from '../files/reported-listening.js';
import { folderOf, foldersUp } from '../packages.js';
import type { Definition } from '../sites/findings.js';
import type { Site } from '../sites/site.js';
import type { SourceLines } from './lines.js';
import { mayBeOwn } from './named.js';
import type { Mention } from './telling.js';

const OF_SERVER = new RegExp(`^${SERVER_VARIABLE}$`);
/** `http://localhost:${process.env.PORT ?? 3000}`: whoever calls it says nothing of a server. */
const IS_CALLED = /(?:\/\/|localhost|:)[^\s"'`]{0,60}$/;

/** What is known of numbers and variables before source code is asked. */
export interface KnownNumbers {
  /** Those that are ports, are told, or that containers have inside. */
  isKnown(port: number): boolean;
  readonly settings: readonly Definition[];
  /** Places that state ports, some of them as a variable. */
  readonly sites: readonly Site[];
}

/**
 * Tells which programs may listen on a number of which nothing else speaks, where PORT is not set:
 * a server deep in its package, which no kind of file knows.
 */
export function mayServe(
  { isKnown, settings, sites }: KnownNumbers,
  lines: SourceLines,
): (mention: Mention) => boolean {
  const set = new Set(
    [...settings, ...sites].map((each) => `${each.variable} ${folderOf(each.file)}`),
  );
  return (mention) => {
    const { file, port, variable = '' } = mention;
    if (!OF_SERVER.test(variable) || isKnown(port) || !mayBeOwn(mention)) return false;
    if (foldersUp(folderOf(file)).some((folder) => set.has(`${variable} ${folder}`))) return false;
    const line = lines.at(mention);
    return !IS_CALLED.test(
      line.slice(0, line.search(/\b(?:process|env|environ|os|getenv|ENV|System)\b/i)),
    );
  };
}
