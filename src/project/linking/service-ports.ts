import { addTo, folderOf } from '../packages.js';
import type { Findings } from '../sites/findings.js';

/**
 * The numbers that the containers of each service have inside, whichever file says them: the compose
 * files of a folder are one project, or variants of one, and a service has what it extends.
 */
export class ServicePorts {
  readonly #own = new Map<string, (readonly number[])[]>();
  readonly #bases = new Map<string, string[]>();
  readonly #heirs = new Map<string, string[]>();
  readonly #known = new Map<string, ReadonlySet<number>>();
  /** Services on one network share one list. */
  readonly #sets = new Map<readonly number[] | undefined, ReadonlySet<number>>();

  constructor(findings: ReadonlyMap<string, Findings>) {
    for (const [path, { servicePorts, extended }] of findings) {
      for (const [service, ports] of servicePorts) {
        addTo(this.#own, keyOf(path, service), ports);
      }
      for (const { service, path: file, base } of extended) {
        addTo(this.#bases, keyOf(path, service), keyOf(file, base));
        addTo(this.#heirs, keyOf(file, base), keyOf(path, service));
      }
    }
  }

  /** @param file a compose file that speaks of the service. */
  of(file: string, service: string): ReadonlySet<number> {
    const key = keyOf(file, service);
    const known = this.#known.get(key);
    if (known) return known;
    const keys = [...closure(key, this.#bases), ...closure(key, this.#heirs)];
    const lists = new Set(keys.flatMap((each) => this.#own.get(each) ?? []));
    const [only] = lists;
    const ports = (lists.size < 2 && this.#sets.get(only)) || new Set([...lists].flat());
    if (lists.size < 2) this.#sets.set(only, ports);
    this.#known.set(key, ports);
    return ports;
  }
}

function keyOf(file: string, service: string): string {
  return `${folderOf(file)} ${service}`;
}

/** A key and all that it leads to; a circle, which compose refuses, ends where it closes. */
export function closure(
  key: string,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set([key]);
  for (const each of found) for (const more of next.get(each) ?? []) found.add(more);
  return found;
}
