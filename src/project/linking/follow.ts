import type { ChainLink, Definition, Reading } from '../sites/findings.js';
import type { Site } from '../sites/site.js';

/** What a chain of variables comes to for its reader. */
export type Outcome =
  /** None of them is set: the default stands. */
  | { readonly kind: 'unset' }
  /** One is set to nothing. */
  | { readonly kind: 'empty' }
  /** With a chain of its own it is where a long way was given up. */
  | { readonly kind: 'definition'; readonly definition: Definition }
  /** One is set to other variables, and the default of those stands. */
  | { readonly kind: 'site'; readonly site: Site };

export type Lookup = (variable: string) => Definition | undefined;

/** Variables that lead to others, and those to others again: people do not go on for longer. */
const MAX_STEPS = 100;

/** Follows a chain, and the variables that its variables are set to. */
export function follow(chain: readonly ChainLink[], lookup: Lookup): Outcome {
  return followWithin(chain, lookup, { left: MAX_STEPS });
}

function followWithin(
  chain: readonly ChainLink[],
  lookup: Lookup,
  steps: { left: number },
): Outcome {
  for (const { variable, emptyPasses } of chain) {
    const definition = lookup(variable);
    if (definition === undefined) continue;
    const outcome = outcomeOf(definition, lookup, steps);
    if (outcome.kind !== 'empty' || !emptyPasses) return outcome;
  }
  return { kind: 'unset' };
}

/** Compose expands an env file from above: a line sees the lines before it, and never itself. */
function outcomeOf(definition: Definition, lookup: Lookup, steps: { left: number }): Outcome {
  const { chain, empty, fallback, file, line } = definition;
  if (chain === undefined) return empty ? { kind: 'empty' } : { kind: 'definition', definition };
  // Where each leads to two, all of them are more than can be counted.
  if (steps.left === 0) return { kind: 'definition', definition };
  steps.left -= 1;
  const earlier: Lookup = (variable) => {
    const found = lookup(variable);
    return found && (found.file !== file || found.line < line) ? found : undefined;
  };
  const outcome = followWithin(chain, earlier, steps);
  if (outcome.kind !== 'unset') return outcome;
  return fallback ? { kind: 'site', site: fallback } : { kind: 'empty' };
}

/** The site that decides the number, where it is written as one. */
export function siteOf(outcome: Outcome): Site | undefined {
  if (outcome.kind === 'site') return outcome.site;
  return outcome.kind === 'definition' ? outcome.definition.site : undefined;
}

/**
 * Whether variables that name a host come to this machine for one of those who read them.
 * @param isHere whether their default is it.
 */
export function namesThisMachine(outcomes: readonly Outcome[], isHere: boolean): boolean {
  return outcomes.some((outcome) =>
    outcome.kind === 'definition' ? outcome.definition.isHere : outcome.kind === 'unset' && isHere,
  );
}

/** The same of each lookup that leads to one. */
export function sitesIn(
  lookups: readonly Lookup[],
  { chain }: Pick<Reading, 'chain'>,
): readonly Site[] {
  return lookups.flatMap((lookup) => siteOf(follow(chain, lookup)) ?? []);
}

/** Why variables that are set come to no number. */
export function noNumberReason(variables: string, outcome: Outcome): string {
  return outcome.kind === 'definition' && outcome.definition.chain !== undefined
    ? `${variables} is set by way of other variables, and no more than ${MAX_STEPS} of them are followed`
    : `${variables} is set to something else than a port number`;
}
