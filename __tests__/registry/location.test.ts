import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { registryFolder } from '../../src/registry/location.js';

describe('the registry that is asked for', () => {
  const [HOME, USERPROFILE] = [homedir(), homedir()];

  it.each(['~', '~/ports'])('%s is in the home folder, wherever it is asked for', (wanted) => {
    const folder = registryFolder({ HOME, USERPROFILE, PORTKEEPER_REGISTRY: wanted });
    expect(folder).toBe(join(HOME, wanted.slice(1)));
    expect(registryFolder({ HOME, USERPROFILE }, wanted)).toBe(folder);
  });

  it.each(['redis://h', 'file:///tmp/ports', 'ssh://h/ports', 'docker:'])(
    '%s is no folder, and none is made of it',
    (wanted) => {
      const unusable = expect.objectContaining({ code: 'REGISTRY_UNUSABLE' });
      expect(() => registryFolder({}, wanted)).toThrow(unusable);
    },
  );

  it('any other is a folder', () => {
    for (const wanted of ['ports', './~', 'c:ports', 'a:b/c']) {
      expect(registryFolder({}, wanted)).toBe(resolve(wanted));
    }
  });
});
