import { join } from 'node:path';
import type { PortNumber } from '../ports/index.js';
import { isOfDevContainer } from '../project/compose/projects.js';
import type { Detection } from '../project/detect.js';
import { USUAL_SEPARATOR } from '../project/files/compose/file-variable.js';
import { journalFolder } from '../project/journal/index.js';
import { composeFileFor, type OverlayPlan, planOverlay } from '../project/overlay/plan.js';
import { overridesFolder } from '../project/overlay/store.js';
import { addTo } from '../project/packages.js';
import type { LeftAlone } from '../project/sites/site.js';
import type { Exports } from '../project/telling/exports.js';
import { findHandedOn, findUnreached } from '../project/telling/reach.js';
import { findTurboGaps } from '../project/telling/turbo-gaps.js';
import { quoteForShell } from '../project/writing/shell-quote.js';
import { overlayPaths } from './dev-container.js';
import { tellPastOverlay } from './past-overlay.js';
import type { Overlay, Prepared, Project } from './project.js';

/** What was settled about a preparation before its overlays are made. */
interface Settled {
  readonly numbers: ReadonlyMap<string, PortNumber>;
  readonly exports: Exports;
  readonly composeProjectName: string | undefined;
  readonly preparation: string;
  /** As of `composeToken`. */
  readonly token: string | undefined;
}

type Laid = Pick<Prepared, 'overlays' | 'composeVariables' | 'detection' | 'unreached'>;

/** The overlays of a project, in that mode; and where no file is edited, what keeps its number. */
export async function layOver(
  project: Project,
  detection: Detection,
  settled: Settled,
): Promise<Laid> {
  const { mode, options } = project;
  const { numbers, exports, composeProjectName: name, token } = settled;
  if (mode !== 'overlay' && mode !== 'env') return laid([], name, detection);
  const environment = options.environment ?? {};
  const nothing: OverlayPlan = { overrides: [], leftAlone: [], reached: new Set() };
  const plan =
    mode === 'env' ? nothing : planOverlay(detection, numbers, { environment, name, token });
  const overlays = await placeAll(project, plan, settled.preparation);
  const exported = new Set(Object.keys(exports.variables));
  const unreached = [
    ...findUnreached(detection, {
      ...{ exported, overruled: plan.reached, isOverlay: mode === 'overlay' },
    }),
    ...findHandedOn(detection),
  ];
  for (const { places } of unreached) warnOf(project, places);
  // What a dev container is made of is named by its tools, and called by what is written for them.
  const isTold = options.devcontainer !== true;
  const past = isTold ? tellPastOverlay(project, detection, overlays.filter(isAsked)) : [];
  const gaps = findTurboGaps(detection, exported, environment);
  for (const { file, reason } of gaps) project.reporter.warn(`${file}: ${reason}`);
  return {
    ...laid(isTold ? overlays : [], isTold ? name : undefined, detection),
    overlays,
    detection: { ...detection, leftAlone: [...detection.leftAlone, ...plan.leftAlone] },
    unreached: [...unreached.flatMap(({ places }) => places), ...past, ...gaps],
  };
}

function laid(overlays: readonly Overlay[], name: string | undefined, detection: Detection): Laid {
  const [only, ...more] = overlays.filter(isAsked);
  const composeVariables = {
    ...(name !== undefined && { COMPOSE_PROJECT_NAME: name }),
    // One COMPOSE_FILE for all commands is right where there is one compose project.
    ...(only !== undefined && more.length === 0 && composeFileVariables(only)),
  };
  return { overlays, detection, composeVariables, unreached: [] };
}

function composeFileVariables({ composeFile, separator }: Overlay): Record<string, string> {
  return {
    COMPOSE_FILE: composeFile,
    ...(separator === USUAL_SEPARATOR ? {} : { COMPOSE_PATH_SEPARATOR: separator }),
  };
}

/** With -f nobody asks COMPOSE_FILE. */
function isAsked(overlay: Overlay): boolean {
  return !isOfDevContainer(overlay);
}

async function placeAll(
  { root, options, reporter, containers }: Project,
  { overrides }: OverlayPlan,
  preparation: string,
): Promise<Overlay[]> {
  const { temporaryFolder } = options;
  const folder = temporaryFolder
    ? overridesFolder(temporaryFolder, preparation)
    : await journalFolder(root);
  const listed = overlayPaths(root, containers);
  const overlays = overrides.map((override, index): Overlay => {
    const number = index === 0 ? '' : `.${index + 1}`;
    const { directory, text } = override;
    const path = listed.get(directory) ?? join(folder, `${preparation}.compose${number}.yaml`);
    const { value, separator } = composeFileFor(override, path);
    return { directory, text, separator, composeFile: value, path };
  });
  const asked = overlays.filter(isAsked);
  if (asked.length > 1) {
    const each = asked.map((one) => `cd ${directoryOf(one)} && ${commandWith(one)}`);
    const head = `There are ${asked.length} compose projects, and one COMPOSE_FILE cannot serve them all, so none is set. Give each command its own:`;
    reporter.warn(`${head} ${each.join(' · ')}`);
  }
  return overlays;
}

function directoryOf({ directory }: Overlay): string {
  return directory === '' ? '.' : quoteForShell(directory);
}

function commandWith(overlay: Overlay): string {
  const variables = Object.entries(composeFileVariables(overlay));
  return [
    ...variables.map(([name, value]) => `${name}=${quoteForShell(value)}`),
    'docker compose up',
  ].join(' ');
}

/** A warning for all of a port that one thing helps, which names as many places as a person reads. */
function warnOf(project: Project, places: Prepared['unreached']): void {
  const alike = new Map<string, LeftAlone[]>();
  for (const each of places) addTo(alike, each.reason, each);
  for (const each of alike.values()) warnOfAlike(project, each);
}

function warnOfAlike({ reporter }: Project, places: Prepared['unreached']): void {
  const [first] = places;
  if (first === undefined) return;
  const named = places
    .slice(0, MAX_NAMED)
    .map(({ file, line, port }) => `${file}:${line} (${port})`);
  const more = places.length > named.length ? ` and ${places.length - named.length} more` : '';
  const stay = places.length === 1 ? 'stays as it is' : 'stay as they are';
  reporter.warn(`${named.join(', ')}${more} ${stay}: ${first.reason}`);
}

const MAX_NAMED = 3;
