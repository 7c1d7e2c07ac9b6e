import type { Node } from 'jsonc-parser';
import type { JsonValue } from './change.js';
import type { Edit } from './edit.js';

/** How a JSON text is laid out, so that what is added looks like its own. */
export interface Layout {
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  /** The indentation of the line in which an offset lies. */
  indentAt(text: string, offset: number): string;
}

export function layoutOf(text: string): Layout {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^[ \t]+(?=["}\]/])/m.exec(text.slice(0, 10_000))?.[0] ?? '  ';
  return { eol, unit, indentAt };
}

function indentAt(text: string, offset: number): string {
  const start =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** A value as JSON, its later lines indented as deep as its first. */
export function writeValue(value: JsonValue, indent: string, { eol, unit }: Layout): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);
}

/**
 * Adds properties at the end of an object: on lines of their own, or in the same line where the
 * object is written in one. A comment after the last property stays with it.
 */
export function addProperties(
  text: string,
  object: Node,
  added: readonly (readonly [string, JsonValue])[],
  layout: Layout,
): Edit[] {
  if (added.length === 0) return [];
  const last = object.children?.at(-1);
  const close = object.offset + object.length - 1;
  const { end, comma } = lastToken(
    text,
    last ? last.offset + last.length : object.offset + 1,
    close,
  );
  const outer = layout.indentAt(text, object.offset);
  const oneLine = last !== undefined && !/[\r\n]/.test(text.slice(object.offset, close));
  const inner = last && !oneLine ? layout.indentAt(text, last.offset) : outer + layout.unit;
  const lead = oneLine ? ' ' : layout.eol + inner;
  const written = added.map(([key, value]) => {
    const json = oneLine ? JSON.stringify(value) : writeValue(value, inner, layout);
    return `${lead}${JSON.stringify(key)}: ${json}`;
  });
  const tail = oneLine || /[\r\n]/.test(text.slice(end, close)) ? '' : layout.eol + outer;
  const edit = { start: end, end, text: written.join(',') + (comma ? ',' : '') + tail };
  if (last === undefined || comma) return [edit];
  const after = last.offset + last.length;
  return after === end
    ? [{ ...edit, text: `,${edit.text}` }]
    : [{ start: after, end: after, text: ',' }, edit];
}

/** Where the last thing before the closing brace ends, comments and a trailing comma included. */
function lastToken(text: string, from: number, close: number): { end: number; comma: boolean } {
  // Linear: each alternative begins with another character, and none can be split in two ways.
  const tokens = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|,/g;
  let [end, comma] = [from, false];
  for (const [token] of text.slice(from, close).matchAll(tokens)) {
    end = text.indexOf(token, end) + token.length;
    if (token === ',') comma = true;
  }
  return { end, comma };
}
