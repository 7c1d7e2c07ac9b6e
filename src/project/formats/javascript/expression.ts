import type { Names } from './names.js';
import { JavascriptFault, part, parts, type Syntax, textOf } from './parse.js';
import {
  joinValues,
  literalValue,
  variableOf,
  variableValue,
  type WrittenValue,
  withDefault,
} from './written.js';

/** What an expression is read with. */
export interface Reading {
  readonly source: string;
  readonly names: Names;
  readonly budget: Budget;
  /** What is taken of `a ? b : c`; the first where nothing is said. */
  readonly side?: 'consequent' | 'alternate';
}

/** Counts down what is looked at: names that stand for others twice over would double without end. */
export class Budget {
  #left = 20_000;
  /** Something that was read has another side. */
  hasSides = false;

  /** @throws {JavascriptFault} where there is more than a person writes. */
  spend(at: number): void {
    this.#left -= 1;
    if (this.#left < 0) throw new JavascriptFault('It says more than a person writes', at);
  }
}

/** Steps from name to name and operand to operand. */
const MAX_STEPS = 40;

/** They say what they hold, or turn it into another type. */
const WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
  'AwaitExpression',
]);

/** Functions whose value is that of their first argument. */
const CONVERSIONS =
  /^(Number|String|parseInt|parseFloat|Number\.parseInt|Number\.parseFloat|JSON\.stringify|Math\.floor|URL)$/;

export function inner(node: Syntax | undefined): Syntax | undefined {
  let at = node;
  while (at && WRAPPERS.has(at.type)) at = part(at, 'expression') ?? part(at, 'argument');
  return at;
}

/** Nothing is computed but what says a number or a text plainly, or a variable with its default. */
function readValue(
  given: Syntax | undefined,
  reading: Reading,
  steps = 0,
): WrittenValue | undefined {
  const node = inner(given);
  if (node === undefined || steps > MAX_STEPS) return undefined;
  reading.budget.spend(node.start);
  const next = (name: string): WrittenValue | undefined =>
    readValue(part(node, name), reading, steps + 1);
  switch (node.type) {
    case 'NumericLiteral':
      return literalValue(reading.source, node.start, node.end);
    case 'StringLiteral':
      return stringOf(node, reading);
    case 'TemplateLiteral':
      return template(node, reading, steps);
    case 'Identifier':
      return readValue(reading.names.get(textOf(node, 'name') ?? ''), reading, steps + 1);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return member(node, reading, steps);
    case 'LogicalExpression':
      return node.operator === '&&'
        ? undefined
        : withDefault(next('left'), next('right'), node.operator === '||');
    case 'ConditionalExpression': {
      const [consequent, alternate] = [next('consequent'), next('alternate')];
      const test = tested(part(node, 'test'));
      const own = conditional(readValue(test, reading, steps + 1), consequent, alternate);
      if (own) return own;
      reading.budget.hasSides = true;
      return reading.side === 'alternate' ? alternate : consequent;
    }
    case 'UnaryExpression':
      return node.operator === '+' ? next('argument') : undefined;
    case 'BinaryExpression':
      return node.operator === '+' ? joinValues([next('left'), next('right')]) : undefined;
    case 'CallExpression':
    case 'NewExpression':
      return called(node, reading, steps);
    default:
      return undefined;
  }
}

/** The same with both sides of what depends on something: `port: process.env.CI ? 4173 : 5173`. */
export function readValues(node: Syntax, reading: Reading): WrittenValue[] {
  const { budget } = reading;
  budget.hasSides = false;
  const first = readValue(node, reading);
  const second = budget.hasSides ? readValue(node, { ...reading, side: 'alternate' }) : undefined;
  return [first, second].flatMap((value) => value ?? []);
}

/** A text with escapes in it is not traced: its digits might be some. */
function stringOf(node: Syntax, reading: Reading): WrittenValue | undefined {
  const plain = literalValue(reading.source, node.start + 1, node.end - 1);
  return plain.text === node.value ? plain : undefined;
}

