import { parseDuration } from '../../duration.js';
import { naming, PortKeeperError } from '../../errors.js';
import type { Arguments, OptionValue } from './spec.js';

/** The text that was given, or undefined where none was. */
export function readText(value: OptionValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function readFlag(value: OptionValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function readList(value: OptionValue | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Reads an option by its own parser, and says which option it was when it cannot be read.
 * @throws {PortKeeperError} USAGE
 */
export function readOption<T>(
  { options }: Arguments,
  name: string,
  read: (text: string) => T,
): T | undefined {
  const text = readText(options[name]);
  return text === undefined ? undefined : naming(`--${kebab(name)}`, () => read(text));
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A whole number from `least` on. @throws {PortKeeperError} USAGE */
export function parseWhole(text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  throw new PortKeeperError('USAGE', `"${text}" is not a whole number`, {
    hint: `Give a whole number from ${least} on.`,
  });
}

/** Milliseconds; null for `none`: without end. @throws {PortKeeperError} USAGE */
export function parseTtl(text: string): number | null {
  if (text === 'none' || text === '0') return null;
  return parseDuration(text);
}

/** `key=value`, several times. @throws {PortKeeperError} USAGE */
export function parseLabels(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
    throw new PortKeeperError('USAGE', `--label: "${text}" is not key=value`, {
      hint: 'Write a label as in --label branch=main.',
    });
  });
  return Object.fromEntries(pairs);
}
