import { describe, expect, it } from '@jest/globals';
import {
  chainOf,
  type Piece,
  parseInterpolation,
  variableNames,
} from '../../../src/project/notations/interpolation.js';

/** The pieces as nested arrays: a text, or [name, operator, …word]. */
function shape(text: string, pieces: readonly Piece[]): unknown[] {
  return pieces.map((piece) =>
    piece.kind === 'text'
      ? text.slice(piece.from, piece.to)
      : [piece.name, piece.operator, ...shape(text, piece.word)],
  );
}

function parsed(text: string): unknown[] | undefined {
  const pieces = parseInterpolation(text);
  return pieces && shape(text, pieces);
}

describe('parseInterpolation', () => {
  it.each<[string, unknown[] | undefined]>([
    ['a', ['a']],
    ['', []],
    ['$A', [['A', '']]],
    ['${A}', [['A', '']]],
    ['a${A}b$B.c', ['a', ['A', ''], 'b', ['B', ''], '.c']],
    ['${A:-1}', [['A', ':-', '1']]],
    ['${A-1}', [['A', '-', '1']]],
    ['${A:?x y}', [['A', ':?', 'x y']]],
    ['${A?}', [['A', '?']]],
    ['${A:+1}', [['A', ':+', '1']]],
    ['${A+1}', [['A', '+', '1']]],
    ['${A:-${B:-${C-3}}}', [['A', ':-', ['B', ':-', ['C', '-', '3']]]]],
    ['${A:-a${B}c}', [['A', ':-', 'a', ['B', ''], 'c']]],
    ['$$A', ['$$A']],
    ['$$$A', ['$$', ['A', '']]],
    ['$', ['$']],
    ['$1', ['$1']],
    ['}', ['}']],
    ['${', undefined],
    ['${A', undefined],
    ['${A:-', undefined],
    ['${}', undefined],
    ['${1}', undefined],
    ['${A!}', undefined],
    ['${A:-${B}', undefined],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it('names every variable', () => {
    expect(variableNames(parseInterpolation('$A${B:-${C:?$D}}') ?? [])).toEqual([
      'A',
      'B',
      'C',
      'D',
    ]);
  });

  it('refuses what nests without end', () => {
    expect(parseInterpolation(`${'${A:-'.repeat(50)}${'}'.repeat(50)}`)).toBeUndefined();
  });
});

describe('chainOf', () => {
  it.each([
    ['$A', ['A'], undefined],
    ['${A:-1}', ['A:'], '1'],
    ['${A-}', ['A'], ''],
    ['${A:-${B-2}}', ['A:', 'B'], '2'],
    ['${A:-$B}', ['A:', 'B'], undefined],
    ['${A:?x}', ['A'], undefined],
    ['${A:-x$B}', ['A:'], 'x$B'],
  ])('%s', (text, names, last) => {
    const [variable] = parseInterpolation(text) ?? [];
    const chain = variable?.kind === 'variable' ? chainOf(variable) : undefined;
    expect(chain?.links.map((link) => link.variable + (link.emptyPasses ? ':' : ''))).toEqual(
      names,
    );
    expect(chain?.last?.map(({ from, to }) => text.slice(from, to)).join('')).toBe(last);
  });
});
