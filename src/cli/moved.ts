import type { Environment } from '../ports/index.js';
import type { Prepared } from '../prepare.js';
import { isFileChange } from '../project/writing/change.js';
import { alignRows } from './table.js';

/** Each port with its number before and now, and where it was written. */
export function movedLines({
  detection,
  ports,
  changes,
  reused,
  composeVariables,
}: Prepared): string[] {
  const declared = new Map(
    [...detection.ports, ...detection.external].map(({ name, port }) => [name, port]),
  );
  const rows = Object.entries(ports).map(([name, port]) => {
    const before = declared.get(name);
    const moved = before === undefined || before === port ? `${port}` : `${before} → ${port}`;
    return [name, moved, reused ? 'as before' : placesOf(name, changes).join(', ')];
  });
  const compose = Object.entries(composeVariables).map(([name, value]) => [name, value, '']);
  return alignRows([...rows, ...compose]);
}

function placesOf(name: string, changes: Prepared['changes']): string[] {
  return changes.flatMap((change) => {
    if (!isFileChange(change)) return [];
    const lines = change.places.filter((place) => place.name === name).map(({ line }) => line);
    return [...new Set(lines)].map((line) => `${change.path}:${line}`);
  });
}

/** Variables that state an old number, and would beat what was written. */
export function staleNames({ exports }: Prepared, environment: Environment): string[] {
  return Object.entries(exports.variables)
    .filter(([name, value]) => environment[name] !== undefined && environment[name] !== value)
    .map(([name]) => name);
}
