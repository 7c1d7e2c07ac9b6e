import type { Node } from 'jsonc-parser';
import { toPortName } from '../../ports/index.js';
import { properties, property, readJson, stringValue } from '../formats/json.js';
import { urlMentions } from '../notations/setting.js';
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
  collectProxy(file, property(root, 'proxy'), collector);
  return collector.done();
}

/** Where the server of react-scripts passes on what it does not know: a URL, or one a path. */
function collectProxy(file: SourceFile, proxy: Node | undefined, collector: Collector): void {
  const targets = properties(proxy).flatMap(([, each]) => property(each, 'target') ?? each);
  for (const node of proxy ? [proxy, ...targets] : []) {
    const value = stringValue(file.text, node);
    for (const mention of value ? urlMentions(value.text) : []) {
      if (value) collector.site(value, { ...mention, rule: 'proxy' });
    }
  }
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
