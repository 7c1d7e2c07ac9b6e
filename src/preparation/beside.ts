import type { PortNumber } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import type { PreparationMeta } from './meta.js';

/**
 * The other preparation of one checkout: `prepare` and `prepare --devcontainer` stand side by side,
 * and neither takes the other back. A port that both speak of has one number: the first one reserves
 * it, and the second borrows it.
 */
export class Beside {
  readonly #ports: ReadonlyMap<string, PortNumber>;

  constructor(meta: PreparationMeta | undefined) {
    this.#ports = new Map(Object.entries(meta?.ports ?? {}) as [string, PortNumber][]);
  }

  /** What of it a project's ports are, by name. */
  portsOf({ ports }: Pick<Detection, 'ports'>): ReadonlyMap<string, PortNumber> {
    return new Map(
      ports.flatMap(({ name }) => {
        const number = this.#ports.get(name);
        return number === undefined ? [] : [[name, number] as const];
      }),
    );
  }

  /** Whether what was borrowed from it is still what it has. */
  stillLends({ borrowed = [], ports }: PreparationMeta): boolean {
    return borrowed.every((name) => this.#ports.get(name) === ports[name]);
  }
}
