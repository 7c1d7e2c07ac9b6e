// Makes a bundle quick to start. Parsing a megabyte takes longer than reserving a port, and of what
// is bundled a command uses a tenth: so what is never seen is left out (comments, long names), and
// each module's text stays a text until the module is asked for.
import { parse } from 'acorn';
import { minify } from 'terser';

/** A program smaller than this is parsed at once. */
const MIN_CHARS = 100_000;

/** Names of functions and classes stay: a stack trace and an error's name are read by people. */
const OPTIONS = {
  module: true,
  compress: false,
  keep_classnames: true,
  keep_fnames: true,
  // Characters beyond ASCII would double what the whole text takes in memory.
  format: { ascii_only: true, comments: false, quote_style: 1 },
};

/**
 * @param {string} bundle what ncc made, as an ES module
 * @returns {Promise<string>} the same program; the same bytes on every machine
 */
export async function shrink(bundle) {
  const { code = '' } = await minify(bundle, OPTIONS);
  return code.length < MIN_CHARS ? `${code}\n` : park(code);
}

/** In the scope of the bundle, as its modules were: they share its imports. */
const PARK = [
  'const __url=import.meta.url',
  '__park=(__text)=>function(...__args){return eval(__text()).apply(this,__args)};',
].join(',');

function park(code) {
  const [start] = /^#!.*\n/.exec(code) ?? [''];
  let parked = `${start}${PARK}\n`;
  let at = start.length;
  for (const { key, value } of modulesOf(code)) {
    const text = withoutMeta(code, value, key.value);
    // On a line of its own, so that a change of one module is a change of one line.
    const source = `(${text})\n//# sourceURL=portkeeper/module-${key.value}.js`;
    parked += `${code.slice(at, value.start)}__park(()=>${JSON.stringify(source)})\n`;
    at = value.end;
  }
  return `${parked}${code.slice(at)}\n`;
}

/** A parked text is no module: it is told its URL. A parser's own messages about `import.meta` stay. */
function withoutMeta(code, module, name) {
  let text = '';
  let at = module.start;
  for (const { start, end } of metasIn(module)) {
    if (!code.startsWith('.url', end)) throw new Error(`module ${name} asks import.meta`);
    text += `${code.slice(at, start)}__url`;
    at = end + '.url'.length;
  }
  return text + code.slice(at, module.end);
}

/** The places of `import.meta` in a syntax tree, in their order. */
function metasIn(node) {
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'MetaProperty' && node.meta.name === 'import') return [node];
  return Object.values(node).flatMap(metasIn);
}

/** webpack's table: from a module's number to its function. */
function modulesOf(code) {
  const { body } = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
  });
  const declared = body.flatMap(({ declarations = [] }) => declarations);
  const table = declared.find(({ init }) => isTable(init))?.init;
  if (table === undefined) throw new Error('the bundle has no table of modules');
  return table.properties;
}

function isTable(node) {
  return (
    node?.type === 'ObjectExpression' &&
    node.properties.length > 0 &&
    node.properties.every(({ key, value }) => typeof key.value === 'number' && isFunction(value))
  );
}

function isFunction({ type }) {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}
