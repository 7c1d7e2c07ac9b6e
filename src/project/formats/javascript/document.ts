import type { DataNode } from '../data.js';
import { inner, keyOf, type Reading, readValues } from './expression.js';
import { everyNode, part, parts, type Syntax, textOf } from './parse.js';

/** The key of what an object takes in from elsewhere: `...shared`. */
export const SPREAD = '...';

/** The key of the texts of a file that its configuration does not lead to. */
export const ELSEWHERE = '…';

const MAX_STEPS = 40;

/**
 * The objects that a module gives away as its configuration, what instances of the classes are made
 * of, wherever they stand, and after them every other text.
 */
export function documentsOf(
  program: Syntax,
  reading: Reading,
  classes: readonly string[] = [],
): DataNode[][] {
  const walk = new Walk(reading, siblingsOf(program));
  const documents = exportsOf(program).flatMap((exported) =>
    orItself(walk.objects(exported, 0), exported).map((object) => [...walk.nodes(object, [], 0)]),
  );
  const made = instancesOf(program, classes).flatMap(({ name, options }) =>
    walk.objects(options, 0).map((object) => [...walk.nodes(object, [`new ${name}`], 0)]),
  );
  return [...documents, ...made, [...walk.rest(program)]];
}

/** `new Plugin({ … })`. */
function instancesOf(
  program: Syntax,
  classes: readonly string[],
): { readonly name: string; readonly options: Syntax | undefined }[] {
  if (classes.length === 0) return [];
  return [...everyNode(program)].flatMap((node) => {
    const name = node.type === 'NewExpression' ? textOf(part(node, 'callee'), 'name') : undefined;
    if (name === undefined || !classes.includes(name)) return [];
    return [{ name, options: parts(node, 'arguments')[0] }];
  });
}

/** `export default x`, `module.exports = x`, `export = x`. */
function exportsOf(program: Syntax): Syntax[] {
  return parts(program, 'body').flatMap((statement) => {
    if (statement.type === 'ExportDefaultDeclaration') return part(statement, 'declaration') ?? [];
    if (statement.type === 'TSExportAssignment') return part(statement, 'expression') ?? [];
    if (statement.type === 'ExportNamedDeclaration') {
      const exported = parts(statement, 'specifiers').map((each) => part(each, 'exported'));
      return exported
        .filter((each) => textOf(each, 'name') === 'default')
        .flatMap((each) => each ?? []);
    }
    const assignment = part(statement, 'expression');
    const isModule =
      assignment?.type === 'AssignmentExpression' && isModuleExports(part(assignment, 'left'));
    return (isModule ? part(assignment, 'right') : undefined) ?? [];
  });
}

function isModuleExports(node: Syntax | undefined): boolean {
  return (
    textOf(part(node, 'object'), 'name') === 'module' &&
    textOf(part(node, 'property'), 'name') === 'exports'
  );
}

/** What an expression that is none of the objects of this file comes to is not known. */
function orItself(objects: Syntax[], expression: Syntax | undefined): Syntax[] {
  return objects.length > 0 || expression === undefined ? objects : [expression];
}

/** Names that come from files beside this one: a configuration among them is read by itself. */
function siblingsOf(program: Syntax): ReadonlySet<string> {
  const imports = parts(program, 'body').filter(({ type }) => type === 'ImportDeclaration');
  const own = imports.filter((each) => isSibling(part(each, 'source')));
  const locals = own
    .flatMap((each) => parts(each, 'specifiers'))
    .map((each) => part(each, 'local'));
  return new Set(locals.flatMap((local) => textOf(local, 'name') ?? []));
}

function isSibling(source: Syntax | undefined): boolean {
  return /^\.\/[^/]+$/.test(textOf(source, 'value') ?? '');
}

/** `mergeConfig` of Vite, `merge` of webpack. */
const MERGES = /^(mergeConfig|merge)$/;

class Walk {
  readonly #reading: Reading;
  readonly #siblings: ReadonlySet<string>;
  /** Where texts begin that were come by. */
  readonly #met = new Set<number>();

  constructor(reading: Reading, siblings: ReadonlySet<string>) {
    this.#reading = reading;
    this.#siblings = siblings;
  }

