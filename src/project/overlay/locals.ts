import { scanDotenv } from '../formats/dotenv.js';
import {
  chainOf,
  type Piece,
  parseInterpolation,
  type Variable,
  variableNames,
} from '../notations/interpolation.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Localise } from './rewrite.js';

/**
 * An included file has env files of its own, which do not reach an override of the project that
 * includes it: a variable that only they set is written as its value there.
 * @param envFilesOf the env files of a compose file, the one that wins first.
 * @returns a text with such variables replaced, or undefined where that cannot be done.
 */
export function localiser(
  sources: ReadonlyMap<string, SourceFile>,
  envFilesOf: (path: string) => readonly string[],
): Localise {
  const valuesIn = (path: string): ReadonlyMap<string, string> =>
    new Map(scanDotenv(sources.get(path)?.text ?? '').map(({ key, value }) => [key, value.text]));
  return (path, text) => {
    const [shared, ...own] = text.includes('$') ? envFilesOf(path) : [];
    if (shared === undefined || own.length === 0) return text;
    const known = valuesIn(shared);
    const values = new Map(own.reverse().flatMap((file) => [...valuesIn(file)]));
    const isLocal = (name: string): boolean => values.has(name) && !known.has(name);
    return replaceLocals(text, isLocal, values);
  };
}

function replaceLocals(
  text: string,
  isLocal: (name: string) => boolean,
  values: ReadonlyMap<string, string>,
): string | undefined {
  let result = '';
  for (const piece of parseInterpolation(text) ?? []) {
    const written = text.slice(piece.from, piece.to);
    const part = isPlain(piece, isLocal) ? written : valueHere(piece, isLocal, values);
    if (part === undefined) return undefined;
    result += part;
  }
  return result;
}

function isPlain(piece: Piece, isLocal: (name: string) => boolean): piece is Piece {
  return piece.kind === 'text' || !variableNames([piece]).some(isLocal);
}

/** The first variable of a chain decides, unless it is none of the local ones. */
function valueHere(
  piece: Piece,
  isLocal: (name: string) => boolean,
  values: ReadonlyMap<string, string>,
): string | undefined {
  const name = chainOf(piece as Variable)?.links[0]?.variable;
  const value = name === undefined || !isLocal(name) ? undefined : values.get(name);
  return value === undefined || value === '' || value.includes('$') ? undefined : value;
}
