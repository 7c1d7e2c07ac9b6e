import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { compileLibrary, type Library } from './library.js';

/** The library for all tests of a file, and a new folder for each registry. */
export function useArena(): { library: () => Library; newFolder: () => string } {
  const folders: string[] = [];
  let library: Library | undefined;
  beforeAll(() => {
    library = compileLibrary();
  });
  afterAll(() => {
    library?.remove();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  return {
    library: () => library as Library,
    newFolder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'portkeeper-stress-'));
      folders.push(folder);
      return folder;
    },
  };
}
