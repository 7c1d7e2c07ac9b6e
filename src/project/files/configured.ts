import type { Fault } from '../formats/data.js';
import { SPREAD } from '../formats/javascript/index.js';
import { HOLE } from '../formats/javascript/written.js';
import type { Findings } from '../sites/findings.js';
import type { Collector } from './collector.js';
import type { DataRow, PortRow } from './row.js';
import type { KeyedNode, RowDocument } from './row-document.js';

/** What it says of its servers is unknown; so is whether anything is wrong with it. */
export function leaveUnread(
  fault: Fault,
  { format, ports }: DataRow,
  collector: Collector,
): Findings {
  const reason = `it cannot be read as ${format.name}: ${fault.message}`;
  collector.leaveAt(fault.offset, reason);
  for (const { configures } of ports) {
    if (configures !== undefined) collector.configure(fault.offset, configures, reason);
  }
  return collector.done();
}

/** A port, or what a variable may say, with or without a host. */
const READABLE = new RegExp(`(^|:)(\\d{1,5}|${HOLE})$`);

const ELSEWHERE = 'it takes in settings from elsewhere';

/** A place that decides a server's port; or takes in from elsewhere what might decide it. */
export function configure(
  { at, configures: server, takesIn = false }: PortRow,
  node: KeyedNode,
  document: RowDocument,
  { collector, row }: { readonly collector: Collector; readonly row: DataRow },
): void {
  if (server === undefined) return;
  if (takesIn) {
    const isSaid = row.ports.some(
      (other) => other.configures === server && !other.takesIn && document.has(other.at),
    );
    if (document.match(node, at) !== undefined && !isSaid)
      collector.configure(node.offset, server, ELSEWHERE);
  } else if (document.match(node, at) !== undefined) {
    const value = node.value && (row.placeholders?.(node.value).value ?? node.value);
    const isRead = value !== undefined && node.isOneOf !== true && READABLE.test(value.text);
    const reason = isRead ? undefined : 'it is computed there';
    if (reason) collector.leaveAt(node.offset, `the port of ${server} cannot be read: ${reason}`);
    collector.configure(node.offset, server, reason);
  } else if (
    node.keys.at(-1) === SPREAD &&
    at.some((_key, end) => isAbove(node, at.slice(0, end)))
  ) {
    if (!document.nodes.some((other) => document.match(other, at)))
      collector.configure(node.offset, server, ELSEWHERE);
  }
}

function isAbove({ keys }: KeyedNode, path: readonly string[]): boolean {
  return keys.length === path.length + 1 && path.every((key, index) => key === keys[index]);
}
