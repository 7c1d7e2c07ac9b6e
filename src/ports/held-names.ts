import { readFileSync } from 'node:fs';
import { type PortKey, portKey } from './kernel-tables.js';
import type { Protocol } from './protocol.js';

/**
 * The ports that are held, by the names that their holders keep in the kernel (see `holdName`), of
 * this network namespace; undefined where the kernel does not list them.
 */
export function readHeldNames(file = '/proc/net/unix'): ReadonlySet<PortKey> | undefined {
  try {
    return new Set(parseHeldNames(readFileSync(file, 'latin1')));
  } catch {
    return undefined;
  }
}

/** An abstract name ends its line, each zero byte of it as `@`: unix(7). Dots fill it up. */
function* parseHeldNames(table: string): Generator<PortKey> {
  for (const [, protocol, port] of table.matchAll(/ @portkeeper:(tcp|udp):(\d{1,5})[@.]*$/gm)) {
    yield portKey(protocol as Protocol, Number(port));
  }
}
