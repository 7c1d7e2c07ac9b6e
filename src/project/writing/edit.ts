/** Replace `[start, end)` of a text. An edit is never a re-serialisation. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies edits to a text, in any order given.
 * @throws {RangeError} when two overlap or one lies outside the text: a fault of ours, not a user's.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`Edit ${edit.start}-${edit.end} overlaps another or leaves the text`);
    }
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The edits that lead from the edited text back to `text`. */
export function inverseEdits(text: string, edits: readonly Edit[]): Edit[] {
  let moved = 0;
  return [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, text: replacement }) => {
      const at = start + moved;
      moved += replacement.length - (end - start);
      return { start: at, end: at + replacement.length, text: text.slice(start, end) };
    });
}

/**
 * Edits of a text and later edits of what they gave, as edits of the first text.
 * @throws {RangeError} as `applyEdits`.
 */
export function composeEdits(
  text: string,
  first: readonly Edit[],
  second: readonly Edit[],
): Edit[] {
  const middle = applyEdits(text, first);
  const back = inverseEdits(text, first);
  const spans = joinOverlaps([...back, ...second]);
  return spans.map(({ start, end }) => {
    const inside = second.filter((edit) => edit.start >= start && edit.end <= end);
    const moved = inside.map((edit) => ({
      ...edit,
      start: edit.start - start,
      end: edit.end - start,
    }));
    return {
      start: offsetBefore(start, back, 'start'),
      end: offsetBefore(end, back, 'end'),
      text: applyEdits(middle.slice(start, end), moved),
    };
  });
}

/** Edits that touch become one: which of two at one place comes first could not be told later. */
function joinOverlaps(edits: readonly Edit[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
}

/** Where an offset of the edited text, at the border of all edits, lies in the text before. */
function offsetBefore(offset: number, back: readonly Edit[], side: 'start' | 'end'): number {
  let moved = 0;
  for (const { start, end, text } of back) {
    const passed = side === 'start' ? end <= offset && start < offset : end <= offset;
    if (passed) moved += text.length - (end - start);
  }
  return offset + moved;
}
