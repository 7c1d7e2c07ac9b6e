import { type ParseError, parse } from 'jsonc-parser';
import { PortKeeperError } from '../../errors.js';
import { readSource } from '../discovery/read-source.js';
import { fromFile, joinPath } from '../packages.js';
import { realFiles } from '../writing/file-system.js';
import { resolveInside } from '../writing/inside.js';

/** The override that a dev container's `dockerComposeFile` may list last, for PortKeeper to write. */
export const OVERLAY_NAME = 'compose.portkeeper.yaml';

/** One configuration of a dev container. */
export interface DevContainer {
  /** From the root. */
  readonly file: string;
  /** All of it, as it stands. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Where it is made of compose services. */
  readonly compose: DevContainerCompose | undefined;
}

export interface DevContainerCompose {
  /** Of the compose project: that of the first file. From the root. */
  readonly directory: string;
  /** The project's own files, from the root, in the order of `dockerComposeFile`. */
  readonly files: readonly string[];
  /** Where our override is listed. From the root. */
  readonly overlay: string | undefined;
}

/**
 * The configurations of a project, at all the places that the specification knows.
 * @param root an existing folder.
 * @throws {PortKeeperError} FILE_NOT_EDITABLE, REFUSED for a link out of the project
 */
export async function readDevContainers(root: string): Promise<readonly DevContainer[]> {
  const folders = await realFiles.list(`${root}/.devcontainer`).catch(() => []);
  const places = [
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    ...folders.sort().map((name) => `.devcontainer/${name}/devcontainer.json`),
  ];
  const found: DevContainer[] = [];
  for (const file of places) {
    const one = await readDevContainer(root, file);
    if (one !== undefined) found.push(one);
  }
  return found;
}

async function readDevContainer(root: string, file: string): Promise<DevContainer | undefined> {
  const exists = await realFiles.inspect(`${root}/${file}`).catch(() => undefined);
  if (exists === undefined) return undefined;
  await resolveInside(root, file, realFiles);
  const source = readSource(root, file);
  if ('message' in source) throw unreadable(file, source.message);
  const errors: ParseError[] = [];
  const json: unknown = parse(source.text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isRecord(json)) throw unreadable(file, 'It is no JSON with comments');
  return { file, json, compose: composeOf(file, json) };
}

function composeOf(
  file: string,
  { dockerComposeFile }: Record<string, unknown>,
): DevContainerCompose | undefined {
  const listed = [dockerComposeFile].flat().filter((path) => typeof path === 'string');
  const paths = listed.map((path) => fromFile(file, path));
  const [first] = paths.filter((path) => !isOverlay(path));
  if (first === undefined) return undefined;
  return {
    directory: fromFile(first, '.').replace(/^\.$/, ''),
    files: paths.filter((path) => !isOverlay(path)),
    overlay: paths.find(isOverlay),
  };
}

function isOverlay(path: string): boolean {
  return path === OVERLAY_NAME || path.endsWith(`/${OVERLAY_NAME}`);
}

/** The env file that compose reads for the interpolation of a project's files. */
export function envFileOf({ directory }: DevContainerCompose): string {
  return joinPath(directory, '.env');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(file: string, why: string): PortKeeperError {
  return new PortKeeperError('FILE_NOT_EDITABLE', `${file} cannot be read: ${why}`, {
    hint: 'Mend it. Nothing was changed.',
    place: { file },
  });
}
