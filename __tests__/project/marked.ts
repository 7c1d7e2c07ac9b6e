import { fileKinds, kindOf } from '../../src/project/files/index.js';
import { type LinkOptions, link } from '../../src/project/linking/link.js';
import type { Linked } from '../../src/project/linking/linked.js';
import type { Findings } from '../../src/project/sites/findings.js';
import { decodeSource, type SourceFile } from '../../src/project/writing/source-file.js';

/*
 * Projects in tests are written as text in which every port that must move is marked with the
 * name that it must get: `PORT=«PORT:3000»`; `vite«+DEV_PORT:5173»` says where a port must be written
 * that stands nowhere. What is not marked must not be touched.
 */

await Promise.all(fileKinds.map((kind) => kind.ready?.()));

/** Path → marked text. */
export type MarkedTree = Readonly<Record<string, string>>;

export interface MarkedCase {
  readonly name: string;
  readonly tree: MarkedTree;
  /** Parts of the reasons that must be given for what is left alone, `file:line reason`. */
  readonly left?: readonly string[];
  readonly options?: Omit<LinkOptions, 'paths'>;
  readonly ambiguous?: readonly string[];
  /** Names of ports in order, with their protocols where they are not TCP alone. */
  readonly ports?: readonly string[];
}

const MARK = /«(\+?)([A-Z0-9_]+):(\d+)»/g;

export interface Unmarked {
  readonly text: string;
  /** `offset digits NAME`, in order. */
  readonly marks: readonly string[];
}

export function unmark(marked: string): Unmarked {
  const marks: string[] = [];
  let shift = 0;
  const text = marked.replace(
    MARK,
    (mark: string, plus: string, name: string, digits: string, offset: number) => {
      marks.push(`${offset - shift} ${digits} ${name}`);
      const kept = plus === '' ? digits : '';
      shift += mark.length - kept.length;
      return kept;
    },
  );
  return { text, marks };
}

export function unmarkTree(tree: MarkedTree): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, unmark(text).text]));
}

export function sourceOf(path: string, text: string): SourceFile {
  const source = decodeSource(path, Buffer.from(text));
  if (source === undefined) throw new Error(`${path} is binary`);
  return source;
}

export function findAll(tree: MarkedTree): Map<string, Findings> {
  const findings = new Map<string, Findings>();
  for (const [path, text] of Object.entries(unmarkTree(tree))) {
    const kind = kindOf(path);
    if (kind) findings.set(path, kind.find(sourceOf(path, text)));
  }
  return findings;
}

export function linkTree(tree: MarkedTree, options: Omit<LinkOptions, 'paths'> = {}): Linked {
  return link(findAll(tree), { ...options, paths: Object.keys(tree) });
}

/** The linked sites in the form of the marks, per file. */
export function marksOf(tree: MarkedTree, { ports, external }: Linked): Record<string, string[]> {
  const all = [...ports, ...external].flatMap(({ name, sites }) =>
    sites.map((site) => ({ name, ...site })),
  );
  return Object.fromEntries(
    Object.keys(tree).map((path) => [
      path,
      all
        .filter(({ file, within }) => file === path && within !== true)
        .sort((a, b) => a.start - b.start)
        .map(({ start, port, name }) => `${start} ${port} ${name}`),
    ]),
  );
}

export function expectedMarks(tree: MarkedTree): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, unmark(text).marks]));
}
