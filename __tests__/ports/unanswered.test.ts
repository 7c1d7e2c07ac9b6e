import { expect, it } from '@jest/globals';
import { isAboutPort } from '../../src/ports/unanswered.js';
import { shortageOf } from '../../src/shortage.js';

// What an error of a socket says: of the port that it was opened to ask for, or of none.

it.each([
  ['somebody has the port', { code: 'EADDRINUSE', port: 80 }, false],
  ['somebody has the name', { code: 'EADDRINUSE' }, false],
  ['the port takes a privilege', { code: 'EACCES', port: 80 }, false],
  ['nobody may have names', { code: 'EACCES', port: -1 }, true],
  ['nobody may have sockets', { code: 'EPERM', port: 80 }, true],
  ['there is no such family', { code: 'EAFNOSUPPORT' }, true],
  ['no file is left', { code: 'EMFILE', port: 80 }, true],
])('%s', (_name, error, isNoAnswer) => {
  expect(isAboutPort(error)).toBe(!isNoAnswer);
});

it('raises the limit that was met', () => {
  expect(shortageOf({ code: 'EMFILE' })?.hint).toContain('ulimit -n');
  expect(shortageOf({ code: 'ENFILE' })?.hint).toContain('fs.file-max');
  for (const code of ['ENOBUFS', 'ENOMEM']) {
    expect(shortageOf({ code })?.hint).not.toMatch(/ulimit|file-max/);
  }
});
