import { Composer, type CST, type Document, Parser, YAMLParseError } from 'yaml';
import type { Fault } from './data.js';

/** The documents of a text, or why they are not even looked at. */
export type Parsed = { readonly documents: readonly Document.Parsed[] } | { readonly fault: Fault };

const PARSING = {
  // Pretty errors build a regular expression of the line, and a long one ends the process.
  prettyErrors: false,
  // The parser's own search for repeated keys is quadratic; ours is elsewhere.
  uniqueKeys: false,
  logLevel: 'error',
  keepSourceTokens: false,
} as const;

/** No file of a person nests so deep. */
const MAX_DEPTH = 200;

/** Parses all documents of a stream; an empty text has none. */
export function parseDocuments(text: string): Parsed {
  return compose(text, (composer, tokens) => composer.compose(tokens));
}

/** Parses what is to be one document, which may be empty; a second one is an error of the first. */
export function parseDocument(text: string): Parsed {
  return compose(text, function* (composer, tokens) {
    const [first, second] = composer.compose(tokens, true, text.length);
    if (first === undefined) return;
    if (second !== undefined) {
      const [start, end] = second.range;
      const message = 'It holds several documents';
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', message));
    }
    yield first;
  });
}

function compose(
  text: string,
  make: (composer: Composer, tokens: readonly CST.Token[]) => Iterable<Document.Parsed>,
): Parsed {
  // Tokens are made step by step, documents of them by recursion: deep ones would fill the stack,
  // and where that happens within a regular expression, the process ends.
  const tokens = [...new Parser().parse(text)];
  const deep = tokens.map(tooDeepIn).find((found) => found !== undefined);
  if (deep) return { fault: { offset: deep.offset, message: 'It is nested too deeply' } };
  return { documents: [...make(new Composer(PARSING), tokens)] as Document.Parsed[] };
}

/** The first token that lies too deep, found without recursion. */
function tooDeepIn(token: CST.Token): CST.Token | undefined {
  const open: [token: CST.Token | null | undefined, depth: number][] = [[token, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [each, depth] = next;
    if (!each) continue;
    if (depth > MAX_DEPTH) return each;
    if (each.type === 'document') open.push([each.value, depth]);
    if (!('items' in each)) continue;
    for (const item of each.items) {
      open.push([item.key, depth + 1], [item.value, depth + 1]);
    }
  }
  return undefined;
}
