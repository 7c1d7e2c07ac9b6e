// Makes a bundle quick to start. Parsing a megabyte takes longer than reserving a port, and of what
// is bundled a command uses a tenth: so what is never seen is left out (comments, long names), and
// what is not needed at the start stands in comments, and is read when it is asked for.
import { createHash } from 'node:crypto';
import { minify } from 'terser';
import { reach, readProgram, withoutMeta } from './webpack-program.mjs';

/** Names of functions and classes stay: a stack trace and an error's name are read by people. */
const OPTIONS = {
  module: true,
  compress: { passes: 1, keep_classnames: true, keep_fnames: true },
  keep_classnames: true,
  keep_fnames: true,
  // Characters beyond ASCII would double what the whole text takes in memory, and have offsets of
  // their own in the file.
  format: { ascii_only: true, comments: false, quote_style: 1 },
};

/**
 * @param {string} bundle what ncc made, as an ES module
 * @param {{ first: readonly string[], late: readonly string[] }} modules ids: the ones that the
 *   program starts with, whose imports are needed as well; and the ones whose importers do not
 *   look at them until they use them
 * @returns {Promise<string>} the same program as a CommonJS script, which starts sooner; the same
 *   bytes on every machine
 */
export async function shrink(bundle, { first, late }) {
  const { code = '' } = await minify(withoutPlaces(bundle), OPTIONS);
  const program = readProgram(withoutMeta(code, '__url()'));
  const needed = reach(first, program.modules, late);
  const texts = new Map();
  const body = program.edit(({ id, text }) => {
    if (needed.has(id)) return text;
    texts.set(id, text);
    return late.includes(id) ? `__late(${id})` : `__parked(${id})`;
  });
  const { require, start } = program;
  const comments = texts.size === 0 ? undefined : commentsOf(texts);
  const park = comments === undefined ? '' : loader(comments, require);
  return [
    `${start}'use strict';`,
    ...[URL_OF_SCRIPT, UNSETTLED, `const ${require}=()=>require;`, park],
    `\n(async function(){${body}\n})().then(()=>process.off('beforeExit',__unsettled));\n`,
    comments?.lines ?? '',
  ].join('');
}

/**
 * What `import.meta.url` was, for who asks: to make a URL takes longer than to find a port. By
 * `module.filename`: the other word for it in a bundle is the mark of a dependency that ncc let pass
 * and Node fails on, and whoever looks for that finds none.
 */
const URL_OF_SCRIPT =
  "let __href;const __url=()=>__href??=require('url').pathToFileURL(module.filename).href;";

/** A script's own `require` loads parts of Node from anywhere: `createRequire` is told no place. */
function withoutPlaces(bundle) {
  const name = /import \{ createRequire as (\w+) \}/.exec(bundle)?.[1];
  return name === undefined ? bundle : bundle.replaceAll(`${name}(import.meta.url)`, `${name}()`);
}

/** As Node does for an ES module: a program that stops in the middle is no success. */
const UNSETTLED = [
  'const __unsettled=()=>{process.exitCode??=13};',
  "process.on('beforeExit',__unsettled);",
].join('');

/** A module a line, so that a change of one module is a change of one line. */
function commentOf(id, text) {
  if (/[\n\r]/.test(text)) throw new Error(`module ${id} is no single line`);
  return `//${id} ${text}\n`;
}

/** The parked modules, and a last line by which they are told from another version's. */
function commentsOf(texts) {
  const lines = [...texts].map(([id, text]) => commentOf(id, text)).join('');
  const digest = createHash('sha256').update(lines).digest('hex');
  return { lines: `${lines}//${digest}\n`, digest };
}

/** Reads this very file again when the first parked module is asked for. */
function loader({ lines, digest }, require) {
  return `
let __lines;const __read=()=>{
const bytes=require('fs').readFileSync(module.filename).subarray(-${lines.length});
if(bytes.subarray(-${digest.length + 1},-1).latin1Slice()!=='${digest}')throw new Error(module.filename+' is not the file that was started: it was exchanged meanwhile, or copied in part. Start it again');
__lines=new Map();
for(let at=0;at<bytes.length;){const end=bytes.indexOf(10,at),[id]=bytes.latin1Slice(at+2,at+12).split(' ');__lines.set(id,[bytes,at+3+id.length,end]);at=end+1}
};
const __module=id=>{
if(!__lines)__read();
const [bytes,from,to]=__lines.get(String(id));
const text="'use strict';(function(${require},__url){return "+bytes.latin1Slice(from,to)+"})";
return require('vm').runInThisContext(text,{filename:'portkeeper/module-'+id+'.js'})(${require},__url);
};
const __parked=id=>(...given)=>__module(id)(...given);
const __late=id=>(module,_,require)=>{
let own;const load=()=>{if(!own){own={exports:{}};__module(id)(own,own.exports,require)}return own.exports};
module.exports=new Proxy({},{get:(_,name)=>load()[name]});
};`;
}
