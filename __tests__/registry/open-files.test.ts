import { describe, expect, it } from '@jest/globals';
import { patiently } from '../../src/registry/backends/sharing.js';

// What Windows refuses while somebody has a file open. Its own kernel is met by `npm run windows`.

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A step that is refused some times. */
function stepAfter(refusals: readonly string[]): () => string {
  const left = [...refusals];
  return () => {
    const code = left.shift();
    if (code !== undefined) throw refusal(code);
    return 'done';
  };
}

describe('a file that somebody has open', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('is waited for on Windows (%s)', (code) => {
    expect(patiently(stepAfter([code, code, code]), 'win32')).toBe('done');
  });

  it('is not waited for without an end', () => {
    const refused = () => {
      throw refusal('EPERM');
    };
    expect(() => patiently(refused, 'win32')).toThrow('EPERM');
  });

  it.each([
    ['win32', 'ENOENT'],
    ['win32', 'ENOSPC'],
    ['linux', 'EPERM'],
  ] as const)('is not what %s means by %s', (platform, code) => {
    expect(() => patiently(stepAfter([code]), platform)).toThrow(code);
  });
});
