import { getState, saveState } from '@actions/core';

/** What post needs of a main that was interrupted: known before anything is reserved or written. */
export interface StartedJob {
  readonly directory: string;
  readonly preparation: string;
  /** The registry's folder. */
  readonly registry: string;
  readonly restore: boolean;
  /** A folder of ours that is removed in the end; empty where there is none. */
  readonly folder: string;
}

/** What main leaves for post when it came to its end. */
export interface FinishedJob {
  /** The compose project to take down, where that was asked for. */
  readonly composeProject: string;
}

export type JobState = StartedJob & FinishedJob & { readonly finished: boolean };

/** A save and a read for each key, and nothing else knows the keys. */
const KEYS = {
  directory: 'directory',
  preparation: 'preparation',
  registry: 'registry',
  restore: 'restore',
  composeProject: 'composeProject',
  folder: 'folder',
  finished: 'finished',
} as const;

export function saveStarted(job: StartedJob): void {
  saveState(KEYS.directory, job.directory);
  saveState(KEYS.preparation, job.preparation);
  saveState(KEYS.registry, job.registry);
  saveState(KEYS.restore, String(job.restore));
  saveState(KEYS.folder, job.folder);
}

export function saveFinished(job: FinishedJob): void {
  saveState(KEYS.composeProject, job.composeProject);
  saveState(KEYS.finished, 'true');
}

/** A main that failed has taken back what it did: there is nothing left for post. */
export function saveFailed(): void {
  saveState(KEYS.preparation, '');
}

/** Undefined where main did not come to the point of changing anything. */
export function readJobState(): JobState | undefined {
  const preparation = getState(KEYS.preparation);
  if (preparation === '') return undefined;
  return {
    preparation,
    directory: getState(KEYS.directory),
    registry: getState(KEYS.registry),
    restore: getState(KEYS.restore) === 'true',
    composeProject: getState(KEYS.composeProject),
    folder: getState(KEYS.folder),
    finished: getState(KEYS.finished) === 'true',
  };
}
