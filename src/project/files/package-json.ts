import { toPortName } from '../../ports/index.js';
import { properties, property, readJson, stringValue } from '../formats/json.js';
import type { Value } from '../formats/value.js';
import { readCommandLine } from '../notations/command-line.js';
import type { Findings } from '../site.js';
import type { SourceFile } from '../source-file.js';
import { Collector } from './collector.js';
import type { FileKind } from './file-kind.js';

function find(file: SourceFile): Findings {
  const collector = new Collector(file, 'package-json', 'shell');
  const { root, fault } = readJson(file.text);
  if (fault) return collector.failed(fault.offset, `This is not JSON: ${fault.message}`);
  for (const [script, node] of properties(property(root, 'scripts'))) {
    const value = stringValue(file.text, node);
    if (value) findInScript(value, scriptName(file.path, script), collector);
  }
  return collector.done();
}

/** `dev` of `apps/web/package.json` → WEB_DEV_PORT. */
function scriptName(path: string, script: string): string {
  const folder = path.split('/').at(-2);
  return `${toPortName(folder === undefined ? script : `${folder}_${script}`)}_PORT`;
}

function findInScript(value: Value, fallbackName: string, collector: Collector): void {
  const { mentions, chains, leftAlone } = readCommandLine(value);
  for (const { value: word, mention, variable } of mentions) {
    collector.site(
      word,
      mention,
      variable === undefined ? { fallbackName } : { variable, fallbackName },
    );
  }
  for (const { value: word, chain, role } of chains) {
    collector.chain(word, chain, { role, fallbackName });
  }
  for (const { value: word, at, port, reason } of leftAlone)
    collector.leave(word, at, reason, port);
}

/** The scripts of a package. */
export const packageJson: FileKind = {
  name: 'package-json',
  matches: (path) => path === 'package.json' || path.endsWith('/package.json'),
  find,
  parse: (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
};
