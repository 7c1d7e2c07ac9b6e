import type { PortNumber } from '../ports/index.js';
import type { Detection } from '../project/detect.js';
import { compose } from '../project/files/compose/compose.js';
import { dotenv } from '../project/files/dotenv.js';
import { planExports } from '../project/telling/exports.js';
import { planOutputs } from '../project/writing/outputs.js';
import { planEdits } from '../project/writing/plan.js';
import { verifyChanges } from '../project/writing/verify.js';
import type { Beside } from './beside.js';
import { chooseComposeName, composeToken } from './compose-names.js';
import { envOutputs } from './dev-container.js';
import { movedNumbers } from './moved-numbers.js';
import { layOver } from './overlay.js';
import type { Prepared, Project } from './project.js';
import type { Taken } from './reserve.js';

/** What another file may name, whatever it is called. */
const NAMED = { compose, dotenv, shell: undefined } as const;

/** Everything that will be written and told, checked before the first byte is touched. */
export async function plan(
  project: Project,
  detection: Detection,
  taken: Taken,
  beside: Beside,
): Promise<Prepared> {
  const { root, options, config, mode, kindOf } = project;
  const numbers = new Map<string, PortNumber>([
    ...taken.leases.map(({ name, port }) => [name, port] as const),
    ...beside.portsOf(detection),
    ...detection.external.map(({ name, assigned }) => [name, assigned] as const),
  ]);
  const edits =
    mode === 'patch' || mode === 'plan'
      ? planEdits([...detection.ports, ...detection.external], numbers, detection.sources)
      : [];
  const named = (path: string) => {
    const reader = detection.findings.get(path)?.reader;
    return reader && NAMED[reader];
  };
  verifyChanges(edits, (path) => kindOf(path) ?? named(path));
  const variables = Object.fromEntries([...numbers].map(([name, port]) => [name, `${port}`]));
  const token = composeToken(project, taken.id);
  const composeProjectName = chooseComposeName(project, detection, token);
  const outputs = [
    ...(config.outputs ?? []),
    ...envOutputs(project, detection, { name: composeProjectName, token }),
  ];
  const changes = await planOutputs(root, outputs, variables, { edits });
  const exports = planExports(detection, numbers, options.environment ?? {}, exportsFor(project));
  const laid = await layOver(project, detection, {
    ...{ numbers, exports, composeProjectName, token },
    preparation: project.preparation,
  });
  return {
    preparation: project.preparation,
    mode,
    id: taken.id,
    leases: taken.leases,
    ports: Object.fromEntries(numbers),
    borrowed: [...beside.portsOf(detection).keys()],
    moved: movedNumbers(detection, numbers),
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
