import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { runProgram } from '../../src/cli/program.js';

// The command line in this very process: the sources themselves, for what needs no process of its own.

const before = process.cwd();
let folder: string;

/** Each test begins in an empty folder with a registry of its own. */
export function useWorkingFolder(): void {
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'portkeeper-cli-')));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
}

export function inWorkingFolder(...names: string[]): string {
  return join(folder, ...names);
}

export async function portkeeper(words: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const { NO_COLOR: _, BROWSER: __, ...env } = process.env;
  const environment = { ...env, PORTKEEPER_REGISTRY: join(folder, 'registry'), ...more };
  const [stdout, stderr] = [capture(), capture()];
  const status = await runProgram(words, { environment, stdout, stderr });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function capture() {
  let text = '';
  return {
    text: () => text,
    on: () => undefined,
    write(chunk: string | Uint8Array, written?: () => void) {
      text += chunk;
      written?.();
      return true;
    },
  };
}
