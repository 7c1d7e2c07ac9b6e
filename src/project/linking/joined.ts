import { folderOf, foldersUp } from '../packages.js';
import type { FilePlace, Site } from '../sites/site.js';
import type { Group } from './groups.js';

/** What a site that speaks of a port comes to. */
export type Joined =
  | { readonly kind: 'joined'; readonly group: Group }
  | { readonly kind: 'nobody' }
  /** A server that no file can move, of the very part of the project that speaks of it. */
  | { readonly kind: 'stays'; readonly at: FilePlace }
  /** What is read in a container speaks of it, and it listens on this machine. */
  | { readonly kind: 'outside'; readonly at: FilePlace }
  | {
      readonly kind: 'several';
      readonly groups: readonly Group[];
      /** A server that no file can move, and that may be meant as well. */
      readonly staying?: FilePlace;
    };

/** Those whose server stands in a folder, or in the file that speaks of it. */
export function serversBelow(folder: string, { file }: Site, groups: readonly Group[]): Group[] {
  const start = folder === '' ? '' : `${folder}/`;
  return groups.filter(({ members }) =>
    members.some(
      ({ site }) => site.role !== 'refer' && (site.file === file || site.file.startsWith(start)),
    ),
  );
}

export function joinedOf(groups: readonly Group[]): Joined {
  const [group, ...others] = groups;
  if (group === undefined) return { kind: 'nobody' };
  return others.length === 0 ? { kind: 'joined', group } : { kind: 'several', groups };
}

/**
 * A container has it that may be what runs the server of that number: of a compose file above, or
 * of one in a folder for that beside the rest, as `docker/compose.yaml`.
 */
export function isPublishedAround({ members }: Group, { file }: FilePlace): boolean {
  const above = new Set(foldersUp(folderOf(file)));
  return members.some(
    ({ site }) => site.role === 'publish' && above.has(folderOf(folderOf(site.file))),
  );
}

/** The server that a container cannot reach as its own machine's, where nothing publishes the number. */
export function serverOutside({ members }: Group, site: Site): Site | undefined {
  const isInside =
    site.toldOutside !== true && (site.insideOf !== undefined || site.rule.startsWith('env-file.'));
  if (!isInside || members.some((each) => each.site.role === 'publish')) return undefined;
  return members.find((each) => each.site.role === 'listen')?.site;
}
