import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { info, setFailed } from '@actions/core';
import { holderProgram, processEnvironment } from '../environment.js';
import { messageOf, PortKeeperError } from '../errors.js';
import { makePath } from '../ports/index.js';
import { rootOf } from '../preparation/root.js';
import { type Prepared, type PrepareOptions, prepareProject } from '../prepare.js';
import { overridesFolder } from '../project/overlay/store.js';
import { PortRegistry } from '../registry/index.js';
import { annotate, annotatingReporter } from './annotations.js';
import { failureText } from './failure.js';
import { type Inputs, readInputs } from './inputs.js';
import { jobOwner, servicePorts } from './job.js';
import { writeEnvironment, writeOutputs } from './outputs.js';
import { plain } from './plain.js';
import { saveFailed, saveFinished, saveStarted } from './state.js';
import { writeSummary } from './summary.js';
import type { Told } from './tell.js';

/** The main step: read, prepare, remember, tell. It fails loudly, and then nothing was changed. */
export async function runMain(): Promise<void> {
  try {
    const inputs = readInputs();
    const told = await prepare(inputs);
    writeOutputs(told);
    if (!told.planned) writeEnvironment(told);
    annotate(told);
    await writeSummary(told);
    list(told);
  } catch (error) {
    setFailed(failureText(error));
  }
}

async function prepare(inputs: Inputs): Promise<Told> {
  const prepared = await prepareForPost(inputs, await optionsFor(inputs));
  const planned = prepared.mode === 'plan';
  const envFile = planned ? undefined : await writeEnvFile(prepared);
  return { prepared, planned, envFile, restores: inputs.restore };
}

/** A job may be cancelled at any moment: post must know before what it may have to put back. */
async function prepareForPost(inputs: Inputs, options: PrepareOptions): Promise<Prepared> {
  const preparation = randomUUID();
  const folder = folderFor(preparation);
  saveStarted({
    // Without links: a step may turn one elsewhere, and post must find the same folder.
    directory: await rootOf(inputs.directory),
    preparation,
    registry: options.registry.folder,
    restore: inputs.restore,
    folder: folder ?? '',
  });
  try {
    // Before anything is edited: a folder that is of no use fails the step, and then nothing was.
    if (folder !== undefined) await makeEnvFile(folder);
    const prepared = await prepareProject({ ...options, preparation });
    saveFinished({
      composeProject: inputs.cleanup ? (prepared.composeProjectName ?? '') : '',
    });
    return prepared;
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => {});
    saveFailed();
    throw error;
  }
}

async function optionsFor(inputs: Inputs): Promise<PrepareOptions> {
  const environment = processEnvironment();
  const reporter = annotatingReporter(info);
  const holder = holderProgram();
  const registry = new PortRegistry({
    environment,
    reporter,
    ...(inputs.registry !== undefined && { registry: inputs.registry }),
    ...(holder !== undefined && { holder }),
  });
  const { ports, files, mode, config, range, strategy, host, composeProjectName } = inputs;
  const job = { parent: process.ppid, container: inputs.jobContainer, job: nameOf(environment) };
  return {
    ...{ directory: inputs.directory, registry, environment, reporter, ports },
    owner: await jobOwner(registry, job),
    ...{ holdsByDefault: true, waitMs: inputs.waitMs },
    external: servicePorts(inputs.jobServices),
    ...(inputs.detect !== undefined && { detect: inputs.detect }),
    ...(files.length > 0 && { files }),
    ...(mode && { mode }),
    ...(inputs.hold !== undefined && { hold: inputs.hold }),
    ...(inputs.ttlMs !== undefined && { ttlMs: inputs.ttlMs }),
    ...(config && { config }),
    ...(range && { range }),
    ...(strategy && { strategy }),
    ...(host && { host }),
    ...(composeProjectName && { composeProjectName }),
    ...(environment.RUNNER_TEMP && { temporaryFolder: environment.RUNNER_TEMP }),
  };
}

/** What a person who looks at `status` knows the job by. */
function nameOf({ GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB }: NodeJS.ProcessEnv): string {
  const parts = [GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB].filter((part) => part);
  return parts.length === 0 ? 'job' : plain(parts.join(' ')).slice(0, 200);
}

function folderFor(preparation: string): string | undefined {
  const { RUNNER_TEMP } = processEnvironment();
  return RUNNER_TEMP ? overridesFolder(RUNNER_TEMP, preparation) : undefined;
}

function envFileIn(folder: string): string {
  return join(folder, 'ports.env');
}

/** @throws {PortKeeperError} USAGE, where the runner's temporary folder cannot be written. */
async function makeEnvFile(folder: string): Promise<void> {
  try {
    makePath(folder);
    await writeFile(envFileIn(folder), '');
  } catch (cause) {
    throw new PortKeeperError('USAGE', `RUNNER_TEMP is of no use: ${messageOf(cause)}`, {
      hint: 'The runner sets it to a folder for the job: make that writable. Nothing was changed.',
      cause,
    });
  }
}

/** Every port as `NAME=number`, where no `git status` looks. */
async function writeEnvFile({ preparation, ports }: Prepared): Promise<string | undefined> {
  const folder = folderFor(preparation);
  if (folder === undefined) return undefined;
  const file = envFileIn(folder);
  const lines = Object.entries(ports).map(([name, port]) => `${name}=${port}\n`);
  await writeFile(file, lines.join(''));
  return file;
}

function list({ prepared, planned }: Told): void {
  const ports = Object.entries(prepared.ports);
  if (ports.length === 0) {
    info('No port was found. Name ports with the input `ports`, or set `working-directory`.');
  }
  const { ports: found, external } = prepared.detection;
  const declared = new Map([...found, ...external].map(({ name, port }) => [name, port]));
  for (const [name, port] of ports) {
    info(plain(`${name}: ${declared.get(name) ?? 'new'} → ${port}${planned ? ' (planned)' : ''}`));
  }
}
