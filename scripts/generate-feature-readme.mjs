// Writes the README.md of the dev container feature from its devcontainer-feature.json and NOTES.md.
//   node scripts/generate-feature-readme.mjs [--check]     (--check: exits 1 when it is not what they say)
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  'devcontainer-feature/src/portkeeper',
);

export function featureReadme({ name, id, description, options }, notes) {
  const rows = Object.entries(options).map(
    ([option, { default: value, type, description: meaning }]) =>
      `| \`${option}\` | ${type} | \`${value}\` | ${meaning.replaceAll('|', '\\|')} |`,
  );
  return [
    `# ${name} (${id})`,
    description,
    ['| option | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n'),
    notes.trimEnd(),
    '---',
    '*Made from [devcontainer-feature.json](devcontainer-feature.json) and [NOTES.md](NOTES.md) by `scripts/generate-feature-readme.mjs`.*\n',
  ].join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name) => readFile(join(folder, name), 'utf8');
  const json = JSON.parse(await read('devcontainer-feature.json'));
  const text = featureReadme(json, await read('NOTES.md'));
  if (!process.argv.includes('--check')) await writeFile(join(folder, 'README.md'), text);
  else if (text !== (await read('README.md'))) {
    console.error('The feature’s README.md is stale: run node scripts/generate-feature-readme.mjs');
    process.exitCode = 1;
  }
}
