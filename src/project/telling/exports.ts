import type { Environment, PortNumber } from '../../ports/index.js';
import type { Detection } from '../detect.js';
import { readSetting } from '../notations/setting.js';
import { mayChoose, mayExport } from './steering.js';

/** What later steps should find in their environment, and what they will not find there. */
export interface Exports {
  readonly variables: Readonly<Record<string, string>>;
  readonly withheld: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Every port by its name, and every variable of the environment that states a moved port: the
 * environment beats `.env`, so a stale one would undo what was written.
 * @param options `all`: each variable of the project that carries a port, as no file is written.
 */
export function planExports(
  detection: Detection,
  numbers: ReadonlyMap<string, PortNumber>,
  environment: Environment,
  { all = false }: { readonly all?: boolean } = {},
): Exports {
  const variables = new Map<string, string>();
  const withheld: { name: string; reason: string }[] = [];
  const set = (may: (name: string) => boolean, entries: Iterable<readonly [string, unknown]>) => {
    for (const [name, value] of entries) {
      const reason = may(name) ? reasonToWithhold(name, detection) : STEERS;
      if (reason === undefined) variables.set(name, `${value}`);
      else withheld.push({ name, reason });
    }
  };
  set(mayExport, staleVariables(detection, numbers, environment));
  if (all) set(mayChoose, carriers(detection, numbers));
  set(mayChoose, numbers);
  return { variables: Object.fromEntries(variables), withheld };
}

const STEERS = 'a variable of this name steers other programs';

function carriers(
  { ports, external }: Detection,
  numbers: ReadonlyMap<string, PortNumber>,
): (readonly [string, string])[] {
  return [...ports, ...external].flatMap(({ name, variables }) => {
    const number = numbers.get(name);
    return number === undefined ? [] : variables.map((each) => [each, `${number}`] as const);
  });
}

function reasonToWithhold(
  name: string,
  { ambiguousVariables, partVariables }: Detection,
): string | undefined {
  const part = partVariables.get(name);
  if (part !== undefined) {
    return `it is the port of ${part}, and servers of other folders would take it for theirs`;
  }
  if (!ambiguousVariables.includes(name)) return undefined;
  return 'several files give it different numbers, and one in the environment would beat them all';
}

/** Each moved number, by what it was: only where it was one port's alone. */
function movedNumbers(
  { ports, external }: Detection,
  numbers: ReadonlyMap<string, PortNumber>,
): Map<number, PortNumber> {
  const moved = new Map<number, PortNumber>();
  const seen = new Set<number>();
  for (const { name, port } of [...ports, ...external]) {
    const number = numbers.get(name);
    if (port === undefined || number === undefined) continue;
    if (seen.has(port)) moved.delete(port);
    else moved.set(port, number);
    seen.add(port);
  }
  return moved;
}

function* staleVariables(
  detection: Detection,
  numbers: ReadonlyMap<string, PortNumber>,
  environment: Environment,
): Iterable<readonly [string, string]> {
  const moved = movedNumbers(detection, numbers);
  const names = new Map(
    detection.ports.flatMap(({ name, variables }) => variables.map((variable) => [variable, name])),
  );
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !mayExport(name)) continue;
    const carried = mayChoose(name) ? numbers.get(names.get(name) ?? '') : undefined;
    const now = carried ?? rewritePorts({ name, value, environment }, moved);
    if (now !== undefined && `${now}` !== value) yield [name, `${now}`];
  }
}

/** A value with the moved ports of this machine replaced, or undefined where it has none. */
function rewritePorts(
  { name, value, environment }: { name: string; value: string; environment: Environment },
  moved: ReadonlyMap<number, PortNumber>,
): string | undefined {
  let result = '';
  let at = 0;
  const { mentions } = readSetting(name, value, (other) =>
    Object.hasOwn(environment, other) ? environment[other] : undefined,
  );
  for (const { from, to, port, insert, stays } of [...mentions].sort((a, b) => a.from - b.from)) {
    const number = stays === undefined ? moved.get(port) : undefined;
    if (number === undefined || from < at) continue;
    result += `${value.slice(at, from)}${insert?.before ?? ''}${number}`;
    at = to;
  }
  return at === 0 ? undefined : result + value.slice(at);
}
