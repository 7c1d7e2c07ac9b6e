import { getState, saveState } from '@actions/core';

/** What main leaves for post: a save and a read for each key, and nothing else knows the keys. */
export interface JobState {
  readonly directory: string;
  readonly reservation: string;
  readonly restore: boolean;
  /** The compose project to take down, where that was asked for. */
  readonly composeProject: string;
  /** A folder of ours that is removed in the end. */
  readonly folder: string;
}

const KEYS = {
  directory: 'directory',
  reservation: 'reservation',
  restore: 'restore',
  composeProject: 'composeProject',
  folder: 'folder',
} as const;

export function saveJobState(state: JobState): void {
  for (const key of Object.values(KEYS)) saveState(key, String(state[key]));
}

/** Undefined where main did not come to the point of changing anything. */
export function readJobState(): JobState | undefined {
  const directory = getState(KEYS.directory);
  if (directory === '') return undefined;
  return {
    directory,
    reservation: getState(KEYS.reservation),
    restore: getState(KEYS.restore) === 'true',
    composeProject: getState(KEYS.composeProject),
    folder: getState(KEYS.folder),
  };
}
