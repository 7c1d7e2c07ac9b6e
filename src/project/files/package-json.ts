import { toPortName } from '../../ports/index.js';
import { properties, property, readJson, stringValue } from '../formats/json.js';
import type { Findings } from '../site.js';
import type { SourceFile } from '../source-file.js';
import { Collector } from './collector.js';
import { collectCommandLine } from './command-lines.js';
import type { FileKind } from './file-kind.js';

function find(file: SourceFile): Findings {
  const collector = new Collector(file, 'package-json', 'shell');
  const { root, fault } = readJson(file.text);
  if (fault) return collector.failed(fault.offset, `This is not JSON: ${fault.message}`);
  for (const [script, node] of properties(property(root, 'scripts'))) {
    const value = stringValue(file.text, node);
    const fallbackName = scriptName(file.path, script);
    if (value) collectCommandLine(value, { path: file.path, fallbackName, script }, collector);
  }
  return collector.done();
}

/** `dev` of `apps/web/package.json` → WEB_DEV_PORT. */
function scriptName(path: string, script: string): string {
  const folder = path.split('/').at(-2);
  return `${toPortName(folder === undefined ? script : `${folder}_${script}`)}_PORT`;
}

/** The scripts of a package. */
export const packageJson: FileKind = {
  name: 'package-json',
  matches: (path) => path === 'package.json' || path.endsWith('/package.json'),
  find,
  parse: (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
};
