// Asks GitHub's own parser about action.yml and every workflow; and checks what it does not:
// that actions are pinned by commit with their version beside it, and that `uses: ./` is given inputs that exist.
//   node scripts/validate-workflows.mjs [file...]     (default: all of the project's)
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const faults = [];
const { validate, TextDocument } = await loadParser();

const files = process.argv.length > 2 ? process.argv.slice(2) : projectFiles();
for (const file of files) await check(resolve(file));
for (const fault of faults) console.error(`workflows: ${fault}`);
if (faults.length === 0) console.log(`workflows: ${files.length} files are valid`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The package imports JSON without saying so, which Node refuses: a hook says it. */
async function loadParser() {
  const hook = `export const load = (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  const [service, documents] = await Promise.all([
    import('@actions/languageservice'),
    import('vscode-languageserver-textdocument'),
  ]);
  // It logs what it could not handle and calls the file valid: count that as a fault.
  const report = (message) => faults.push(message);
  const ignore = () => {};
  service.registerLogger({ error: report, warn: report, info: ignore, log: ignore, debug: ignore });
  return { ...service, ...documents };
}

function projectFiles() {
  const workflows = join(root, '.github', 'workflows');
  const found = existsSync(workflows) ? readdirSync(workflows) : [];
  const yaml = found.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(workflows, name));
  return [join(root, 'action.yml'), ...yaml];
}

async function check(file) {
  const name = relative(root, file);
  const text = readFileSync(file, 'utf8');
  const document = TextDocument.create(pathToFileURL(file).href, 'yaml', 1, text);
  for (const { range, message } of await validate(document)) {
    faults.push(`${name}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
  }
  text.split('\n').forEach((line, index) => {
    const uses = /^\s*(?:- )?uses:\s*(\S+)\s*(.*)$/.exec(line);
    if (uses !== null && !isPinned(uses[1], uses[2])) {
      faults.push(`${name}:${index + 1}: pin ${uses[1]} by a commit, with "# vX.Y.Z" after it`);
    }
  });
  for (const input of unknownInputs(text))
    faults.push(`${name}: action.yml has no input "${input}"`);
}

function isPinned(action, comment) {
  return action.startsWith('./') || (/@[0-9a-f]{40}$/.test(action) && /^# v\d+/.test(comment));
}

function unknownInputs(text) {
  const known = read(readFileSync(join(root, 'action.yml'), 'utf8'))?.inputs ?? {};
  const jobs = Object.values(read(text)?.jobs ?? {});
  const own = jobs.flatMap((job) => job?.steps ?? []).filter((step) => step?.uses === './');
  return own.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !(name in known));
}

/** What can be read of it: the syntax errors are the parser's to report. */
function read(text) {
  return parseDocument(text).toJS();
}
