import { join } from 'node:path';
import type { ComposeProject } from '../project/compose-projects.js';
import type { Mode, Output } from '../project/config/index.js';
import type { Detection } from '../project/detect.js';
import {
  type DevContainerCompose,
  envFileOf,
  readDevContainers,
} from '../project/devcontainer/config.js';
import { planOutputs } from '../project/outputs.js';
import type { LogicalPort } from '../project/site.js';
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
    ports: detection.ports.filter(isPublished),
    leftAlone: detection.leftAlone.filter(({ file }) =>
      projects.some(({ files }) => files.includes(file)),
    ),
    composeProjects: projects.map(
      ({ directory, files }): ComposeProject => ({ directory, files, isSettled: true }),
    ),
  };
}

function isPublished({ sites }: LogicalPort): boolean {
  return sites.some(({ role }) => role === 'publish');
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

/**
 * Without an override, `.env` beside the compose files tells them: compose reads it however it is
 * started. Only the variables that publish a port belong there.
 */
export function envOutputs(
  { ports }: Detection,
  projects: readonly DevContainerCompose[],
): readonly Output[] {
  const entries = ports.flatMap(({ name, sites }) =>
    sites.flatMap(({ role, variable }) =>
      role === 'publish' && variable !== undefined ? [[variable, `\${${name}}`] as const] : [],
    ),
  );
  if (entries.length === 0) return [];
  return projects
    .filter(({ overlay }) => overlay === undefined)
    .map((project) => ({
      type: 'env' as const,
      path: envFileOf(project),
      map: Object.fromEntries(entries),
    }));
}

/** Whether somebody took away what an earlier preparation wrote there. */
export async function isUndone(
  { root, containers }: Pick<OpenProject, 'root' | 'containers'>,
  detection: Detection,
  ports: Readonly<Record<string, number>>,
): Promise<boolean> {
  const variables = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `${port}`]),
  );
  const outputs = envOutputs(detection, containers);
  return (await planOutputs(root, outputs, variables)).length > 0;
}
