import { type DataFormat, faulty } from '../data.js';
import { documentsOf } from './document.js';
import { Budget } from './expression.js';
import { namesOf } from './names.js';
import { JavascriptFault, loadParser, parseJavascript, structureOf } from './parse.js';

/**
 * JavaScript and TypeScript that give an object away: its literals, and the variables with defaults
 * in it. What would have to be run is not read.
 */
export const javascript: DataFormat = {
  name: 'JavaScript',
  endings: ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'],
  isPartial: true,
  ready: loadParser,
  read: reader(),
  parse: (text) => structureOf(parseJavascript(text)),
};

/** The same, and what objects of these classes are made of: a document each, `{ "new Name": … }`. */
export function javascriptWith(...classes: readonly string[]): DataFormat {
  return { ...javascript, read: reader(classes) };
}

function reader(classes: readonly string[] = []): DataFormat['read'] {
  return (text) => {
    try {
      const program = parseJavascript(text);
      const reading = { source: text, names: namesOf(program), budget: new Budget() };
      return { documents: documentsOf(program, reading, classes) };
    } catch (error) {
      if (error instanceof JavascriptFault) return faulty(error.offset, error.message);
      throw error;
    }
  };
}

export { ELSEWHERE, SPREAD } from './document.js';
