import { addTo } from '../packages.js';
import type { Hunk, HunkEdit } from './entry.js';
import { afterShape, assign, beforeShape, type Candidate, findHunks } from './find-hunks.js';
import { countFeeds, numberIn, sha256, takeBack } from './hunks.js';

/** What could not be taken back. */
export interface KeptLine {
  /** Where it stood when PortKeeper wrote it, or where a copy of it stands now; from 1. */
  readonly line: number;
  readonly reason: string;
}

export interface Reverted {
  readonly text: string;
  readonly kept: readonly KeptLine[];
}

/** A stretch of the text as it is now, and what it becomes. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Takes edits back from a file that somebody changed since: only what still stands as it was
 * written, wherever it stands now. In this order:
 * 1. lines that read exactly as PortKeeper left them (same number, in order; else the nearest);
 * 2. in lines that were changed, its digits, if the file held them nowhere else;
 * 3. lines that read as they did before: somebody, or an undo that was cut short, has been here.
 * Everything else stays and is reported, copies of lines that were made since as well. Pure; bytes as
 * Latin-1 characters.
 * @throws {RangeError} when the hunks contradict themselves: the journal is not what was written.
 */
export function revert(current: string, hunks: readonly Hunk[]): Reverted {
  const found = findHunks(current, hunks.map(afterShape));
  const patches = hunks.flatMap((hunk, index) => wholePatch(current, hunk, found[index]));
  const lost = hunks.filter((_, index) => found[index] === undefined);
  const digits = findDigits(current, lost, patches);
  const open = lost.filter((hunk) => !hunk.edits.every((edit) => digits.has(edit)));
  const undone = findHunks(current, open.map(beforeShape));
  const text = applyPatches(current, [...patches, ...digits.values()]);
  const gone = open.filter((_, index) => undone[index] === undefined);
  const olds = hunks.flatMap(({ edits }) => edits.map((edit) => numberIn(edit.old)));
  const known = new Set([...olds, ...gone.flatMap(ownDigits)]);
  const ours = hunks.flatMap(ownDigits).filter((each) => !known.has(each));
  return { text, kept: [...gone.map(report), ...copies(text, new Set(ours))] };
}

/** The numbers that a hunk wrote into a file which held them nowhere else. */
function ownDigits({ edits }: Hunk): string[] {
  return edits.flatMap((edit) => (edit.unique ? (numberIn(edit.new) ?? []) : []));
}

function copies(text: string, numbers: ReadonlySet<string>): KeptLine[] {
  return [...digitRuns(text, numbers, [])].flatMap(([digits, found]) =>
    found.map(({ line }) => ({
      line,
      reason: `it says ${digits}, which PortKeeper wrote elsewhere: the line came since`,
    })),
  );
}

function report(hunk: Hunk): KeptLine {
  const [edit] = hunk.edits;
  const number = edit && numberIn(edit.new);
  return {
    line: hunk.line,
    reason: `it was changed since: what PortKeeper wrote there${number ? ` ${number}` : ''} is not found any more`,
  };
}

function wholePatch(text: string, hunk: Hunk, at: Candidate | undefined): Patch[] {
  if (at === undefined) return [];
  const end = at.start + hunk.length;
  const old = takeBack(text.slice(at.start, end), hunk.edits);
  if (sha256(old) !== hunk.before) throw new RangeError('The hunk does not give the old lines');
  return [{ start: at.start, end, text: old }];
}

/** The digits that we wrote, in lines that somebody changed. */
function findDigits(
  text: string,
  lost: readonly Hunk[],
  taken: readonly Patch[],
): Map<HunkEdit, Patch> {
  const groups = new Map<string, { edit: HunkEdit; line: number }[]>();
  for (const { edits, line } of lost) {
    for (const edit of edits) {
      const digits = edit.unique ? numberIn(edit.new) : undefined;
      if (digits !== undefined) addTo(groups, digits, { edit, line });
    }
  }
  const patches = new Map<HunkEdit, Patch>();
  if (groups.size === 0) return patches;
  const runs = digitRuns(text, groups, taken);
  for (const [digits, wanted] of groups) {
    const found = runs.get(digits) ?? [];
    const [first] = wanted.map(({ edit }) => edit);
    const same = wanted.every(({ edit }) => edit.old === first?.old && edit.new === first.new);
    // Which of them is which cannot be told any more.
    if (!same && found.length !== wanted.length) continue;
    for (const [index, at] of assign(
      wanted.map(({ line }) => line),
      found,
    ).entries()) {
      const edit = wanted[index]?.edit;
      const end = (at?.start ?? 0) + digits.length;
      const start = end - (edit?.new.length ?? 0);
      if (edit === undefined || at === undefined || !text.startsWith(edit.new, start)) continue;
      patches.set(edit, { start, end, text: edit.old });
    }
  }
  return patches;
}

function digitRuns(
  text: string,
  wanted: Pick<ReadonlySet<string>, 'has'>,
  taken: readonly Patch[],
): Map<string, Candidate[]> {
  const runs = new Map<string, Candidate[]>();
  let [line, counted] = [1, 0];
  for (const { 0: digits, index: start } of text.matchAll(/\d+/g)) {
    if (!wanted.has(digits) || taken.some((patch) => start >= patch.start && start < patch.end)) {
      continue;
    }
    line += countFeeds(text.slice(counted, start));
    counted = start;
    addTo(runs, digits, { start, line });
  }
  return runs;
}

function applyPatches(text: string, patches: readonly Patch[]): string {
  let [result, at] = ['', 0];
  for (const patch of [...patches].sort((a, b) => a.start - b.start)) {
    // Two hunks can only claim the same bytes if the journal lies: the first one has them.
    if (patch.start < at) continue;
    result += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return result + text.slice(at);
}
