// What webpack made of a program, as far as the places of its modules go.
import { parse } from 'acorn';

/**
 * @typedef {{ id: string, text: string, imports: readonly string[] }} Module
 *   `imports` are the modules that it asks for by `require(id)`, at whatever moment.
 * @typedef {object} Program
 * @property {string} start the line that says how to run it, if there is one
 * @property {string} require the name by which it knows `createRequire`
 * @property {ReadonlyMap<string, Module>} modules
 * @property {(replace: (module: Module) => string) => string} edit its text behind the import,
 *   with each module's text replaced
 */

/** @returns {Program} of a minified ES module */
export function readProgram(code) {
  const { body } = parsed(code);
  const [first, ...others] = body;
  if (first?.source?.value !== 'module' || others.some(isModuleSyntax)) {
    throw new Error('the bundle imports or exports what a script cannot');
  }
  const table = others.flatMap(({ declarations = [] }) => declarations).find(isTable)?.init;
  const places = (table?.properties ?? []).map(({ key, value }) => ({
    id: String(key.value),
    ...{ start: value.start, end: value.end },
    text: functionText(code, value),
    imports: importsOf(value),
  }));
  return {
    start: /^#!.*\n/.exec(code)?.[0] ?? '',
    require: first.specifiers[0].local.name,
    modules: new Map(places.map((place) => [place.id, place])),
    edit: (replace) => edit(code, first.end, places, replace),
  };
}

function edit(code, from, places, replace) {
  let text = '';
  let at = from;
  for (const place of places) {
    text += `${code.slice(at, place.start)}${replace(place)}`;
    at = place.end;
  }
  return text + code.slice(at);
}

/**
 * In brackets, and no arrow: what V8 takes for called at once, and does not parse a second time when
 * it is.
 */
function functionText(code, { async, params, body }) {
  if (body.type !== 'BlockStatement') throw new Error('a module is an expression');
  const names = params.map(({ name }) => name).join(',');
  return `(${async ? 'async ' : ''}function(${names})${code.slice(body.start, body.end)})`;
}

/** The modules that are evaluated with the first ones: they, and what they ask for. */
export function reach(first, modules, late) {
  const reached = new Set(late);
  const follow = (id) => {
    if (reached.has(id)) return;
    reached.add(id);
    for (const other of modules.get(id)?.imports ?? []) follow(other);
  };
  for (const id of first) follow(id);
  return new Set([...reached].filter((id) => !late.includes(id)));
}

/** A script has no `import.meta.url`: it is told its URL by this name. A parser's messages stay. */
export function withoutMeta(code, name) {
  let text = '';
  let at = 0;
  for (const { start, end } of metasIn(parsed(code))) {
    if (!code.startsWith('.url', end)) throw new Error('the bundle asks import.meta for more');
    text += `${code.slice(at, start)}${name}`;
    at = end + '.url'.length;
  }
  return text + code.slice(at);
}

function parsed(code) {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
}

/** The places of `import.meta` in a syntax tree, in their order. */
function metasIn(tree) {
  const metas = nodesIn(
    tree,
    ({ type, meta }) => type === 'MetaProperty' && meta.name === 'import',
  );
  return metas.sort((one, other) => one.start - other.start);
}

function importsOf({ params, body }) {
  const require = params[2]?.name;
  const isImport = ({ type, callee }) => type === 'CallExpression' && callee.name === require;
  return nodesIn(body, isImport).map(({ arguments: [id] }) => String(id?.value));
}

function nodesIn(node, matches, found = []) {
  if (node === null || typeof node !== 'object') return found;
  if (typeof node.type === 'string' && matches(node)) found.push(node);
  for (const child of Object.values(node)) nodesIn(child, matches, found);
  return found;
}

/** webpack's table: from a module's number to its function. */
function isTable({ init }) {
  return (
    init?.type === 'ObjectExpression' &&
    init.properties.length > 0 &&
    init.properties.every(({ key, value }) => typeof key.value === 'number' && isFunction(value))
  );
}

function isFunction({ type }) {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

function isModuleSyntax({ type }) {
  return type.startsWith('Import') || type.startsWith('Export');
}
