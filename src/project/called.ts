import { toPortName } from '../ports/index.js';
import type { Group } from './groups.js';
import type { Site } from './site.js';

/** Whether a port has the name of a variable, or would have without one. */
export function saysName({ members, name }: Group, variable: string | undefined): boolean {
  if (variable === undefined) return false;
  return name === variable || members.some(({ site }) => site.fallbackName === variable);
}

/** Folders whose names say no more of a package than that it is one. */
const ANY_FOLDER = /^(APPS?|BASE|SITE|ROOT|PUBLIC|SRC|URL)$/;

/** A variable of more parts nobody calls after a package. */
const MAX_WORDS = 64;

/** The folders of a project's ports, by what variables would call them: apps/admin is ADMIN. */
export class CalledFolders {
  /** Of each name its folders, with how many ports there are of each. */
  readonly #folders = new Map<string, Map<string, number>>();

  add({ folder }: Group): void {
    const name = nameOf(folder);
    if (folder === undefined || name === undefined) return;
    const folders = this.#folders.get(name) ?? new Map<string, number>();
    this.#folders.set(name, folders.set(folder, (folders.get(folder) ?? 0) + 1));
  }

  remove({ folder = '' }: Group): void {
    const folders = this.#folders.get(nameOf(folder) ?? '');
    const left = (folders?.get(folder) ?? 0) - 1;
    if (left > 0) folders?.set(folder, left);
    else folders?.delete(folder);
  }

  /**
   * The port of the package that the variable of a URL names: apps/admin of ADMIN_URL. Only one
   * package of the project may have such a name.
   */
  find({ setIn }: Site, fitting: readonly Group[]): Group | undefined {
    if (setIn === undefined || fitting.length < 2) return undefined;
    const called = new Set(namesWithin(setIn).flatMap((name) => this.#foldersOf(name)));
    const [group, ...more] = fitting.filter(({ folder = '' }) => called.has(folder));
    return called.size === 1 && more.length === 0 ? group : undefined;
  }

  #foldersOf(name: string): string[] {
    return [...(this.#folders.get(name)?.keys() ?? [])];
  }
}

function nameOf(folder = ''): string | undefined {
  const name = toPortName(folder.slice(folder.lastIndexOf('/') + 1));
  return folder === '' || ANY_FOLDER.test(name) ? undefined : name;
}

/** Every run of whole words: API, API_ADMIN, ADMIN, … of API_ADMIN_URL. */
function namesWithin(variable: string): string[] {
  const words = toPortName(variable).split('_');
  if (words.length > MAX_WORDS) return [];
  const names: string[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) {
      names.push(words.slice(from, to).join('_'));
    }
  }
  return names;
}
