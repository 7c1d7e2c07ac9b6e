import type { Value } from '../../formats/value.js';
import { DEBUGGING } from '../../sites/reasons.js';
import { parseAddress } from '../address.js';
import { wholeNumber } from '../number.js';
import type { CommandLine } from './command-line.js';

const DEBUGGERS = /--(?:inspect|debug)[a-z-]{0,20}=(?:[^\s=:]{0,60}:)?(\d{1,5})/g;

/** Debugging flags within a text that is no command: `NODE_OPTIONS='--inspect=9229'`. */
export function readDebuggers(value: Value, found: CommandLine): void {
  for (const match of value.text.matchAll(DEBUGGERS)) {
    const at = match.index + match[0].length - (match[1] ?? '').length;
    leaveDebugger(found, value, at, Number(match[1]));
  }
}

/**
 * `--inspect 9229` names a script; only with `=`, or as a flag that always takes one, a port.
 * @returns whether the value is read, and is no address besides.
 */
export function readDebugger(
  found: CommandLine,
  name: string,
  value: Value,
  attached: boolean,
): boolean {
  if (!attached && !name.endsWith('port')) return false;
  const digits = parseAddress(value.text) ?? wholeNumber(value.text);
  if (digits) leaveDebugger(found, value, digits.from, digits.port);
  return true;
}

function leaveDebugger(found: CommandLine, value: Value, at: number, port: number): void {
  found.leftAlone.push({ value, at, port, reason: DEBUGGING });
}
