import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  applyEdits,
  composeEdits,
  type Edit,
  inverseEdits,
} from '../../../src/project/writing/edit.js';

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '1', '\n'), maxLength: 20 });
const cuts = fc.array(
  fc.tuple(fc.nat(25), fc.nat(3), fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 3 })),
  {
    maxLength: 5,
  },
);

/** Edits that do not overlap, made to fit a text. */
function madeToFit(text: string, wanted: readonly (readonly [number, number, string])[]): Edit[] {
  let at = -1;
  return [...wanted]
    .sort((a, b) => a[0] - b[0])
    .flatMap(([from, length, replacement]) => {
      const [start, end] = [Math.min(from, text.length), Math.min(from + length, text.length)];
      if (start <= at) return [];
      at = end;
      return [{ start, end, text: replacement }];
    });
}

describe('edits', () => {
  it.each([
    [
      [
        { start: 0, end: 2, text: 'x' },
        { start: 1, end: 3, text: 'y' },
      ],
    ],
    [[{ start: 2, end: 1, text: '' }]],
    [[{ start: 0, end: 9, text: '' }]],
    [[{ start: -1, end: 0, text: '' }]],
  ])('refuses what cannot be: %j', (edits) => {
    expect(() => applyEdits('abcd', edits)).toThrow(RangeError);
  });

  it('inverse edits lead back', () => {
    void fc.assert(
      fc.property(texts, cuts, (text, wanted) => {
        const edits = madeToFit(text, wanted);
        expect(applyEdits(applyEdits(text, edits), inverseEdits(text, edits))).toBe(text);
      }),
    );
  });

  it('composed edits do what one after the other does', () => {
    void fc.assert(
      fc.property(texts, cuts, cuts, (text, one, two) => {
        const first = madeToFit(text, one);
        const middle = applyEdits(text, first);
        const second = madeToFit(middle, two);
        const composed = composeEdits(text, first, second);
        expect(applyEdits(text, composed)).toBe(applyEdits(middle, second));
      }),
      { numRuns: 3000 },
    );
  });
});
