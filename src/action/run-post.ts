import { rm } from 'node:fs/promises';
import { info, warning } from '@actions/core';
import { exec } from '@actions/exec';
import { processEnvironment } from '../environment.js';
import { findUntold } from '../preparation/lost-journal.js';
import { PREPARATION_LABEL } from '../preparation/meta.js';
import { type Lease, PortRegistry } from '../registry/index.js';
import { type Restored, restoreProject } from '../restore.js';
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
  const restored = await attempt('Not everything was put back', () => restore(state));
  const isAll = state.finished && restored !== undefined && restored.undone > 0;
  const others = isAll ? [] : await attempt('Ports stay reserved', () => releaseUnwritten(state));
  if (restored && state.finished && state.restore) {
    await attempt('Not everything was looked at', () => tellUntold(state, others ?? []));
  }
  const ports = [...(restored?.released ?? []), ...(others ?? [])].length;
  const files = restored?.restoredFiles.length ?? 0;
  info(`Put back ${counted(files, 'file')}, released ${counted(ports, 'port')}`);
  await attempt('A temporary folder is left', () => removeFolder(state));
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

async function attempt<T>(what: string, step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    warning(`${what}: ${failureText(error)}`);
    return undefined;
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

async function restore(state: JobState): Promise<Restored> {
  const { directory, preparation, restore: files } = state;
  const environment = processEnvironment();
  const reporter = annotatingReporter(info);
  const options = { directory, preparation, files, environment, reporter };
  const restored = await restoreProject(options);
  tellKept(restored.kept);
  return restored;
}

async function tellUntold({ directory }: JobState, released: readonly Lease[]): Promise<void> {
  tellKept(await findUntold(directory, released));
}

function tellKept(kept: Restored['kept']): void {
  for (const { path, line, reason } of kept) {
    warning(plain(`${path}${line === undefined ? '' : `:${line}`} was not put back: ${reason}`));
  }
}

/**
 * What an interrupted main had reserved, and not written down in the project yet; or what a step
 * took the journal of, with the whole checkout maybe, as a second checkout in its place does.
 */
async function releaseUnwritten(state: JobState): Promise<readonly Lease[]> {
  const { registry: folder, preparation } = state;
  const reporter = annotatingReporter(info);
  const environment = processEnvironment();
  const registry = new PortRegistry({ registry: folder, environment, reporter });
  const leases = await registry.status();
  const ids = leases.filter(({ labels }) => labels[PREPARATION_LABEL] === preparation);
  const { released } = await registry.release([...new Set(ids.map(({ id }) => id))]);
  return released;
}

async function removeFolder({ folder }: JobState): Promise<void> {
  if (folder !== '') await rm(folder, { recursive: true, force: true });
}
