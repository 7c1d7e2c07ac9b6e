import { PortKeeperError } from '../errors.js';
import type { PortRequest } from '../ports/index.js';
import { type Detection, type DetectOptions, detect } from '../project/detect.js';
import { OVERLAY_NAME } from '../project/devcontainer/config.js';
import { rowsOfNone } from '../project/files/own.js';
import { readJournal } from '../project/journal/index.js';
import type { LeftAlone } from '../project/sites/site.js';
import { placeText } from '../project/sites/site-place.js';
import { narrowToContainers } from './dev-container.js';
import type { OpenProject, Project } from './project.js';

/** @param former as `DetectOptions.former`. */
export async function find(
  project: OpenProject & Partial<Pick<Project, 'mode'>>,
  former?: DetectOptions['former'],
): Promise<Detection> {
  const { root, options, config, kindOf, containers, reporter, mode = 'patch' } = project;
  const detection = await detect(root, {
    ports: requestedPorts(project),
    detect: options.detect ?? config.detect ?? true,
    kindOf,
    edits: mode === 'patch' || mode === 'plan',
    overlay: mode === 'overlay',
    ...(options.files && { files: options.files }),
    ignore: [...(config.ignore ?? []), OVERLAY_NAME, ...(await madeOutputs(project))],
    ...(former && { former }),
    ...(options.external && { external: options.external }),
    ...(reporter.progress && { progress: (text) => reporter.progress?.(text) }),
  });
  await tellOtherNumbers(project, detection);
  const found = {
    ...detection,
    leftAlone: [...detection.leftAlone, ...unread(project, detection)],
  };
  return options.devcontainer === true ? narrowToContainers(found, containers) : found;
}

/** Where a port is asked for with a number that the project says otherwise: what it says counts. */
async function tellOtherNumbers(project: OpenProject, { ports }: Detection): Promise<void> {
  const others = requestedPorts(project).flatMap(({ name, port: asked }) => {
    const { port, sites } = ports.find((each) => each.name === name) ?? {};
    const [first] = sites ?? [];
    const isOther = asked !== undefined && port !== undefined && port !== asked;
    return isOther && first ? [{ name, asked, port, place: placeText(first) }] : [];
  });
  // What was prepared says other numbers for as long.
  if (others.length === 0 || (await readJournal(project.root)).length > 0) return;
  for (const { name, asked, port, place } of others)
    project.reporter.warn(
      `${name} is asked for as ${asked}, but ${place} says ${port}, which is what moves: ask for it as ${port}, or by another name`,
    );
}

/** Outputs that a preparation made: what stands there is ours, and states no port of the project. */
async function madeOutputs({ root, config }: OpenProject): Promise<string[]> {
  if ((config.outputs ?? []).length === 0) return [];
  const entries = await readJournal(root);
  return entries.flatMap(({ made }) => made);
}

/** Rows of the configuration that name no file: a misspelt path, or one that git ignores. */
function unread(
  { config: { files = [] } }: OpenProject,
  { findings, problems, known }: Detection,
): LeftAlone[] {
  if (findings.size + problems.length === 0) return []; // nothing was to be found
  const paths = [
    ...findings.keys(),
    ...(known.unread?.keys() ?? []),
    ...problems.map(({ file }) => file),
  ];
  return rowsOfNone(files, paths).map(({ path, place }) => ({
    ...{ file: 'portkeeper.yaml', line: 1, column: 1, ...place },
    reason: `it names no file that is read: there is no ${path}, git ignores it, or it lies elsewhere`,
  }));
}

/**
 * What is asked for by name: the caller's word goes before the configuration's.
 * @throws {PortKeeperError} USAGE, where the caller says two things of one name.
 */
export function requestedPorts({ options, config }: OpenProject): readonly PortRequest[] {
  const { ports: asked = [] } = options;
  const twice = asked.find(({ name }, at) => asked.findIndex((each) => each.name === name) < at);
  if (twice !== undefined) {
    const hint = 'Give each port its own name.';
    throw new PortKeeperError('USAGE', `${twice.name} is asked for twice`, { hint });
  }
  const named = new Map<string, PortRequest>();
  for (const port of [...(config.ports ?? []), ...asked]) named.set(port.name, port);
  return [...named.values()];
}

/**
 * A file that its own tools could not read either: nothing is written, and it is said where. Deep
 * in a project such a file may be there on purpose, as a template or a test's input: it is told.
 */
export function refuseProblems({ problems }: Detection, { reporter }: OpenProject): void {
  for (const { file, line, column, message } of problems) {
    if (!file.includes('/')) {
      throw new PortKeeperError('FILE_NOT_EDITABLE', message, {
        hint: 'Mend it, or leave it out with `ignore:` in portkeeper.yaml. Nothing was changed.',
        place: { file, line, column },
      });
    }
    reporter.warn(`${file}:${line}:${column} is left alone: ${message}`);
  }
}
