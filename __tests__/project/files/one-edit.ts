import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { PortNumber } from '../../../src/ports/index.js';
import type { FileKind } from '../../../src/project/files/file-kind.js';
import { kindOf } from '../../../src/project/files/index.js';
import type { Findings } from '../../../src/project/sites/findings.js';
import { isUnwritten } from '../../../src/project/sites/inserted.js';
import type { Site } from '../../../src/project/sites/site.js';
import { applyEdits } from '../../../src/project/writing/edit.js';
import { verifyChange } from '../../../src/project/writing/verify.js';
import { sourceOf } from '../marked.js';

/**
 * Moves one random site in each of many random files: our own check passes, a parser that is not
 * ours sees one number change, and looking again finds the same sites with that one number.
 * @param parse the parser that is not ours.
 * @returns how many files had a site to move.
 */
export function moveOneSite(
  path: string,
  texts: fc.Arbitrary<string>,
  parse: (text: string) => unknown,
  numRuns: number,
): number {
  const kind = kindOf(path);
  if (kind === undefined) throw new Error(path);
  const number = fc.integer({ min: 20000, max: 32767 });
  let edited = 0;
  fc.assert(
    fc.property(texts, fc.nat(), number, (text, choice, to) => {
      if (moveOne({ path, kind, text, parse }, choice, to as PortNumber)) edited += 1;
    }),
    { numRuns },
  );
  return edited;
}

interface Random {
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
  readonly parse: (text: string) => unknown;
}

function moveOne({ path, kind, text, parse }: Random, choice: number, to: PortNumber): boolean {
  const before = sourceOf(path, text);
  const findings = kind.find(before);
  const sites = allSites(findings);
  for (const { start, end, insert, port } of sites)
    expect(text.slice(start, end)).toBe(insert ? '' : `${port}`);
  const site = sites[choice % Math.max(sites.length, 1)];
  if (site === undefined || findings.problems.length > 0) return false;
  // What states the number already gets no edit.
  if (site.insert === undefined && site.port === to) return false;
  const { before: lead = '', after: tail = '' } = site.insert ?? {};
  const edit = { start: site.start, end: site.end, text: `${lead}${to}${tail}` };
  const after = applyEdits(text, [edit]);
  const { line, column, port: from } = site;
  const place = { line, column, name: 'X', from, to };
  verifyChange({ path, before, edits: [edit], after, places: [place] }, kind);
  if (site.insert) {
    const [old, now] = [JSON.stringify(parse(text)), JSON.stringify(parse(after))];
    expect(now.length).toBe(old.length + edit.text.length);
    expect(now.replace(edit.text, '')).toBe(old);
    // A URL that says its port by now is a URL as any other.
    if (isUnwritten(site) && site.stays === undefined) {
      const written = { ...site, port: to, rule: site.rule.replace('.default', '') };
      const again = allSites(kind.find(sourceOf(path, after)));
      expect(again.map(describeSite)).toContain(describeSite(written));
    }
    return true;
  }
  expect(changedLeaves(parse(text), parse(after))).toEqual([[`${from}`, `${to}`]]);
  const again = allSites(kind.find(sourceOf(path, after)));
  expect(again.map(describeSite)).toEqual(
    sites.map((each) => describeSite(each === site ? { ...each, port: to } : each)),
  );
  return true;
}

/** The sites, and those that only another file could call in force. */
function allSites({ sites, definitions, readings, defaults }: Findings): Site[] {
  const all = [
    ...sites,
    ...defaults.flatMap(({ site, reason }) => (reason === undefined ? site : [])),
    ...definitions.flatMap(({ site }) => site ?? []),
    ...readings.flatMap(({ fallback }) => fallback ?? []),
  ];
  return [...new Map(all.map((site) => [site.start, site])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

function describeSite({ line, port, rule, role, variable }: Site): string {
  return [line, port, rule, role, variable].join(' ');
}

/** The digit runs that differ, in documents that are otherwise alike. */
function changedLeaves(before: unknown, after: unknown): [string, string][] {
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)];
  expect(b.replace(/\d+/g, '#')).toBe(a.replace(/\d+/g, '#'));
  const [runs, others] = [a.match(/\d+/g) ?? [], b.match(/\d+/g) ?? []];
  return runs.flatMap((run, index): [string, string][] =>
    run === others[index] ? [] : [[run, others[index] ?? '']],
  );
}
