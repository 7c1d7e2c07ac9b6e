import { toPortName } from '../../ports/index.js';
import type { Site } from '../sites/site.js';
import { type Fitting, isByDefault, only } from './group-index.js';
import type { Group } from './groups.js';

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
  find({ setIn }: Site, fitting: Fitting): Group | undefined {
    const called = new Set<string>();
    for (const name of setIn === undefined ? [] : namesWithin(setIn)) {
      for (const folder of this.#folders.get(name)?.keys() ?? []) {
        called.add(folder);
        if (called.size > 1) return undefined;
      }
    }
    const [folder] = called;
    if (folder === undefined) return undefined;
    return only(fitting.in(folder), (group) => group.folder === folder);
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

/** A variable of a client, which is told where another program serves it. */
const OF_ANOTHER = /(?:^|_)(?:API|BACKEND|SERVER|GRAPHQL)(?:_|$)/;

/** API_URL in the package of a server that is there by default: another one may say the number. */
export function otherServer(
  { setIn }: Site,
  near: Group | undefined,
  { said }: Fitting,
): Group | undefined {
  const mayBe = near !== undefined && isByDefault(near) && OF_ANOTHER.test(setIn ?? '');
  return mayBe ? said[0] : undefined;
}
