import type { JsonObject, JsonValue } from '../writing/change.js';
import { isPathBelow } from '../writing/inside.js';
import { isStagedName } from '../writing/staging.js';
import type { Origin } from './origin.js';

/**
 * `writing`: files are being changed. `written`: all are. `restoring`: an undo has begun.
 * `deferred`: the undo was asked for, and waits for a newer entry that changed the same files.
 */
export type EntryState = 'writing' | 'written' | 'restoring' | 'deferred';

/** A replacement within a hunk; `at` counts bytes from the hunk's begin, in the edited file. */
export interface HunkEdit {
  readonly at: number;
  /** Bytes as Latin-1 characters: the digits, or what else was replaced. */
  readonly old: string;
  readonly new: string;
  /** The new digits stand nowhere in the edited file but where we wrote them. */
  readonly unique: boolean;
}

/**
 * The lines that some edits touch, as they read afterwards. No line is kept, only its hash, so
 * that no secret that stands beside a port is copied.
 */
export interface Hunk {
  /** Of the edited file: the first line, from 1, and where it begins, in bytes. */
  readonly line: number;
  readonly start: number;
  /** Bytes; the last line feed does not belong to it unless an edit put it there. */
  readonly length: number;
  /** Line feeds in it. */
  readonly feeds: number;
  /** SHA-256 of its bytes. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly HunkEdit[];
}

/** A file that was edited. */
export interface EditedFile {
  /** As the project names it, and the real file, both from the root with forward slashes. */
  readonly path: string;
  readonly target: string;
  /** The name beside the target under which its bytes are made. */
  readonly staged: string;
  /** SHA-256 of all its bytes. */
  readonly before: string;
  readonly after: string;
  /** Bytes of it as it was written; entries of older versions do not say. */
  readonly size?: number;
  readonly hunks: readonly Hunk[];
}

/** A file that was made. */
export interface MadeFile {
  readonly path: string;
  readonly target: string;
  readonly staged: string;
  readonly after: string;
  /** Folders that were made for it, outermost first, from the root. */
  readonly folders: readonly string[];
}

/** What one use of PortKeeper did to the files of a project, and how to take it back. */
export interface Entry {
  readonly id: number;
  readonly state: EntryState;
  readonly createdAt: string;
  /** Where it was made, as far as the system told. */
  readonly origin?: Origin;
  /** The caller's: reservation, registry. Whoever reads it must check it like any input. */
  readonly meta: JsonObject;
  readonly edited: readonly EditedFile[];
  readonly made: readonly MadeFile[];
}

const SCHEMA = 1;

export function formatEntry({ id: _, ...entry }: Entry): string {
  return `${JSON.stringify({ schema: SCHEMA, ...entry })}\n`;
}

/**
 * Reads an entry as if a stranger had written it.
 * @throws {TypeError} naming the first thing that is wrong.
 */
export function parseEntry(id: number, text: string): Entry {
  const json = record(JSON.parse(text), 'it');
  if (json.schema !== SCHEMA) throw new TypeError(`its schema is ${String(json.schema)}`);
  return {
    id,
    state: oneOf(json.state, ['writing', 'written', 'restoring', 'deferred'] as const, 'state'),
    createdAt: string(json.createdAt, 'createdAt', /^[\d:.TZ+-]{1,40}$/),
    ...(json.origin !== undefined && { origin: parseOrigin(json.origin) }),
    meta: record(json.meta, 'meta') as JsonObject,
    edited: list(json.edited, 'edited').map(parseEdited),
    made: list(json.made, 'made').map(parseMade),
  };
}

function parseOrigin(value: unknown): Origin {
  const json = record(value, 'origin');
  return {
    path: string(json.path, 'origin.path'),
    folder: string(json.folder, 'origin.folder', /^\d{1,20}:\d{1,20}$/),
  };
}

function parseEdited(value: unknown, index: number): EditedFile {
  const where = `edited[${index}]`;
  const json = record(value, where);
  return {
    ...names(json, where),
    before: hash(json.before, `${where}.before`),
    after: hash(json.after, `${where}.after`),
    ...(json.size !== undefined && { size: count(json.size, `${where}.size`) }),
    hunks: list(json.hunks, `${where}.hunks`).map((hunk) => parseHunk(hunk, `${where}.hunks`)),
  };
}

function parseMade(value: unknown, index: number): MadeFile {
  const where = `made[${index}]`;
  const json = record(value, where);
  const folders = list(json.folders, `${where}.folders`).map((name) => path(name, where));
  const own = names(json, where);
  const strange = folders.find((folder) => !own.target.startsWith(`${folder}/`));
  if (strange !== undefined) throw new TypeError(`${where} names a folder that is not its own`);
  return { ...own, after: hash(json.after, `${where}.after`), folders };
}

function names(json: Fields, where: string): Pick<EditedFile, 'path' | 'target' | 'staged'> {
  const target = path(json.target, `${where}.target`);
  const staged = string(json.staged, `${where}.staged`);
  if (!isStagedName(staged, target)) throw new TypeError(`${where}.staged is no name of ours`);
  return { path: path(json.path, `${where}.path`), target, staged };
}

function parseHunk(value: unknown, where: string): Hunk {
  const json = record(value, where);
  const length = count(json.length, `${where}.length`);
  let at = 0;
  const edits = list(json.edits, `${where}.edits`).map((item) => {
    const edit = parseHunkEdit(record(item, where), where);
    if (edit.at < at) throw new TypeError(`${where} holds edits that overlap`);
    at = edit.at + edit.new.length;
    return edit;
  });
  if (at > length) throw new TypeError(`${where} holds an edit beyond its end`);
  return {
    line: count(json.line, `${where}.line`),
    start: count(json.start, `${where}.start`),
    length,
    feeds: count(json.feeds, `${where}.feeds`),
    before: hash(json.before, `${where}.before`),
    after: hash(json.after, `${where}.after`),
    edits,
  };
}

function parseHunkEdit(json: Fields, where: string): HunkEdit {
  const bytes = /^[\0-\xff]*$/;
  return {
    at: count(json.at, `${where}.at`),
    old: string(json.old, `${where}.old`, bytes),
    new: string(json.new, `${where}.new`, bytes),
    unique: json.unique === true,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TypeError(`${where} is no object`);
}

function list(value: unknown, where: string): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${where} is no list`);
}

function string(value: unknown, where: string, form = /^/): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw new TypeError(`${where} is not what it should be`);
}

function hash(value: unknown, where: string): string {
  return string(value, where, /^[0-9a-f]{64}$/);
}

function path(value: unknown, where: string): string {
  if (typeof value === 'string' && isPathBelow(value)) return value;
  throw new TypeError(`${where} is not a path inside the project`);
}

function count(value: unknown, where: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new TypeError(`${where} is no count`);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], where: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new TypeError(`${where} is none that is known`);
  return found;
}
