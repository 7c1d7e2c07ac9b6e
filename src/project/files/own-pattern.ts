import type { RE2JS } from 're2js';
import { messageOf, PortKeeperError } from '../../errors.js';
import type { FileRow } from '../config/config.js';
import { plainValue } from '../formats/value.js';
import { digitsAt } from '../notations/number.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';

const GROUP = 'port';

/**
 * The kind of file that a row with `pattern` makes. The pattern comes from whoever wrote the
 * project, so an engine runs it whose time is linear in the text; `^` and `$` are those of a line.
 * @throws {PortKeeperError} BAD_CONFIG, when it is no regular expression of that engine.
 */
export async function patternKind(row: FileRow, pattern: string): Promise<FileKind> {
  const compiled = await compile(row, pattern);
  return {
    name: 'files',
    matches: () => true,
    find(file) {
      const collector = new Collector(file, 'files', 'shell');
      const value = plainValue(file.text, 0, file.text.length);
      const matcher = compiled.matcher(file.text);
      let isMatched = false;
      while (matcher.find()) {
        isMatched = true;
        const [from, to] = [matcher.start(GROUP), matcher.end(GROUP)];
        if (from < 0) continue;
        const digits = digitsAt(file.text, from, to);
        if (digits) collector.site(value, { ...digits, ...traitsOf(row), rule: GROUP });
        else collector.leave(value, from, 'its group "port" matches something else than a port');
      }
      if (!isMatched) collector.leaveAt(0, `"pattern: ${pattern}" matches nothing in it`);
      return collector.done();
    },
    // Nothing is known of the language: the document is its text, and digits alone may differ.
    parse: (text) => text,
  };
}

async function compile(row: FileRow, pattern: string): Promise<RE2JS> {
  // Loaded late: a quarter of a megabyte that hardly any project needs.
  const { RE2JS } = await import(/* webpackMode: "eager" */ 're2js');
  try {
    return RE2JS.compile(pattern, RE2JS.MULTILINE);
  } catch (error) {
    const why = messageOf(error).split('\n')[0];
    throw new PortKeeperError('BAD_CONFIG', `A "pattern" cannot be used: ${why}`, {
      hint: 'It is read as RE2 reads it: no look-around, no back references.',
      place: row.place ?? { file: 'portkeeper.yaml' },
      cause: error,
    });
  }
}

/** A place that the user points at: certain, and the server's own where nothing else serves. */
function traitsOf({ name }: FileRow) {
  return {
    role: 'refer',
    confidence: 'certain',
    mayServe: true,
    ...(name === undefined ? {} : { fallbackName: name, variable: name }),
  } as const;
}