  /** The objects that an expression may come to; what is not one of this file is an empty hand. */
  objects(given: Syntax | undefined, steps: number): Syntax[] {
    const node = inner(given);
    if (node === undefined || steps > MAX_STEPS) return [];
    this.#reading.budget.spend(node.start);
    const of = (...each: (Syntax | undefined)[]): Syntax[] =>
      each.flatMap((one) => this.objects(one, steps + 1));
    switch (node.type) {
      case 'ObjectExpression':
        return [node];
      case 'Identifier':
        return of(this.#reading.names.get(textOf(node, 'name') ?? ''));
      case 'ArrayExpression':
        return of(...parts(node, 'elements'));
      case 'ConditionalExpression':
        return of(part(node, 'consequent'), part(node, 'alternate'));
      case 'LogicalExpression':
        return of(part(node, 'left'), part(node, 'right'));
      // defineConfig(x), mergeConfig(a, b), withPlugin(options)(x), own(mode)
      case 'CallExpression':
        return [...this.#given(node, steps), ...of(this.#callee(node))];
      default:
        return of(...returned(node));
    }
  }

  /** Of what is merged nothing may be left out: the rest of it may say anything. */
  #given(call: Syntax, steps: number): Syntax[] {
    const merges = MERGES.test(textOf(part(call, 'callee'), 'name') ?? '');
    return parts(call, 'arguments').flatMap((argument) => {
      const objects = this.objects(argument, steps + 1);
      return merges && !this.#isReadByItself(argument) ? orItself(objects, argument) : objects;
    });
  }

  #isReadByItself(given: Syntax): boolean {
    const name = textOf(given, 'name') ?? '';
    const call = this.#reading.names.get(name) ?? given;
    const isRequired = textOf(part(call, 'callee'), 'name') === 'require';
    return this.#siblings.has(name) || (isRequired && isSibling(parts(call, 'arguments')[0]));
  }

  /** `withPlugin(options)` of `withPlugin(options)(config)`, and a function of this file. */
  #callee(call: Syntax): Syntax | undefined {
    const callee = part(call, 'callee');
    if (callee?.type === 'CallExpression') return callee;
    const own = this.#reading.names.get(textOf(callee, 'name') ?? '');
    return own && /Function/.test(own.type) ? own : undefined;
  }

  /** The parts of an object, of which a later key beats what was spread before it. */
  *nodes(
    object: Syntax,
    path: readonly string[],
    steps: number,
    beaten = new Set<string>(),
  ): Iterable<DataNode> {
    if (steps > MAX_STEPS) return;
    this.#reading.budget.spend(object.start);
    if (object.type !== 'ObjectExpression') {
      yield { path: [...path, SPREAD], offset: object.start };
      return;
    }
    const seen = new Set(beaten);
    for (const property of [...parts(object, 'properties')].reverse()) {
      if (property.type === 'SpreadElement') {
        yield* this.#spread(property, path, steps, seen);
        continue;
      }
      const key = keyOf(part(property, 'key'), property.computed === true);
      if (key === undefined || seen.has(key)) continue;
      seen.add(key);
      const value = property.type === 'ObjectMethod' ? property : part(property, 'value');
      if (value) yield* this.#value(value, [...path, key], steps);
    }
  }

  *#spread(
    property: Syntax,
    path: readonly string[],
    steps: number,
    seen: Set<string>,
  ): Iterable<DataNode> {
    const argument = part(property, 'argument');
    const objects = this.objects(argument, steps);
    for (const each of objects) yield* this.nodes(each, path, steps + 1, seen);
    if (objects.length === 0) yield { path: [...path, SPREAD], offset: property.start };
  }

  *#value(given: Syntax, path: readonly string[], steps: number): Iterable<DataNode> {
    if (path.length > MAX_STEPS) return;
    const node = inner(given) ?? given;
    const values = readValues(node, this.#reading);
    for (const { offsets } of values) for (const offset of offsets) this.#met.add(offset);
    const { hasSides: isOneOf } = this.#reading.budget;
    for (const value of values) yield { path, offset: node.start, value, isOneOf };
    if (values.length > 0) return;
    yield { path, offset: node.start };
    if (node.type === 'ArrayExpression') {
      for (const [index, item] of parts(node, 'elements').entries()) {
        yield* this.#value(item, [...path, String(index)], steps + 1);
      }
      return;
    }
    const isKnown = /^(Object|Identifier|Arrow|Function|Conditional|Logical)/.test(node.type);
    const found = isKnown ? this.objects(node, steps + 1) : [];
    const objects = /^(Identifier|Call|Member)/.test(node.type) ? orItself(found, node) : found;
    for (const object of objects) yield* this.nodes(object, path, steps + 1);
  }

  /** Texts that stand anywhere else: what a plugin is told, or a variable is set to. */
  *rest(program: Syntax): Iterable<DataNode> {
    for (const node of everyNode(program)) {
      if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') continue;
      for (const value of readValues(node, this.#reading)) {
        const [first] = value.offsets;
        if (first === undefined || this.#met.has(first)) continue;
        yield { path: [ELSEWHERE], offset: node.start, value };
      }
    }
  }
}

/** What a function gives back, in every one of its branches. */
function returned(node: Syntax): (Syntax | undefined)[] {
  if (!/Function|^ObjectMethod$/.test(node.type)) return [];
  const body = part(node, 'body');
  if (body?.type !== 'BlockStatement') return [body];
  const own = everyNode(body, (each) => !/Function|Method$/.test(each.type));
  return [...own]
    .filter(({ type }) => type === 'ReturnStatement')
    .map((statement) => part(statement, 'argument'));
}
