import { childProcess } from './late.js';
import type { Protocol } from './protocol.js';
import { type PortRange, parseRange, rangeIncludes } from './range.js';
import { startFolder } from './start-folder.js';

/**
 * Whether Windows keeps a port back, for Hyper-V and others who asked for blocks of them. A bind
 * fails there although nobody listens: this only says why.
 */
export function isExcluded(protocol: Protocol, port: number): boolean {
  if (process.platform !== 'win32') return false;
  return readExcludedRanges(protocol).some((range) => rangeIncludes(range, port));
}

function readExcludedRanges(protocol: Protocol): PortRange[] {
  const words = ['interface', 'ipv4', 'show', 'excludedportrange', `protocol=${protocol}`];
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return parseExcludedRanges(
      childProcess().execFileSync('netsh', words, {
        ...{ cwd: startFolder(), encoding: 'utf8', stdio, timeout: 3000 },
      }),
    );
  } catch {
    return [];
  }
}

/** Reads the table of `netsh`, whose headings are in the user's own language. */
export function parseExcludedRanges(table: string): PortRange[] {
  return [...table.matchAll(/^\s*(\d{1,5})\s+(\d{1,5})(?:\s+\*)?\s*$/gm)].map(([, from, to]) =>
    parseRange(`${from}-${to}`),
  );
}
