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
  read(text) {
    try {
      const program = parseJavascript(text);
      const reading = { source: text, names: namesOf(program), budget: new Budget() };
      return { documents: documentsOf(program, reading) };
    } catch (error) {
      if (error instanceof JavascriptFault) return faulty(error.offset, error.message);
      throw error;
    }
  },
  parse: (text) => structureOf(parseJavascript(text)),
};

export { ELSEWHERE, SPREAD } from './document.js';
