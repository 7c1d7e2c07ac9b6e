import type { Findings } from './findings.js';
import type { Site } from './site.js';

/** Every site of a file: those in force, and those that only other files could call in force. */
export function statedSites({ sites, definitions, defaults, readings }: Findings): Site[] {
  const set = definitions.flatMap((each) => each.site ?? []);
  const fallbacks = readings.flatMap((each) => each.fallback ?? []);
  return [...sites, ...set, ...defaults.map((each) => each.site), ...fallbacks];
}
