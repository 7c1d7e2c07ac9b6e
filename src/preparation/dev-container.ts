import { join } from 'node:path';
import { uniqueComposeProjectName } from '../project/compose/name.js';
import type { ComposeProject } from '../project/compose/projects.js';
import type { Mode, Output } from '../project/config/index.js';
import type { Detection } from '../project/detect.js';
import {
  type DevContainerCompose,
  envFileOf,
  readDevContainers,
} from '../project/devcontainer/config.js';
import type { LogicalPort } from '../project/sites/site.js';
import { planOutputs } from '../project/writing/outputs.js';
import type { OpenProject } from './project.js';

/**
 * The compose projects that the project's dev containers are made of: what `--devcontainer`
 * reserves for, on the host's side of the wall.
 */
export async function findContainerProjects(root: string): Promise<readonly DevContainerCompose[]> {
  const found = (await readDevContainers(root)).flatMap(({ compose }) => compose ?? []);
  return found.filter(
    (one, at) => found.findIndex(({ files }) => files.join() === one.files.join()) === at,
  );
}

/** Tracked files stay as they are: an override that is listed says the rest, else variables do. */
export function containerMode(projects: readonly DevContainerCompose[]): Mode {
  return projects.some(({ overlay }) => overlay !== undefined) ? 'overlay' : 'env';
}

/**
 * What concerns the host: the ports that containers publish. What listens inside of them has a
 * network of its own.
 */
export function narrowToContainers(
  detection: Detection,
  projects: readonly DevContainerCompose[],
): Detection {
  return {
    ...detection,
    ports: projects.length === 0 ? [] : detection.ports.filter(publishedBy(detection, projects)),
    leftAlone: detection.leftAlone.filter(({ file }) =>
      projects.some(({ files }) => files.includes(file)),
    ),
    composeProjects: projects.map(
      ({ directory, files }): ComposeProject => ({ directory, files, isSettled: true }),
    ),
  };
}

/** Whether containers of these projects publish a port, and not those of another stack alone. */
function publishedBy(
  { composeProjects }: Detection,
  projects: readonly DevContainerCompose[],
): (port: LogicalPort) => boolean {
  const own = new Set(projects.flatMap(({ files }) => files));
  const others = new Set(
    composeProjects
      .filter(({ files }) => !files.some((file) => own.has(file)))
      .flatMap(({ files }) => files),
  );
  return ({ sites }) => sites.some(({ role, file }) => role === 'publish' && !others.has(file));
}

/** Where the override of each compose project belongs, by its directory. */
export function overlayPaths(
  root: string,
  projects: readonly DevContainerCompose[],
): ReadonlyMap<string, string> {
  return new Map(
    projects.flatMap(({ directory, overlay }) =>
      overlay === undefined ? [] : [[directory, join(root, overlay)] as const],
    ),
  );
}

/** How the compose projects are called. */
export interface Naming {
  /** Of the one that there is. */
  readonly name: string | undefined;
  /** Makes the names of several unique; see `composeToken`. */
  readonly token: string | undefined;
}

/**
 * Without an override, `.env` beside the compose files tells them: compose reads it however it is
 * started. The variables that publish a port belong there, and the name, which else is the folder's
 * and that of every other worktree that is called so.
 */
export function envOutputs(
  { containers }: Pick<OpenProject, 'containers'>,
  { ports }: Detection,
  { name, token }: Naming,
): readonly Output[] {
  const entries = ports.flatMap(({ name, sites }) =>
    sites.flatMap(({ role, variable }) =>
      role === 'publish' && variable !== undefined ? [[variable, `\${${name}}`] as const] : [],
    ),
  );
  return containers
    .filter(({ overlay }) => overlay === undefined)
    .map((project) => {
      const { directory } = project;
      const several = containers.length > 1 && token !== undefined;
      const own = several ? uniqueComposeProjectName(directory, token) : name;
      const map = { ...(own && { COMPOSE_PROJECT_NAME: own }), ...Object.fromEntries(entries) };
      return { type: 'env' as const, path: envFileOf(project), map };
    })
    .filter(({ map }) => Object.keys(map).length > 0);
}

/** Whether somebody took away what an earlier preparation wrote there. */
export async function isUndone(
  project: OpenProject,
  detection: Detection,
  ports: Readonly<Record<string, number>>,
  naming: Naming,
): Promise<boolean> {
  const variables = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `${port}`]),
  );
  const outputs = envOutputs(project, detection, naming);
  return (await planOutputs(project.root, outputs, variables)).length > 0;
}
