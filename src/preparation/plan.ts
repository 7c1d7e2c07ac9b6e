import { basename } from 'node:path';
import { PortKeeperError } from '../errors.js';
import type { PortNumber } from '../ports/index.js';
import { isComposeProjectName, uniqueComposeProjectName } from '../project/compose-name.js';
import { plainProjects } from '../project/compose-projects.js';
import type { Detection } from '../project/detect.js';
import { planExports } from '../project/exports.js';
import { compose } from '../project/files/compose.js';
import { planOutputs } from '../project/outputs.js';
import { planEdits } from '../project/plan.js';
import { verifyChanges } from '../project/verify.js';
import { envOutputs } from './dev-container.js';
import { layOver } from './overlay.js';
import type { Prepared, Project } from './project.js';
import type { Taken } from './reserve.js';

/** Everything that will be written and told, checked before the first byte is touched. */
export async function plan(
  project: Project,
  detection: Detection,
  taken: Taken,
): Promise<Prepared> {
  const { root, options, config, mode, kindOf } = project;
  const numbers = new Map<string, PortNumber>([
    ...taken.leases.map(({ name, port }) => [name, port] as const),
    ...detection.external.map(({ name, assigned }) => [name, assigned] as const),
  ]);
  const edits =
    mode === 'patch' || mode === 'plan'
      ? planEdits([...detection.ports, ...detection.external], numbers, detection.sources)
      : [];
  // What another file names as a compose file is one, whatever it is called.
  const isCompose = (path: string) => detection.findings.get(path)?.reader === 'compose';
  verifyChanges(edits, (path) => kindOf(path) ?? (isCompose(path) ? compose : undefined));
  const variables = Object.fromEntries([...numbers].map(([name, port]) => [name, `${port}`]));
  const outputs = [...(config.outputs ?? []), ...envOutputs(detection, project.containers)];
  const changes = await planOutputs(root, outputs, variables, { edits });
  const composeProjectName = chooseComposeName(project, detection, taken.id);
  const exports = planExports(detection, numbers, options.environment ?? {}, exportsFor(project));
  const laid = await layOver(project, detection, {
    ...{ numbers, exports, composeProjectName, id: taken.id },
    preparation: project.preparation,
  });
  return {
    preparation: project.preparation,
    mode,
    id: taken.id,
    leases: taken.leases,
    ports: Object.fromEntries(numbers),
    changes,
    changedFiles: changes.map(({ path }) => path),
    composeProjectName,
    ...laid,
    exports,
    reused: false,
  };
}

/** Where no file is edited, every variable that carries a port has to be in the environment. */
export function exportsFor({ mode }: Project): { readonly all: boolean } {
  return { all: mode === 'overlay' || mode === 'env' };
}

/** One name serves a project with one compose project; with more, it would merge them. */
function chooseComposeName(
  { root, options, config }: Project,
  { composeProjects }: Detection,
  id: string | undefined,
): string | undefined {
  const wanted = options.composeProjectName ?? config.composeProjectName ?? 'auto';
  const isOne = plainProjects(composeProjects).length === 1;
  if (wanted === 'off' || !isOne || id === undefined) return undefined;
  if (wanted === 'auto') return uniqueComposeProjectName(basename(root), id);
  if (isComposeProjectName(wanted)) return wanted;
  throw new PortKeeperError('USAGE', `"${wanted}" is not a name for a compose project`, {
    hint: 'Use lower-case letters, digits, - and _, beginning with a letter or digit.',
  });
}
