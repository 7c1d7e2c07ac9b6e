import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

const PROCESS = /^[\w-]{1,60}:[ \t]*(?<command>\S.*)$/dgm;
const READS_PORT = /\$(?:PORT\b|\{PORT\b)/;
/** As much as foreman, honcho, overmind and others raise PORT by for each process of the file. */
const STEP = 100;

/** Tells of processes behind the first that are given a number which is stated nowhere. */
export function tellSteps({ text }: SourceFile, collector: Collector): void {
  let before = 0;
  for (const { groups, indices } of text.matchAll(PROCESS)) {
    const { command = '' } = groups ?? {};
    const at = /\bPORT=/.test(command) ? -1 : command.search(READS_PORT);
    const more = STEP * before;
    before += 1;
    if (at === -1 || more === 0) continue;
    collector.leaveAt(
      (indices?.groups?.command?.[0] ?? 0) + at,
      `foreman and the like give it PORT plus ${more}, which is not reserved, and who calls it does not follow: let it say a port of its own`,
    );
  }
}
