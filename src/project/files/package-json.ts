import type { Node } from 'jsonc-parser';
import { isPortName } from '../../ports/index.js';
import { isTooDeep, properties, property, readJson, stringValue } from '../formats/json.js';
import { plainValue, type Value } from '../formats/value.js';
import { mayRunMore } from '../notations/commands/contained.js';
import { isServerName } from '../notations/commands/defaults.js';
import { mayStatePorts } from '../notations/commands/line.js';
import { oddNumber, wholeNumber } from '../notations/number.js';
import { readSetting, urlMentions } from '../notations/setting.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { collectCommandLine } from './command-lines.js';
import type { FileKind } from './file-kind.js';
import { gathered, nothingFound } from './gathered.js';
import { scriptPortName } from './rows/names.js';

function find(file: SourceFile): Findings {
  const plain = plainJson(file.text);
  if (statesNothing(plain)) return onlyCommands(plain);
  const collector = new Collector(file, 'package-json', 'shell');
  const { root, fault } = readJson(file.text);
  if (fault) return collector.failed(fault.offset, `This is not JSON: ${fault.message}`);
  const entries = [...properties(property(root, 'scripts'))];
  for (const [script, node] of entries) {
    const value = stringValue(file.text, node);
    const line = { path: file.path, fallbackName: scriptPortName(file.path, script), script };
    if (value === undefined) continue;
    if (hidesServer(script, value.text)) collector.script(script);
    if (mayRunMore(value.text)) collector.command({ of: script, command: value.text });
    collectCommandLine(value, line, collector);
  }
  for (const [script, node] of properties(property(root, 'wireit')))
    collectWireit(file, script, node, collector);
  collectProxy(file, property(root, 'proxy'), collector);
  collectConfig(file, property(root, 'config'), collector);
  return collector.done();
}

/** npm sets `npm_package_config_backend_port`, by which a command goes to `config.backend_port`. */
function collectConfig(file: SourceFile, config: Node | undefined, collector: Collector): void {
  const isAsked = (key: string): boolean => file.text.includes(`npm_package_config_${key}`);
  for (const [key, node] of properties(config)) {
    if (!/(?:^|[_-])port$|[a-z]Port$/.test(key) || !isAsked(key)) continue;
    const value = stringValue(file.text, node) ?? numberValue(file.text, node);
    if (value === undefined) continue;
    const digits = wholeNumber(value.text);
    const odd = oddNumber(value.text);
    const goes = { role: 'refer', rule: 'config', confidence: 'likely' } as const;
    if (digits) collector.site(value, { ...digits, ...goes });
    else if (odd) collector.leave(value, 0, odd);
  }
}

function numberValue(text: string, { type, offset, length }: Node): Value | undefined {
  return type === 'number' ? plainValue(text, offset, offset + length) : undefined;
}

/** https://github.com/google/wireit: what the script of a name does, and its environment. */
function collectWireit(
  { path, text }: SourceFile,
  script: string,
  node: Node,
  collector: Collector,
): void {
  const fallbackName = scriptPortName(path, script);
  const textAt = (at: Node | undefined, key: string) => {
    const found = at && property(at, key);
    return found && stringValue(text, found);
  };
  const command = textAt(node, 'command');
  if (command) collectCommandLine(command, { path, fallbackName, script }, collector);
  for (const [name, each] of properties(property(node, 'env'))) {
    const value = stringValue(text, each) ?? textAt(each, 'default');
    if (value === undefined) continue;
    const { number, reason, mentions } = readSetting(name, value.text, () => undefined);
    const isPort = number !== undefined && reason === undefined;
    const traits = { fallbackName, script, ...(isPort && isPortName(name) && { variable: name }) };
    for (const each of isPort ? [number] : mentions) collector.site(value, each, traits);
  }
}

/**
 * Whether it is plain JSON without a command or proxy that could say anything of ports. Most
 * packages of a repository are such, and the parser that knows places takes longest of all.
 */
function statesNothing(root: unknown): boolean {
  if (!isRecord(root)) return false;
  const { scripts, proxy, wireit } = root;
  const commands = entriesOf(scripts);
  const saysNothing = ([script, command]: [string, unknown]): boolean =>
    typeof command !== 'string' || !(mayStatePorts(command) || hidesServer(script, command));
  return !proxy && !wireit && commands.every(saysNothing);
}

/** Of a package that says nothing of ports: a container may start another one's server by it. */
function onlyCommands(root: unknown): Findings {
  const scripts = isRecord(root) ? entriesOf(root.scripts) : [];
  const commands = scripts.flatMap(([of, command]) =>
    typeof command === 'string' && mayRunMore(command) ? [{ of, command }] : [],
  );
  return commands.length === 0 ? nothingFound('shell') : { ...gathered('shell'), commands };
}

function entriesOf(scripts: unknown): [string, unknown][] {
  return isRecord(scripts) ? Object.entries(scripts) : [];
}

/** `"serve": "node server.js"`, which `yarn serve` runs; `"vite": "vite"` hands its words on. */
function hidesServer(script: string, command: string): boolean {
  return isServerName(script) && command.trim() !== script;
}

/** Undefined for what is not to be taken by this way: no strict JSON, or nested too deeply. */
function plainJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the server of react-scripts passes on what it does not know: a URL, or one a path. */
function collectProxy(file: SourceFile, proxy: Node | undefined, collector: Collector): void {
  const targets = properties(proxy).flatMap(([, each]) => property(each, 'target') ?? each);
  for (const node of proxy ? [proxy, ...targets] : []) {
    const value = stringValue(file.text, node);
    for (const mention of value ? urlMentions(value.text) : []) {
      if (value) collector.site(value, { ...mention, rule: 'proxy' });
    }
  }
}

/** The scripts of a package. */
export const packageJson: FileKind = {
  name: 'package-json',
  endings: ['json'],
  matches: (path) => path === 'package.json' || path.endsWith('/package.json'),
  find,
  parse: (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
};
