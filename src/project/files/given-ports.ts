import { HOLE } from '../formats/javascript/written.js';
import { isPortFlag } from '../notations/commands/flags.js';
import { scriptsOf } from '../notations/commands/line.js';
import { PACKAGE_MANAGERS } from '../notations/commands/tools.js';
import { nameOf } from '../packages.js';
import type { Collector } from './collector.js';
import type { PortRow } from './row.js';
import type { KeyedNode, RowDocument } from './row-document.js';

/** Any script: the command is not one that can be read. */
const ANY = '*';

/** `env: { PORT: '3001' }` beside `command: 'npm run dev'`. */
export function givePort(
  { givesPort, at }: PortRow,
  node: KeyedNode,
  document: RowDocument,
  collector: Collector,
): void {
  if (givesPort !== true || document.match(node, at) === undefined) return;
  const beside = [...node.keys.slice(0, -2), 'command'];
  const scripts = document
    .at(beside)
    .flatMap(({ value }) => (value ? scriptsOf(value.text) : [ANY]));
  for (const script of scripts)
    collector.givenPort(node.offset, { script: script.includes(HOLE) ? ANY : script });
}

/** `"args": ["run", "dev", "--port", "3001"]` of a package manager, which passes it on to the script. */
export function passPorts(document: RowDocument, collector: Collector): void {
  for (const { keys, value, offset } of document.nodes) {
    const list = keys.slice(0, -1);
    if (value === undefined || !/args$/i.test(list.at(-1) ?? '')) continue;
    const [flag = ''] = value.text.split('=', 1);
    if (!(flag === '-p' || isPortFlag(flag)) || !isPackageManagers(list, document)) continue;
    for (let at = Number(keys.at(-1)) - 1; at >= 0; at -= 1) {
      const script = document.textAt([...list, `${at}`]) ?? '-';
      if (!script.startsWith('-')) collector.givenPort(offset, { script, isPassed: true });
    }
  }
}

function isPackageManagers(list: readonly string[], document: RowDocument): boolean {
  return ['command', 'runtimeExecutable', 'program'].some((key) => {
    const tool = document.textAt([...list.slice(0, -1), key]) ?? '';
    return PACKAGE_MANAGERS.has(nameOf(tool));
  });
}
