import { expect, it } from '@jest/globals';
import { withoutTraces } from '../src/errors.js';

it('makes errors without traces as long as it lasts, and no longer, whatever comes of it', () => {
  const refusal = () => {
    throw new Error('refused');
  };
  let caught: unknown;
  try {
    withoutTraces(refusal);
  } catch (error) {
    caught = error;
  }
  expect((caught as Error).stack).toBe('Error: refused');
  expect(withoutTraces(() => 'given')).toBe('given');
  expect(refusal).toThrow(
    expect.objectContaining({ stack: expect.stringContaining('at refusal') }),
  );
});
