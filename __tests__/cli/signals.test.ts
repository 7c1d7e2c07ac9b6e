import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Signals } from '../../src/cli/child/signals.js';

let signals: Signals;
beforeEach(() => {
  signals = new Signals();
});
afterEach(() => signals.close());

/** As the system would, to this process. */
const send = (signal: NodeJS.Signals) => process.emit(signal, signal);

const ENDS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
const TELLS = ['SIGUSR1', 'SIGUSR2'] as const;

it.each([...ENDS, ...TELLS])('passes %s to the command that runs', (signal) => {
  const passed: string[] = [];
  signals.passTo((one) => passed.push(one));
  send(signal);
  // In a terminal its keys reach the command anyway.
  const isKey = ['SIGINT', 'SIGQUIT'].includes(signal);
  const isScreen = process.stdin.isTTY || process.stderr.isTTY;
  expect(passed).toEqual(isKey && isScreen ? [] : [signal]);
  expect(signals.pending).toBe(undefined);
});

it.each(ENDS)('keeps %s for a command that has not started, and so never does', (signal) => {
  send(signal);
  expect(signals.pending).toBe(signal);
});

it.each(TELLS)('forgets %s where nobody runs whom it could tell anything', (signal) => {
  send(signal);
  expect(signals.pending).toBe(undefined);
});
