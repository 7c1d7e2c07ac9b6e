import type { PortNumber } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import { readJournal } from '../project/journal/index.js';
import type { Earlier } from './earlier.js';

/** The numbers that a project declares and that its ports have no more. */
export function movedNumbers(
  { ports, external }: Pick<Detection, 'ports' | 'external'>,
  numbers: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const moved = [...ports, ...external].filter(({ name, port }) => port !== numbers.get(name));
  return new Set(moved.flatMap(({ port }) => port ?? []));
}

/** The same of an earlier preparation: its files state the new numbers, where it edited any. */
export function movedEarlier(earlier: Earlier): ReadonlySet<number> {
  const { declared = {}, ports } = earlier.meta;
  const kept = Object.entries(declared).filter(([name, port]) => port !== ports[name]);
  return new Set([
    ...formerNumbers(earlier).values(),
    ...kept.flatMap(([, port]) => (port === null ? [] : (port as PortNumber))),
  ]);
}

/** What an earlier preparation wrote in the place of which numbers. */
export function formerNumbers({ entry }: Pick<Earlier, 'entry'>): ReadonlyMap<number, PortNumber> {
  const written = entry.edited.flatMap(({ places }) => places);
  const digits = written.filter(({ from, to }) => isDigits(from) && isDigits(to));
  return new Map(digits.map(({ from, to }) => [Number(to), Number(from) as PortNumber]));
}

/** What is found in a project, with the numbers that it had before it was prepared. */
export async function withFormerNumbers(detection: Detection): Promise<Detection> {
  const entries = await readJournal(detection.root);
  const former = new Map(entries.flatMap((entry) => [...formerNumbers({ entry })]));
  const ports = detection.ports.map((found) => {
    const port = former.get(found.port ?? 0);
    return port === undefined ? found : { ...found, port };
  });
  return { ...detection, ports };
}

function isDigits(text: string): boolean {
  return /^\d{1,5}$/.test(text);
}
