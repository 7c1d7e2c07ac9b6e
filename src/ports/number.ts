import { PortKeeperError } from '../errors.js';

/** A port number that was checked: a whole number from 1 to 65535. */
export type PortNumber = number & { readonly __brand: 'PortNumber' };

export const MIN_PORT = 1 as PortNumber;
export const MAX_PORT = 65_535 as PortNumber;

export function isPortNumber(value: unknown): value is PortNumber {
  return Number.isInteger(value) && (value as number) >= MIN_PORT && (value as number) <= MAX_PORT;
}

/**
 * Digits as a project writes them, or undefined: no sign, no exponent, no leading zero (compose
 * and shells read `0123` as octal), nothing around them.
 */
export function readPortNumber(digits: string): PortNumber | undefined {
  if (!/^[1-9][0-9]{0,4}$/.test(digits)) return undefined;
  const value = Number(digits);
  return isPortNumber(value) ? value : undefined;
}

/** Parses user input. @throws {PortKeeperError} USAGE, when it is no port number. */
export function parsePortNumber(input: string | number): PortNumber {
  const value = typeof input === 'number' ? input : readPortNumber(input.trim());
  if (isPortNumber(value)) return value;
  throw new PortKeeperError('USAGE', `"${input}" is not a port number`, {
    hint: 'A port is a whole number from 1 to 65535.',
  });
}
