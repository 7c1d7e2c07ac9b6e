import { rm } from 'node:fs/promises';
import { info, warning } from '@actions/core';
import { exec } from '@actions/exec';
import { processEnvironment } from '../environment.js';
import { PREPARATION_LABEL } from '../preparation/meta.js';
import { PortRegistry } from '../registry/index.js';
import type { Reporter } from '../reporter.js';
import { restoreProject } from '../restore.js';
import { annotatingReporter } from './annotations.js';
import { failureText } from './failure.js';
import { plain } from './plain.js';
import { type JobState, readJobState } from './state.js';

/** Compose waits ten seconds for a container to stop, and there may be many. */
const CLEANUP_PATIENCE_MS = 120_000;

/** The post step: put everything back. A job never fails because that was not possible. */
export async function runPost(): Promise<void> {
  const state = readJobState();
  if (state === undefined) return;
  await attempt('Compose was not taken down', () => takeDown(state));
  await attempt('Not everything was put back', () => restore(state));
  await attempt('A temporary folder is left', () => removeFolder(state));
}

async function attempt(what: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    warning(`${what}: ${failureText(error)}`);
  }
}

async function takeDown({ composeProject, directory }: JobState): Promise<void> {
  if (composeProject === '') return;
  const words = ['compose', '--project-name', composeProject, 'down', '--volumes'];
  const down = exec('docker', words, { cwd: directory, ignoreReturnCode: true });
  const patience = AbortSignal.timeout(CLEANUP_PATIENCE_MS);
  const late = new Promise<never>((_, reject) => {
    patience.addEventListener('abort', () => reject(new Error('it took too long')));
  });
  const code = await Promise.race([down, late]);
  if (code !== 0) throw new Error(`docker compose down ended with code ${code}`);
}

async function restore(state: JobState): Promise<void> {
  const { directory, preparation, restore: files } = state;
  const environment = processEnvironment();
  const reporter = annotatingReporter(info);
  const options = { directory, preparation, files, environment, reporter };
  const restored = await restoreProject(options);
  for (const { path, line, reason } of restored.kept) {
    warning(plain(`${path}${line === undefined ? '' : `:${line}`} was not put back: ${reason}`));
  }
  const others = state.finished ? 0 : await releaseUnwritten(state, reporter);
  const ports = restored.released.length + others;
  info(`Put back ${restored.restoredFiles.length} files, released ${ports} ports`);
}

/** What an interrupted main had reserved, and not written down in the project yet. */
async function releaseUnwritten(state: JobState, reporter: Reporter): Promise<number> {
  const { registry: folder, preparation } = state;
  const registry = new PortRegistry({
    registry: folder,
    environment: processEnvironment(),
    reporter,
  });
  const leases = await registry.status();
  const ids = leases.filter(({ labels }) => labels[PREPARATION_LABEL] === preparation);
  const { released } = await registry.release([...new Set(ids.map(({ id }) => id))]);
  return released.length;
}

async function removeFolder({ folder }: JobState): Promise<void> {
  if (folder !== '') await rm(folder, { recursive: true, force: true });
}
