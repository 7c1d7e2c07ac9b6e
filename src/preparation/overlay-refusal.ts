import { PortKeeperError } from '../errors.js';
import type { Environment } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import { composeVersion } from '../project/overlay/compose-version.js';
import { refusePastOverlay } from './past-overlay.js';
import type { Project } from './project.js';

/**
 * Where an overlay could not come into force. Asks the compose that is installed.
 * @throws {PortKeeperError} REFUSED
 */
export async function refuseOverlay(project: Project, detection: Detection): Promise<void> {
  if (project.mode !== 'overlay' || detection.composeProjects.length === 0) return;
  // A dev container's own files are named in its configuration, the override among them.
  if (project.containers.length === 0) {
    refusePastOverlay(detection, project.options.environment ?? {});
    refuseUnclear(detection, project.options.environment ?? {});
  }
  const version = await composeVersion(project.options.environment ?? {});
  if (version === undefined) {
    project.reporter.warn(
      'No docker compose was found here. The overlay needs version 2.24.4 or newer wherever it is used',
    );
  } else if (!version.isEnough) {
    throw new PortKeeperError(
      'REFUSED',
      `Docker Compose ${version.text} cannot override ports: that needs 2.24.4 or newer`,
      { hint: 'Update the plug-in docker-compose-plugin, or use the mode patch.' },
    );
  }
}

/** Where compose takes none of the files by itself, and nothing says which it is to take. */
function refuseUnclear({ composeProjects }: Detection, environment: Environment): void {
  const [project] = composeProjects;
  const [file] = project?.files ?? [];
  const isUnclear = composeProjects.every(({ isSettled }) => !isSettled);
  if (project === undefined || file === undefined || !isUnclear || environment.COMPOSE_FILE) return;
  const unknown =
    project.files.length === 1
      ? `Whether ${file} is in force is not known: compose does not take it by itself`
      : `Which of ${project.files.join(', ')} are in force is not known: compose takes none of them by itself`;
  throw new PortKeeperError('REFUSED', unknown, {
    hint: 'Name what is in force with COMPOSE_FILE in the environment or in .env, or use the mode patch.',
    place: { file },
  });
}
