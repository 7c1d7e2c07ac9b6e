// Fills the tables of README.md from action.yml, so that the page says what the action does.
//   node scripts/generate-readme.mjs           writes them
//   node scripts/generate-readme.mjs --check   exits 1 when they are not what action.yml says
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'README.md');

export function fill(text, action) {
  return text
    .replace(section('inputs'), () => wrap('inputs', inputs(action.inputs)))
    .replace(section('outputs'), () => wrap('outputs', outputs(action.outputs)));
}

function section(name) {
  return new RegExp(`<!-- ${name} -->[^]*?<!-- /${name} -->`);
}

function wrap(name, rows) {
  return [`<!-- ${name} -->`, ...rows, `<!-- /${name} -->`].join('\n');
}

/** What a runner fills in by itself is nobody's business: its description says so. */
function inputs(declared) {
  const shown = Object.entries(declared).filter(([, { default: value }]) => !/\$\{\{/.test(value));
  return [
    '| input | default | meaning |',
    '|---|---|---|',
    ...shown.map(([name, input]) => {
      const value = input.default ? `\`${input.default}\`` : '';
      return `| \`${name}\` | ${value} | ${oneLine(input.description)} |`;
    }),
  ];
}

function outputs(declared) {
  return [
    '| output | what it is |',
    '|---|---|',
    ...Object.entries(declared).map(
      ([name, { description }]) => `| \`${name}\` | ${oneLine(description)} |`,
    ),
  ];
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = await readFile(page, 'utf8');
  const after = fill(before, parse(await readFile(join(root, 'action.yml'), 'utf8')));
  if (process.argv.includes('--check')) {
    if (after !== before) {
      console.error('README.md is not what action.yml says: run node scripts/generate-readme.mjs');
      process.exitCode = 1;
    }
  } else {
    await writeFile(page, after);
  }
}
