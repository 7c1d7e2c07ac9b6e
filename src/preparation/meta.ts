import { isAbsolute } from 'node:path';
import { type Environment, isPortName, isPortNumber, placeOf } from '../ports/index.js';
import { MODES, type Mode } from '../project/config/config.js';
import type { JsonObject } from '../project/writing/change.js';
import { isOwner, type Owner } from '../registry/index.js';
import type { Prepared, Project } from './project.js';

/** Under this label a reservation tells which preparation it was made for. */
export const PREPARATION_LABEL = 'preparation';

/** What the journal remembers beside the edits: enough to release, and to use again. */
export interface PreparationMeta extends JsonObject {
  /** The preparation's own id. */
  readonly preparation: string;
  /** Whom it was made for: also where nothing was reserved, as all ports are somebody else's. */
  readonly owner: Owner & JsonObject;
  /** The registry's folder. */
  readonly registry: string;
  readonly reservation: string | null;
  readonly ports: { readonly [name: string]: number };
  readonly composeProjectName: string | null;
  /** How it was prepared; entries of older versions edited files. */
  readonly mode?: Mode;
  /** Where no file was edited, what the project declared: a number a name, or null for none. */
  readonly declared?: { readonly [name: string]: number | null };
  /** Where no file was edited, more variables that carry a port: a number a name. */
  readonly carried?: { readonly [name: string]: number };
  /** Names of ports that are set for no program: several mean something else by them. */
  readonly withheld?: readonly string[];
  /** What programs that start docker compose should have in their environment. */
  readonly composeVariables?: { readonly [name: string]: string };
  /** Absolute paths of overrides that were made outside of the project. */
  readonly overrides?: readonly string[];
  /** It is of the project's dev containers, and stands beside that of the project itself. */
  readonly devcontainer?: boolean;
  /** Names whose ports are those of the preparation beside it. */
  readonly borrowed?: readonly string[];
  /** On which side of a container's wall it was made; see `isForeign`. */
  readonly place?: Side;
}

/** What the journal says while the ports of a preparation are being reserved; all else comes later. */
export interface Intent extends JsonObject {
  readonly reserving: {
    /** The registry's folder. */
    readonly registry: string;
    /** Under `PREPARATION_LABEL` there. */
    readonly preparation: string;
  };
}

/** Checked like `readMeta`. */
export function readIntent({ reserving }: JsonObject): Intent['reserving'] | undefined {
  if (typeof reserving !== 'object' || reserving === null) return undefined;
  const { registry, preparation } = reserving as JsonObject;
  const isValid = typeof registry === 'string' && typeof preparation === 'string';
  return isValid ? { registry, preparation } : undefined;
}

type Side = 'host' | 'container';

/**
 * A work tree is seen from the host and from inside a container, a registry from one of them. What
 * the other side prepared cannot be asked for, and is never taken for dead.
 */
export function isForeign({ place }: PreparationMeta, environment: Environment): boolean {
  return place !== undefined && place !== sideOf(environment);
}

function sideOf(environment: Environment): Side {
  return placeOf(environment) === 'host' ? 'host' : 'container';
}

/** The journal's memory, checked as if a stranger had written it. */
export function readMeta(meta: JsonObject): PreparationMeta | undefined {
  const { preparation, owner, registry, reservation, ports, composeProjectName } = meta;
  const { mode = 'patch', declared = {}, overrides = [], composeVariables = {}, place } = meta;
  const { devcontainer = false, borrowed = [], carried = {}, withheld = [] } = meta;
  const isValid =
    typeof preparation === 'string' &&
    isOwner(owner) &&
    typeof registry === 'string' &&
    (reservation === null || typeof reservation === 'string') &&
    (composeProjectName === null || typeof composeProjectName === 'string') &&
    typeof ports === 'object' &&
    ports !== null &&
    Object.entries(ports).every(([name, port]) => isPortName(name) && isPortNumber(port)) &&
    [undefined, 'host', 'container'].includes(place as Side | undefined) &&
    MODES.some((name) => name === mode) &&
    isRecordOf(declared, (number) => number === null || isPortNumber(number)) &&
    isRecordOf(composeVariables, (value) => typeof value === 'string') &&
    isRecordOf(carried, isPortNumber) &&
    typeof devcontainer === 'boolean' &&
    [borrowed, withheld].every(isListOfNames) &&
    Array.isArray(overrides) &&
    overrides.every((path) => typeof path === 'string' && isAbsolute(path));
  return isValid ? (meta as PreparationMeta) : undefined;
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function isRecordOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isMember);
}

export function metaOf({ mode, options }: Project, prepared: Prepared): PreparationMeta {
  const { preparation, id, ports, composeProjectName, detection, overlays, exports } = prepared;
  const declared = Object.fromEntries(
    detection.ports.map(({ name, port }) => [name, port ?? null]),
  );
  return {
    preparation,
    owner: { ...options.owner } as PreparationMeta['owner'],
    registry: options.registry.folder,
    reservation: id ?? null,
    ports,
    composeProjectName: composeProjectName ?? null,
    mode,
    ...(mode === 'patch' ? {} : { declared, carried: carriedBy(prepared) }),
    ...(exports.withheld.length > 0 && { withheld: exports.withheld.map(({ name }) => name) }),
    composeVariables: prepared.composeVariables,
    overrides: overlays.map(({ path }) => path),
    ...(options.devcontainer === true && { devcontainer: true }),
    ...(prepared.borrowed.length > 0 && { borrowed: prepared.borrowed }),
    place: sideOf(options.environment ?? {}),
  };
}

/** Never what a variable of the environment holds besides its port: that may be a secret. */
function carriedBy({ detection, ports, exports }: Prepared): Record<string, number> {
  const carriers = [...detection.ports, ...detection.external].flatMap(({ name, variables }) =>
    variables.map((variable) => [variable, ports[name]] as const),
  );
  return Object.fromEntries(
    carriers.flatMap(([variable, port]) =>
      port !== undefined && exports.variables[variable] === `${port}` ? [[variable, port]] : [],
    ),
  );
}
