import { PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import { plainProjects } from '../project/compose/projects.js';
import { findStartingCommands, type NamingCommand } from '../project/compose/starting-commands.js';
import type { Detection } from '../project/detect.js';
import { composeScripts } from '../project/files/compose/scripts.js';
import { kindOf } from '../project/files/index.js';
import type { FilePlace, LeftAlone } from '../project/sites/site.js';
import { placeText } from '../project/sites/site-place.js';
import type { Overlay, Project } from './project.js';

const COMES = 'the exported COMPOSE_FILE names the files';

/**
 * Where every command by which people start the project names its files: none would see the overlay.
 * In CI its scripts may start it as well.
 * @throws {PortKeeperError} REFUSED
 */
export function refusePastOverlay(detection: Detection, { CI = '' }: Environment): void {
  const { named, plain } = findStartingCommands(detection.sources.values());
  const inForce = filesInForce(detection);
  const found = named.find(
    (each) => isForPeople(each) && each.paths.some((path) => inForce.has(path)),
  );
  const isSeen = plain.some((each) => CI !== '' || isForPeople(each));
  if (found === undefined || isSeen) return;
  const { file, line, column, by } = found;
  throw new PortKeeperError(
    'REFUSED',
    `This command names its compose files with ${by}, as all do that start the project, so it would not see the overlay`,
    {
      hint: `Take ${by} out there, as ${COMES}; or use the mode patch${onlyByOverlay(detection)}.`,
      place: { file, line, column },
    },
  );
}

/** A script for a container or another machine, or of CI, is no way in which people start it. */
function isForPeople({ file }: FilePlace): boolean {
  return kindOf(file) !== composeScripts;
}

function filesInForce({ composeProjects }: Detection): ReadonlySet<string> {
  return new Set(plainProjects(composeProjects).flatMap(({ files }) => files));
}

/** A variable on both sides of a mapping: without an override its number stays. */
function onlyByOverlay({ sources, composeProjects }: Detection): string {
  const files = composeProjects.flatMap((project) => project.files);
  const shared = /\$\{(\w{1,100})[^}]{0,100}\}:\$\{\1\b/;
  const found = files.find((path) => shared.test(sources.get(path)?.text ?? ''));
  return found === undefined
    ? ''
    : `, which leaves the variable on both sides of a mapping in ${found} as it is`;
}

/**
 * Tells of the commands that start a project beside others, and past its overlay: they publish
 * what its files declare.
 * @param overlays those that a command without `-f` would get.
 */
export function tellPastOverlay(
  { reporter }: Project,
  { sources, composeProjects }: Detection,
  overlays: readonly Overlay[],
): LeftAlone[] {
  const { named } = findStartingCommands(sources.values());
  return overlays.flatMap(({ directory, path }) => {
    const project = composeProjects.find((each) => each.directory === directory);
    const past = named.filter(({ paths }) => paths.some((each) => project?.files.includes(each)));
    return (['-f', 'COMPOSE_FILE'] as const).flatMap((by) => {
      const places = past.filter((each) => each.by === by);
      if (places.length === 0) return [];
      const reason = reasonFor(by, path, overlays.length === 1);
      reporter.warn(`${places.map(placeText).join(', ')}: ${reason}`);
      return places.map(({ file, line, column }) => ({ file, line, column, reason }));
    });
  });
}

/** @param isAlone no other override is asked for, so that one value of COMPOSE_FILE serves all. */
function reasonFor(by: NamingCommand['by'], path: string, isAlone: boolean): string {
  const added = by === '-f' ? `-f ${path}` : path;
  const other = isAlone ? `, or take ${by} out there, as ${COMES}` : '';
  return `a command that names its compose files with ${by} sees no overlay, and publishes the declared ports: add "${added}" as the last of them${other}`;
}