function template(node: Syntax, reading: Reading, steps: number): WrittenValue | undefined {
  const pieces = [...parts(node, 'quasis'), ...parts(node, 'expressions')].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  return joinValues(
    pieces.map((piece) =>
      piece.type === 'TemplateElement'
        ? literalValue(reading.source, piece.start, piece.end)
        : readValue(piece, reading, steps + 1),
    ),
  );
}

/** What a test asks about: `PORT` of `PORT`, `isSet(PORT)`, `PORT !== undefined`. */
function tested(node: Syntax | undefined): Syntax | undefined {
  if (node?.type === 'BinaryExpression' && /^!==?$/.test(textOf(node, 'operator') ?? ''))
    return part(node, 'left');
  if (
    node?.type !== 'CallExpression' ||
    CONVERSIONS.test(textOf(part(node, 'callee'), 'name') ?? '')
  )
    return node;
  const [first, ...others] = parts(node, 'arguments');
  return others.length === 0 ? first : node;
}

/** `env.PORT ? Number(env.PORT) : 3000`. */
function conditional(
  test: WrittenValue | undefined,
  then: WrittenValue | undefined,
  otherwise: WrittenValue | undefined,
): WrittenValue | undefined {
  const variable = test && variableOf(test);
  const isSame = variable !== undefined && then !== undefined && variable === variableOf(then);
  return isSame ? withDefault(then, otherwise, true) : undefined;
}

/** `process.env.PORT`, `import.meta.env.PORT`, `env.PORT` of `loadEnv`, `settings.port`. */
function member(node: Syntax, reading: Reading, steps: number): WrittenValue | undefined {
  const key = keyOf(part(node, 'property'), node.computed === true);
  const object = part(node, 'object');
  if (key === undefined || object === undefined) return undefined;
  if (isEnvironment(object, reading)) return variableValue(key, node.start);
  const named = inner(reading.names.get(textOf(object, 'name') ?? ''));
  const own = parts(named, 'properties').findLast(
    (property) => keyOf(part(property, 'key'), property.computed === true) === key,
  );
  return readValue(part(own, 'value'), reading, steps + 1);
}

/** The name of a property: `port`, `'port'`, `["port"]`. */
export function keyOf(node: Syntax | undefined, isComputed: boolean): string | undefined {
  if (node?.type === 'Identifier' && !isComputed) return textOf(node, 'name');
  if (node?.type === 'NumericLiteral') return String(node.value);
  return node?.type === 'StringLiteral' ? textOf(node, 'value') : undefined;
}

const ENVIRONMENTS = /^(process\.env|import\.meta\.env|Bun\.env)$/;

function isEnvironment(node: Syntax, { source, names }: Reading): boolean {
  const meaning = inner(names.get(textOf(node, 'name') ?? ''));
  return [node, meaning].some((each) => {
    const text = each ? source.slice(each.start, Math.min(each.end, each.start + 40)) : '';
    return ENVIRONMENTS.test(text) || text.startsWith('loadEnv(');
  });
}

/** `Number(process.env.PORT)`, `env.int('PORT', 1337)`, `port.toString()`. */
function called(node: Syntax, reading: Reading, steps: number): WrittenValue | undefined {
  const callee = part(node, 'callee');
  const [first, second] = parts(node, 'arguments');
  if (callee === undefined) return undefined;
  const name = reading.source.slice(callee.start, Math.min(callee.end, callee.start + 40));
  if (CONVERSIONS.test(name)) return readValue(first, reading, steps + 1);
  if (name.endsWith('.toString')) return readValue(part(callee, 'object'), reading, steps + 1);
  const variable = first?.type === 'StringLiteral' ? textOf(first, 'value') : undefined;
  if (variable === undefined || !/^(env|env\.int|Deno\.env\.get)$/.test(name)) return undefined;
  const value = variableValue(variable, node.start);
  return second ? withDefault(value, readValue(second, reading, steps + 1), false) : value;
}
