import { holderProgram } from '../environment.js';
import type { Environment } from '../ports/index.js';
import type { PortRegistry } from '../registry/index.js';
import type { Reporter } from '../reporter.js';
import type { Arguments } from './arguments/spec.js';
import { readText } from './arguments/values.js';
import type { Terminal } from './terminal.js';

/** What a command is given beside its arguments. */
export interface Context {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly reporter: Reporter;
  readonly style: OutputStyle;
  /** What stands behind `--`: another program's command line. */
  readonly command: readonly string[] | undefined;
  openRegistry(): Promise<PortRegistry>;
}

/** How results and failures are told. */
export interface OutputStyle {
  readonly json: boolean;
  readonly pretty: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly color: boolean;
}

/** Read before anything else, so that a mistake in the arguments is told in that style too. */
export function outputStyle(words: readonly string[]): OutputStyle {
  const pretty = words.includes('--pretty');
  return {
    json: pretty || words.includes('--json'),
    pretty,
    quiet: words.includes('--quiet'),
    debug: words.includes('--debug'),
    color: !words.includes('--no-color'),
  };
}

export function createContext(
  { options }: Arguments,
  { environment, terminal, style, command }: Omit<Context, 'reporter' | 'openRegistry'>,
): Context {
  const reporter = createReporter(terminal, style);
  const openRegistry = async () => {
    const registry = readText(options.registry);
    const lock = readText(options.lock);
    const { PortRegistry } = await import(/* webpackMode: "eager" */ '../registry/index.js');
    return new PortRegistry({
      environment,
      reporter,
      ...(registry !== undefined && { registry }),
      ...(lock !== undefined && { lock }),
      // Looked for by who holds ports: most commands never do.
      get holder() {
        return holderProgram();
      },
    });
  };
  return { environment, terminal, style, command, reporter, openRegistry };
}

/** Notices go to stderr: as lines for people, or one JSON object a line beside JSON results. */
export function createReporter(terminal: Terminal, style: OutputStyle): Reporter {
  const { json, quiet, debug } = style;
  const tell = (kind: string, prefix: string) => (text: string) => {
    const message = text.replace(/\s*[\r\n]+\s*/g, ' ');
    terminal.say(json ? JSON.stringify({ [kind]: { message } }) : `${prefix}${message}`);
  };
  const nothing = () => undefined;
  return {
    warn: quiet ? nothing : tell('warning', 'warning: '),
    info: quiet || json ? nothing : tell('info', ''),
    debug: debug ? tell('debug', 'debug: ') : nothing,
    ...(!quiet && !json && { progress: (text) => terminal.progress(text) }),
  };
}

/** A result: as JSON where that was asked for, else as lines for people. */
export function printResult(
  { terminal, style }: Pick<Context, 'terminal' | 'style'>,
  json: () => object,
  lines: () => readonly string[],
  headings = 0,
): void {
  if (style.json) terminal.print(`${toJson(json(), style.pretty)}\n`);
  else terminal.printLines(lines(), headings);
}

export function toJson(value: object, pretty: boolean): string {
  return JSON.stringify(value, undefined, pretty ? 2 : undefined);
}
