/** A node of the syntax tree, as far as it matters here. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

/** More than a person writes into a configuration; the parser's time grows faster than its text. */
const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 100;

type Parser = typeof import('@babel/parser');
let parser: Parser | undefined;

/** Loads the parser, half a megabyte that most commands do without. To be awaited once before. */
export async function loadParser(): Promise<void> {
  parser ??= await import(/* webpackMode: "eager" */ '@babel/parser');
}

/** What keeps a text from being read. */
export class JavascriptFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Parses JavaScript or TypeScript, modules and scripts alike. Nothing is run.
 * @throws {JavascriptFault} where it is neither, or longer or deeper than a person writes.
 */
export function parseJavascript(text: string): Syntax {
  if (parser === undefined) throw new RangeError('The parser is not loaded');
  if (text.length > MAX_LENGTH) throw new JavascriptFault('It is longer than 256 KiB', 0);
  const deep = tooDeep(text);
  if (deep !== undefined) throw new JavascriptFault('It is nested too deeply', deep);
  try {
    return attempt(parser, text, 'typescript');
  } catch (error) {
    return attempt(parser, text, 'jsx', error);
  }
}

/** @param earlier the fault that counts where this fails as well. */
function attempt(
  { parse }: Parser,
  text: string,
  language: 'typescript' | 'jsx',
  earlier?: unknown,
): Syntax {
  try {
    const file = parse(text, {
      sourceType: 'unambiguous',
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      plugins: [language, 'decorators'],
    });
    return file.program as unknown as Syntax;
  } catch (error) {
    throw faultOf(earlier ?? error);
  }
}

function faultOf(error: unknown): JavascriptFault {
  const { pos, message } = error as { pos?: unknown; message?: unknown };
  // A stack that overflows is a fault of the text as well.
  const text = error instanceof RangeError ? 'It is nested too deeply' : `${message}`;
  const plain = text.replace(/ \(\d+:\d+\)$/, '').split('\n')[0] ?? '';
  return new JavascriptFault(plain, typeof pos === 'number' ? pos : 0);
}

/** Where brackets nest too deeply, counted over strings and comments as well. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '(' || char === '[' || char === '{') depth += 1;
    else if (char === ')' || char === ']' || char === '}') depth -= 1;
    if (depth > MAX_DEPTH) return at;
  }
  return undefined;
}

function isSyntax(value: unknown): value is Syntax {
  return (
    typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string'
  );
}

/** A part that is one node. */
export function part(node: Syntax | undefined, name: string): Syntax | undefined {
  const value = node?.[name];
  return isSyntax(value) ? value : undefined;
}

/** A part that is a list of nodes; gaps are left out. */
export function parts(node: Syntax | undefined, name: string): readonly Syntax[] {
  const value = node?.[name];
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

export function textOf(node: Syntax | undefined, name: string): string | undefined {
  const value = node?.[name];
  return typeof value === 'string' ? value : undefined;
}

const POSITIONS = new Set([
  'start',
  'end',
  'loc',
  'range',
  'extra',
  'errors',
  'comments',
  'tokens',
]);

/** Every node below another, itself first, without recursion. */
export function* everyNode(
  root: Syntax,
  enters: (node: Syntax) => boolean = () => true,
): Iterable<Syntax> {
  const open: Syntax[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if (node !== root && !enters(node)) continue;
    for (const child of childrenOf(node).reverse()) open.push(child);
  }
}

function childrenOf(node: Syntax): Syntax[] {
  return Object.entries(node).flatMap(([name, value]) => {
    if (POSITIONS.has(name) || name.endsWith('Comments')) return [];
    return Array.isArray(value) ? value.filter(isSyntax) : isSyntax(value) ? [value] : [];
  });
}

/** The program as a list of what it says, without its places and its comments. */
export function structureOf(root: Syntax): unknown {
  return [...everyNode(root)].map((node) => [
    node.type,
    childrenOf(node).length,
    ...Object.entries(node)
      .filter(([name, value]) => !POSITIONS.has(name) && typeof value !== 'object')
      .map(([, value]) => value),
    // `value: { raw, cooked }` of templates is no node.
    ...(node.type === 'TemplateElement' ? [Reflect.get(Object(node.value), 'raw')] : []),
    ...(node.type === 'NumericLiteral' ? [Reflect.get(Object(node.extra), 'raw')] : []),
  ]);
}
