import type { PortNumber } from '../../ports/index.js';
import { spanOf, type Value } from '../formats/value.js';
import { follow, siteOf } from '../linking/follow.js';
import type { Scopes } from '../linking/scope.js';
import type { Digits } from '../notations/number.js';
import type { ChainLink } from '../sites/findings.js';
import type { LogicalPort } from '../sites/site.js';
import { siteKey } from '../sites/site-place.js';
import type { ModelFile } from './model.js';

/** Which places of a project stand for a port that moves, and where to. */
export class Moves {
  readonly #targets = new Map<string, PortNumber>();
  readonly #scopes: Scopes;
  /** Keys of the sites that what was written overrules. */
  readonly reached = new Set<string>();

  constructor(
    ports: readonly LogicalPort[],
    numbers: ReadonlyMap<string, PortNumber>,
    scopes: Scopes,
  ) {
    this.#scopes = scopes;
    for (const { name, sites } of ports) {
      const number = numbers.get(name);
      if (number === undefined) continue;
      for (const site of sites) this.#targets.set(siteKey(site), number);
    }
  }

  /** The new number of digits that stand in a compose file, or undefined where they stay. */
  ofDigits(file: ModelFile, value: Value, { from, to }: Digits): PortNumber | undefined {
    const span = spanOf(value, file.text, from, to);
    return span && this.#take(siteKey({ file: file.path, start: span.start }));
  }

  /** The number to say behind a host that leaves its port out. */
  ofUnwritten(file: ModelFile, value: Value, at: number): PortNumber | undefined {
    const host = spanOf(value, file.text, at - 1, at);
    return host && this.#take(siteKey({ file: file.path, start: host.end }));
  }

  /** The new ends of a range, which moved as a whole or not at all. */
  ofRange(
    file: ModelFile,
    value: Value,
    range: { readonly first: Digits; readonly last: Digits },
  ): readonly [PortNumber, PortNumber] | undefined {
    const first = this.ofDigits(file, value, range.first);
    const last = this.ofDigits(file, value, range.last);
    return first && last && [first, last];
  }

  /** The same of a chain of variables, wherever the number is written that it comes to. */
  ofChain(
    file: ModelFile,
    value: Value,
    { chain, last }: { readonly chain: readonly ChainLink[]; readonly last?: Digits | undefined },
  ): PortNumber | undefined {
    const outcome = follow(chain, this.#scopes.ofCompose(file.path));
    if (outcome.kind === 'unset') return last && this.ofDigits(file, value, last);
    const site = siteOf(outcome);
    return site && this.#take(siteKey(site));
  }

  /** Whether no env file sets any of the variables: what stands as the default counts. */
  isUnset(file: ModelFile, chain: readonly ChainLink[]): boolean {
    return follow(chain, this.#scopes.ofCompose(file.path)).kind === 'unset';
  }

  #take(key: string): PortNumber | undefined {
    const number = this.#targets.get(key);
    if (number !== undefined) this.reached.add(key);
    return number;
  }
}
