import { HOLE } from '../formats/javascript/written.js';
import { scriptsOf } from '../notations/commands/line.js';
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
