import type { Word } from '../../formats/shell-words.js';
import { sliceValue, type Value } from '../../formats/value.js';
import { digitsAt } from '../number.js';
import type { CommandLine } from './command-line.js';
import { commandsOf } from './prefix.js';

/** Flags of build tools whose value is the arguments of the program that they start. */
const PASSES_ON = /^(?:--args|-Dspring-boot\.run\.(?:arguments|jvmArguments)|-Dexec\.args)=/;
const RUN_OF_PLAY = /^~?(?:[\w-]{1,60}\/)?run (?=\d{2,5}$)/;

/**
 * `gradle bootRun --args='--server.port=9005'`, and `sbt "run 9005"` of Play.
 * @param read reads the arguments of a program.
 * @returns whether the word is of that kind.
 */
export function readPassedOn(
  tool: string,
  value: Value,
  found: CommandLine,
  read: (words: readonly Word[]) => void,
): boolean {
  const { text } = value;
  const run = tool === 'sbt' ? RUN_OF_PLAY.exec(text) : null;
  const digits = run && digitsAt(text, run[0].length, text.length);
  if (digits) {
    const kind = { role: 'listen', rule: 'argument', confidence: 'certain' } as const;
    found.mentions.push({ value, mention: { ...digits, ...kind } });
    return true;
  }
  const flag = PASSES_ON.exec(text)?.[0].length;
  if (flag === undefined) return false;
  for (const words of commandsOf(sliceValue(value, flag, text.length))) read(words);
  return true;
}
