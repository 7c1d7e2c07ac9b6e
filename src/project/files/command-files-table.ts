import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';
import { tellSteps } from './procfile-steps.js';

/** A kind of file whose lines are commands. */
export interface CommandFile {
  /** Leads the names of its rules: `makefile`. */
  readonly name: string;
  readonly files: RegExp;
  /** As `FileKind.endings`. */
  readonly endings?: readonly string[];
  readonly except?: RegExp;
  /** A line that sets a variable: its groups `name` and `value`, with their places. */
  readonly setting?: RegExp;
  /** Whether a setting stands although the environment says otherwise. */
  readonly isFixed?: (line: string) => boolean;
  /** A line that names the commands below it. */
  readonly target?: RegExp;
  /** Where the command of a line begins, if it is one. */
  command(line: string): number | undefined;
  /** The line as a shell would have it, no character of it in another place. */
  asShell?(line: string): string;
  /** What names the ports of commands without a target. */
  portName?(path: string): string;
  /** As `ReportedFile.more`. */
  readonly more?: (file: SourceFile, collector: Collector) => void;
  /** Variables that whatever runs the file sets. */
  readonly given?: readonly string[];
  /** Variables that its commands set, and to what: nothing where that is not always the same. */
  assigned?(text: string): ReadonlyMap<string, string>;
}

/** Scripts for containers and other machines speak of no port of this one. */
const ELSEWHERE = /entrypoint|docker|deploy|install|setup|provision|release|(^|\/|-)ci[.-]/i;

const ASSIGNMENT =
  /^[ \t]*(?:(?:export|local|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)?)?([A-Za-z_]\w{0,60})=(["']?)([^\s"';&|]*)/gm;

function assigned(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', , value = ''] of text.matchAll(ASSIGNMENT)) {
    const known = values.get(name);
    values.set(name, known === undefined || known === value ? value : '');
  }
  return values;
}

export const commandFiles: readonly CommandFile[] = [
  {
    name: 'procfile',
    files: /(^|\/)Procfile(\.[\w-]+)?$/,
    target: /^([\w-]{1,60}):/,
    command: (line) => /^[\w-]{1,60}:\s*/.exec(line)?.[0].length,
    given: ['PORT'],
    more: tellSteps,
  },
  {
    name: 'makefile',
    files: /(^|\/)(GNUm|m|M)akefile$|\.mk$/,
    endings: ['', 'mk'],
    // `run: PORT = 3000` is a setting for one target.
    setting:
      /^(?:[\w.%-][\w.% -]{0,200}:[ \t]*)?(?:override )?(?:export )?\s*(?<name>[A-Za-z_]\w{0,60})\s*(?:::?|\?)?=\s*(?<value>[^#\s]+)\s*(?:#.*)?$/d,
    isFixed: (line) => !/^[^=]*\?=/.test(line),
    target: /^([\w-]{1,60}):(?!=)/,
    command: (line) => /^\t[ \t@+-]*/.exec(line)?.[0].length,
    asShell: (line) => line.replace(/\$\(([\w.-]{1,60})\)/g, '$${$1}').replaceAll('$$', ' $'),
  },
  {
    name: 'justfile',
    files: /(^|\/)\.?[Jj]ustfile$|\.just$/,
    endings: ['', 'justfile', 'just'],
    setting:
      /^(?:export )?(?<name>[A-Za-z_]\w{0,60})\s*:=\s*["']?(?<value>[^"'\s#]+)["']?\s*(?:#.*)?$/d,
    isFixed: () => true,
    target: /^@?([\w-]{1,60})[^:=]{0,200}:(?!=)/,
    command: (line) => /^[ \t]+[@-]*/.exec(line)?.[0].length,
    asShell: (line) => line.replace(/\{\{(\s*[\w-]{1,60}\s*)\}\}/g, '$${$1} '),
  },
  {
    name: 'shell',
    files:
      /(^|\/)\.envrc$|(^|\/)bin\/(dev|start|server|serve|run)$|^([^/]+\/)?(bin|scripts?|tools)\/[\w.-]+\.(ba)?sh$|^(dev|start|run|serve|server)[\w-]*\.sh$/,
    endings: ['', 'envrc', 'sh', 'bash'],
    except: ELSEWHERE,
    command: () => 0,
    asShell: (line) => line.replaceAll(':=', ':-'),
    assigned,
    portName: (path) => (path.split('/').at(-1) ?? '').replace(/^\.|\.(ba)?sh$/g, ''),
  },
];
