import { PortKeeperError } from '../errors.js';
import { plainProjects } from '../project/compose-projects.js';
import type { Detection } from '../project/detect.js';
import { findStartingCommands } from '../project/overlay/starting-commands.js';
import { placeText } from '../project/pins.js';
import type { LeftAlone } from '../project/site.js';
import type { Overlay, Project } from './project.js';

/**
 * Where no script starts the project with its overlay: every command that could names its files.
 * @throws {PortKeeperError} REFUSED
 */
export function refusePastOverlay(detection: Detection): void {
  const { named, isAnyPlain } = findStartingCommands(detection.sources.values());
  const inForce = filesInForce(detection);
  const found = named.find(({ paths }) => paths.some((path) => inForce.has(path)));
  if (found === undefined || isAnyPlain) return;
  const { file, line, column } = found;
  throw new PortKeeperError(
    'REFUSED',
    'This command names its compose files with -f, as all do that start the project, so it would not see the overlay',
    {
      hint: `Take -f out, as COMPOSE_FILE names the files; or use the mode patch${onlyByOverlay(detection)}.`,
      place: { file, line, column },
    },
  );
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
    if (past.length === 0) return [];
    const other = overlays.length === 1 ? ', or take -f out, as COMPOSE_FILE names the files' : '';
    const reason = `a command that names its compose files sees no overlay, and publishes the declared ports: add "-f ${path}" as the last of them${other}`;
    reporter.warn(`${past.map(placeText).join(', ')}: ${reason}`);
    return past.map(({ file, line, column }) => ({ file, line, column, reason }));
  });
}
