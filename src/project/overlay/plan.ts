import { resolve } from 'node:path';
import type { Environment, PortNumber } from '../../ports/index.js';
import { composeEnvFiles } from '../compose/env-files.js';
import { uniqueComposeProjectName } from '../compose/name.js';
import { type ComposeProject, isOfDevContainer, plainProjects } from '../compose/projects.js';
import type { Detection } from '../detect.js';
import { joinComposeFile, splitComposeFile } from '../files/compose/file-variable.js';
import { scanDotenv } from '../formats/dotenv.js';
import { positionsIn } from '../formats/position.js';
import { Scopes } from '../linking/scope.js';
import { joinPath } from '../packages.js';
import type { LeftAlone } from '../sites/site.js';
import { relativePath } from '../writing/inside.js';
import { loadModel } from './load.js';
import { localiser } from './locals.js';
import type { Located } from './model.js';
import { Moves } from './moves.js';
import { renderOverride } from './render.js';

/** The override of one compose project. */
export interface Override {
  /** Of the compose project, from the root. */
  readonly directory: string;
  readonly text: string;
  /** Absolute paths of the project's own files that are in force, in compose's order. */
  readonly files: readonly string[];
  /** The value of COMPOSE_PATH_SEPARATOR that is in force, where one is set. */
  readonly separator: string | undefined;
}

export interface OverlayPlan {
  readonly overrides: readonly Override[];
  /** What no override could say. */
  readonly leftAlone: readonly LeftAlone[];
  /** Keys of the sites that the overrides overrule. */
  readonly reached: ReadonlySet<string>;
}

export interface OverlayOptions {
  readonly environment: Environment;
  /** Of the one compose project; with several, each gets one made of its folder's. */
  readonly name: string | undefined;
  /** Makes names unique; undefined where no project is to have one. */
  readonly token: string | undefined;
}

/**
 * The overrides that move the ports of all compose projects and leave their files as they are. Pure.
 * @param numbers by port name.
 */
export function planOverlay(
  detection: Detection,
  numbers: ReadonlyMap<string, PortNumber>,
  options: OverlayOptions,
): OverlayPlan {
  const { findings, known, sources } = detection;
  const moves = new Moves(detection.ports, numbers, new Scopes(findings, known));
  const localise = localiser(sources, composeEnvFiles(findings));
  const leftAlone: LeftAlone[] = [];
  const names = new Set<string>();
  const overrides = detection.composeProjects.flatMap((project): Override[] => {
    const { paths, files, separator } = filesInForce(detection, project, options.environment);
    if (!project.isSettled && files.length === project.files.length) {
      leftAlone.push(unsettled(project));
      return [];
    }
    const name = nameFor(project, detection, options, names);
    const model = loadModel(paths, sources);
    const { text, unsaid } = renderOverride(model, { moves, localise, name });
    leftAlone.push(...unsaid.map(placeOf));
    return [{ directory: project.directory, text, files, separator }];
  });
  return { overrides, leftAlone, reached: moves.reached };
}

/** The environment's COMPOSE_FILE beats what compose would find in the folder it is started in. */
function filesInForce(
  { root, sources }: Detection,
  { directory, files }: ComposeProject,
  { COMPOSE_FILE = '', COMPOSE_PATH_SEPARATOR }: Environment,
): { paths: readonly string[]; files: readonly string[]; separator: string | undefined } {
  const named = directory === '' ? splitComposeFile(COMPOSE_FILE, COMPOSE_PATH_SEPARATOR) : [];
  const all = (named.length > 0 ? named : files).map((path) => resolve(root, path));
  const dotenv = scanDotenv(sources.get(joinPath(directory, '.env'))?.text ?? '');
  const written = dotenv.find(({ key }) => key === 'COMPOSE_PATH_SEPARATOR')?.value.text;
  return {
    files: all,
    paths: all.flatMap((path) => relativePath(root, path) ?? []),
    separator: COMPOSE_PATH_SEPARATOR ?? written,
  };
}

function unsettled({ files: [file = ''] }: ComposeProject): LeftAlone {
  const reason = 'compose takes it only where -f names it, and -f does not ask for an overlay';
  return { file, line: 1, column: 1, reason };
}

function nameFor(
  project: ComposeProject,
  { composeProjects }: Detection,
  { name, token }: OverlayOptions,
  taken: Set<string>,
): string | undefined {
  const { directory } = project;
  if (plainProjects(composeProjects).length === 1 || token === undefined) return name;
  if (name !== undefined && !isOfDevContainer(project)) return name;
  const own = uniqueComposeProjectName(directory, token);
  const free = taken.has(own) ? `${own}-${taken.size + 1}` : own;
  taken.add(free);
  return free;
}

function placeOf({ at, reason }: { at: Located; reason: string }): LeftAlone {
  const { file, node } = at;
  return { file: file.path, ...positionsIn(file.text)(node?.range?.[0] ?? 0), reason };
}

/** What COMPOSE_FILE has to be for an override to be in force. */
export function composeFileFor(
  { files, separator }: Override,
  path: string,
): { readonly value: string; readonly separator: string } {
  return joinComposeFile([...files.filter((file) => file !== path), path], separator);
}
