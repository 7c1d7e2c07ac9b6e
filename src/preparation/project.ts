import { randomUUID } from 'node:crypto';
import type { Environment, PortRange, PortRequest, StrategyName } from '../ports/index.js';
import { loadConfig, type Mode, type ProjectConfig } from '../project/config/index.js';
import type { Detection, ExternalPort } from '../project/detect.js';
import type { DevContainerCompose } from '../project/devcontainer/config.js';
import { type KindLookup, kindLookup } from '../project/files/own.js';
import type { LeftAlone } from '../project/sites/site.js';
import type { Exports } from '../project/telling/exports.js';
import type { ProjectChange } from '../project/writing/change.js';
import type { Lease, Owner, PortRegistry } from '../registry/index.js';
import { type Reporter, silent } from '../reporter.js';
import { containerMode, findContainerProjects } from './dev-container.js';
import { rootOf } from './root.js';

/** What is looked at, to find the ports of a project. */
export interface FindOptions {
  /** The project's root. */
  readonly directory: string;
  /** Ports that are asked for beside what is detected. */
  readonly ports?: readonly PortRequest[];
  /** False: `ports` are all there is. */
  readonly detect?: boolean;
  /** Globs that limit which files may be edited. */
  readonly files?: readonly string[];
  /** A configuration file; by default `portkeeper.yaml` and its kin where present. */
  readonly config?: string;
  /** Ports that somebody else gave out already: a CI runner's service containers. */
  readonly external?: readonly ExternalPort[];
  /** Only what the project's dev containers publish on this host, as `prepare --devcontainer` has it. */
  readonly devcontainer?: boolean;
  readonly reporter?: Reporter;
}

export interface PrepareOptions extends FindOptions {
  readonly registry: PortRegistry;
  /** Whom the ports are for: they are given back when it is gone. */
  readonly owner: Owner;
  /** What the project's programs will find in their environment: it beats the files. */
  readonly environment?: Environment;
  readonly mode?: Mode;
  readonly range?: PortRange;
  readonly strategy?: StrategyName;
  readonly host?: string;
  readonly hold?: boolean;
  /** Whether they are held where neither `hold` nor the configuration says; by default not. */
  readonly holdsByDefault?: boolean;
  /** Longest life without a renewal, in milliseconds; null for no bound. */
  readonly ttlMs?: number | null;
  /**
   * The preparation's id, where the caller must know it before: to undo what was interrupted. It
   * labels the reservation as well.
   */
  readonly preparation?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly waitMs?: number;
  /** `auto`: a unique one per reservation; `off`; or a name. */
  readonly composeProjectName?: string;
  /** A folder of the job's own, for what is to lie outside of the project; by default git's. */
  readonly temporaryFolder?: string;
  /** True: a project that is prepared already keeps its reservation. */
  readonly reuse?: boolean;
}

export interface Prepared {
  /** Names what was done here, for `restoreProject`. */
  readonly preparation: string;
  /** `plan`: it is what would be done; nothing was reserved or written. */
  readonly mode: Mode;
  /** The reservation; undefined where nothing was reserved. */
  readonly id: string | undefined;
  readonly leases: readonly Lease[];
  /** Name → number, external ports included. */
  readonly ports: Readonly<Record<string, number>>;
  /** Names of those that the checkout's other preparation has: `prepare` and `--devcontainer`. */
  readonly borrowed: readonly string[];
  /** The numbers that the project declared, and whose ports have others now. */
  readonly moved: ReadonlySet<number>;
  readonly changes: readonly ProjectChange[];
  /** Paths from the root, of the files that were edited or made. */
  readonly changedFiles: readonly string[];
  readonly composeProjectName: string | undefined;
  /** In overlay mode, what lies over each compose project. */
  readonly overlays: readonly Overlay[];
  /** COMPOSE_PROJECT_NAME and COMPOSE_FILE, where one of them serves the whole project. */
  readonly composeVariables: Readonly<Record<string, string>>;
  /** Where no file is edited: what keeps the old number of a port that moved, and what would help. */
  readonly unreached: readonly LeftAlone[];
  /** What the next steps should find in their environment. */
  readonly exports: Exports;
  readonly detection: Detection;
  /** True where an earlier preparation was found and kept. */
  readonly reused: boolean;
}

/** The override of one compose project, and how it comes into force. */
export interface Overlay {
  /** Of the compose project, from the root. */
  readonly directory: string;
  /** Of the override, absolute. */
  readonly path: string;
  readonly text: string;
  /** What COMPOSE_FILE has to be. */
  readonly composeFile: string;
  /** What separates the paths in it. */
  readonly separator: string;
}

/** A project whose ports are to be found: what was asked for, and what its configuration says. */
export interface OpenProject {
  readonly root: string;
  readonly options: FindOptions;
  readonly config: Partial<ProjectConfig>;
  /** The kinds of file, the user's own rows included. */
  readonly kindOf: KindLookup;
  /** The compose projects of its dev containers, where only they are meant. */
  readonly containers: readonly DevContainerCompose[];
  readonly reporter: Reporter;
}

/** A project that is being prepared. */
export interface Project extends OpenProject {
  readonly options: PrepareOptions;
  readonly preparation: string;
  readonly mode: Mode;
}

export async function openProject<T extends FindOptions>(
  options: T,
): Promise<OpenProject & { readonly options: T }> {
  const reporter = options.reporter ?? silent;
  const root = await rootOf(options.directory);
  const config: Partial<ProjectConfig> = (await loadConfig(root, options.config, reporter)) ?? {};
  const kindOf = await kindLookup(config.files ?? []);
  const containers = options.devcontainer === true ? await findContainerProjects(root) : [];
  return { root, options, config, reporter, kindOf, containers };
}

export async function openToPrepare(options: PrepareOptions): Promise<Project> {
  const project = await openProject(options);
  const usual = options.mode ?? project.config.mode ?? 'patch';
  const mode = options.devcontainer === true ? containerMode(project.containers) : usual;
  return { ...project, mode, preparation: options.preparation ?? randomUUID() };
}
