import type { Word } from '../../formats/shell-words.js';
import { digitsAt } from '../number.js';
import type { CommandLine } from './command-line.js';

/** How tools are asked who has a port: `lsof -ti:3000`, `lsof -i tcp:3000`, `fuser -k 3000/tcp`. */
const ASKED: ReadonlyMap<string, RegExp> = new Map([
  ['lsof', /^(?:-\w{0,8}i)?(?:[46]?(?:tcp|udp)?)(?:@[\w.]{1,60})?:(?<port>\d{2,5})$/di],
  ['fuser', /^(?<port>\d{2,5})\/(?:tcp|udp)$/d],
]);

/** Whoever has the number is ended more often than not: once it moves, that would be a stranger. */
export function readOccupants(tool: string, words: readonly Word[], found: CommandLine): void {
  const asked = ASKED.get(tool);
  for (const { value } of asked ? words : []) {
    const [from = 0, to = 0] = asked?.exec(value.text)?.indices?.groups?.port ?? [];
    const digits = digitsAt(value.text, from, to);
    if (digits === undefined) continue;
    const mention = { ...digits, role: 'refer', rule: 'argument', confidence: 'likely' } as const;
    found.mentions.push({ value, mention });
  }
}
