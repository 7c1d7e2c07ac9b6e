import type { Node } from 'jsonc-parser';
import { isMap, isSeq } from 'yaml';
import type { FileRow } from '../config/config.js';
import { scanDotenv } from '../formats/dotenv.js';
import { property, readJson, stringValue } from '../formats/json.js';
import { plainValue, type Value } from '../formats/value.js';
import { field, readYaml, scalarValue, type YamlFile, yamlStructure } from '../formats/yaml.js';
import { parseAddressList } from '../notations/address.js';
import { type Digits, wholeNumber } from '../notations/number.js';
import { findUrlPorts } from '../notations/url.js';
import type { Findings } from '../site.js';
import type { SourceFile } from '../source-file.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';

type Path = readonly (string | number)[];

/** A language in which a path leads to a value. */
interface Language {
  /** @returns the value, undefined where the path leads to none, or what is wrong. */
  locate(text: string, path: Path): Value | undefined | { offset: number; message: string };
  /** @throws when the text cannot be parsed. */
  parse(text: string): unknown;
}

const json: Language = {
  locate(text, path) {
    const { root, fault } = readJson(text, { comments: true });
    if (fault) return fault;
    const node = path.reduce<Node | undefined>(
      (at, key) => (at?.type === 'array' ? at.children?.[Number(key)] : property(at, String(key))),
      root,
    );
    if (node?.type === 'number') {
      return plainValue(text, node.offset, node.offset + node.length);
    }
    return node && stringValue(text, node);
  },
  parse(text) {
    const { root, fault } = readJson(text, { comments: true });
    if (fault) throw new SyntaxError(fault.message);
    return jsonLeaves(root);
  },
};

/** Keys stay apart from values, repeated ones included. */
function jsonLeaves(node: Node | undefined): unknown {
  return node?.children ? [node.type, node.children.map(jsonLeaves)] : node?.value;
}

const yaml: Language = {
  locate(text, path) {
    const file = readYaml(text);
    if (file.fault) return file.fault;
    const node = path.reduce<unknown>((at, key) => child(file, at, key), file.root);
    return scalarValue(text, file.resolve(node));
  },
  parse: yamlStructure,
};

function child(file: YamlFile, node: unknown, key: string | number): unknown {
  const resolved = file.resolve(node);
  if (isSeq(resolved)) return resolved.items[Number(key)];
  return isMap(resolved) ? field(file, resolved, String(key)) : null;
}

const env: Language = {
  locate: (text, path) => scanDotenv(text).findLast(({ key }) => key === path.join('.'))?.value,
  parse: (text) => scanDotenv(text).map(({ key, value, quote }) => [key, value.text, quote]),
};

function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/\.(json|jsonc|json5|webmanifest|code-workspace)$/.test(name)) return json;
  if (/\.ya?ml$/.test(name)) return yaml;
  return /^\.env(\.|$)|\.env$/.test(name) ? env : undefined;
}

/** The kind of file that a row with `at` makes: one value, by the keys that lead to it. */
export function atKind(row: FileRow): FileKind {
  return {
    name: 'files',
    // The row's glob is matched where rows are looked up.
    matches: () => true,
    find: (file) => find(file, row),
    // Which language it is, only the path says: all of them must find the same document.
    parse: (text) => languageFor(row.path)?.parse(text) ?? text,
  };
}

/** Of a glob whose end is open the language is settled file by file. */
function languageFor(path: string): Language | undefined {
  return languageOf(path.replaceAll(/[*?{}]/g, '_'));
}

function find(file: SourceFile, row: FileRow): Findings {
  const collector = new Collector(file, 'files', 'shell');
  const language = languageOf(file.path);
  const at = row.at?.join('.') ?? '';
  if (language === undefined) {
    const known = 'Only JSON, YAML and env files have values that "at" can lead to';
    return collector.failed(0, `${known}: use "pattern" for this one`);
  }
  const located = language.locate(file.text, row.at ?? []);
  if (located !== undefined && 'message' in located) {
    return collector.failed(located.offset, located.message);
  }
  if (located === undefined) collector.leaveAt(0, `"at: ${at}" leads to no value in it`);
  else collect(located, row, at, collector);
  return collector.done();
}

function collect(value: Value, row: FileRow, at: string, collector: Collector): void {
  const found = portsIn(value.text);
  if (found.length === 0) collector.leave(value, 0, `"at: ${at}" leads to no port`);
  for (const digits of found) {
    collector.site(value, { ...digits, ...traitsOf(row), rule: 'at' });
  }
}

/** A number, a URL or `host:port`: the user vouches for the place, whatever its host. */
function portsIn(text: string): readonly Digits[] {
  const whole = wholeNumber(text.trim() === text ? text : '');
  if (whole) return [whole];
  const urls = findUrlPorts(text).flatMap(({ from, to }) => {
    const digits = wholeNumber(text.slice(from, to));
    return digits ? [{ ...digits, from, to }] : [];
  });
  if (urls.length > 0) return urls;
  return parseAddressList(text).map(({ from, to, port }) => ({ from, to, port }));
}

/** A place that the user points at: certain, and the server's own where nothing else serves. */
export function traitsOf({ name }: FileRow) {
  return {
    role: 'refer',
    confidence: 'certain',
    mayServe: true,
    ...(name === undefined ? {} : { fallbackName: name, variable: name }),
  } as const;
}
