import { plainValue } from '../formats/value.js';
import { type Digits, digitsAt } from '../notations/number.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';
import { nothingFound } from './gathered.js';
import type { ReportedPort } from './reported-file.js';
import { reportedFiles } from './reported-table.js';

/** Programs are short where they begin to listen; generated ones are not read. */
const MAX_LENGTH = 256 * 1024;
const MAX_LINE = 500;

/** What is open, with the variable that the line names which opened it. */
type Open = Map<ReportedPort, string | undefined>;

/** Whether the line stands in what another one opened, where the state asks for that. */
function isWithin(state: ReportedPort, line: string, open: Open): boolean {
  const { opens, closes } = state;
  if (opens === undefined) return true;
  const opening = opens.exec(line);
  if (opening) open.set(state, opening.groups?.variable);
  else if (closes?.test(line)) open.delete(state);
  return open.has(state);
}

/** Kinds of file that are read for what they say, and are left as they are. */
export const reportedKinds: readonly FileKind[] = reportedFiles.map(
  ({ name, files, endings, states, signs, more }) => ({
    name,
    ...(endings && { endings }),
    ...(signs && { signs }),
    isOnlyTold: true,
    files,
    matches: (path) => files.test(path),
    find(file) {
      if (more === undefined && !/\d/.test(file.text)) return nothingFound('shell');
      const collector = new Collector(file, name, 'shell');
      if (file.text.length > MAX_LENGTH) return collector.done();
      more?.(file, collector);
      const value = plainValue(file.text, 0, file.text.length);
      const open: Open = new Map();
      for (const { line, start } of linesOf(file.text)) {
        for (const state of states) {
          const { pattern, reason = '', matters, binds } = state;
          if (!isWithin(state, line, open)) continue;
          const match = pattern.exec(line);
          const [from, to] = match?.indices?.groups?.port ?? [];
          const digits =
            from === undefined || to === undefined
              ? undefined
              : digitsAt(file.text, start + from, start + to);
          if (digits === undefined) continue;
          const variable = match?.groups?.variable ?? open.get(state);
          if (variable !== undefined) leaveDefault(digits, variable, collector);
          else collector.leave(value, digits.from, reason, digits.port, matters);
          if (binds) collector.bind(digits.from, digits.port);
          break;
        }
      }
      return collector.done();
    },
    parse: (text) => text,
  }),
);

/** What a program listens on where no variable says it: told only where none does. */
function leaveDefault({ from, port }: Digits, variable: string, collector: Collector): void {
  const server = `without ${variable}, source code`;
  const hint = `to be able to move it, set ${variable} in an env file that it loads, or ask for it by name with "ports"`;
  collector.implied(from, { server, port, hint, variables: [variable] });
}

function* linesOf(text: string): Iterable<{ readonly line: string; readonly start: number }> {
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.length <= MAX_LINE) yield { line, start };
    start += line.length + 1;
  }
}
