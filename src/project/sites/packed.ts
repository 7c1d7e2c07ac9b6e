import { isBackingService } from '../notations/variable-name.js';
import { folderOf, foldersUp, fromFile, nameOf } from '../packages.js';
import type { Findings } from './findings.js';
import type { FilePlace, Site } from './site.js';
import { placeText } from './site-place.js';

/** A file that an image is given by its name, or a folder. */
export interface PackedFile extends FilePlace {
  /** From the project's root. */
  readonly path: string;
}

/** Whether a site stands in the settings of a program, which variables of the environment go before. */
export function isOfSettings({ rule }: Site): boolean {
  return /^(?:spring|settings|appsettings|node-config)\./.test(rule);
}

/** Why what a file's servers listen on stays: it is packed into an image, which runs them. */
export function packedReasons(
  findings: ReadonlyMap<string, Findings>,
  moduleOf: (path: string) => string,
): (site: Site) => string | undefined {
  const packed = new Map<string, PackedFile>();
  for (const each of [...findings.values()].flatMap((one) => one.packed))
    packed.set(each.path, each);
  // Settings in a program's own folder are for this machine as well.
  const isForImages = (site: Site): boolean => {
    const folder = folderOf(site.file);
    const isAside = folder !== '' && moduleOf(site.file) !== folder;
    return isOfCommands(site.file) || (isAside && isOfSettings(site));
  };
  return (site) => {
    const isServer = site.role === 'listen' || site.mayServe === true || isHostless(site);
    const isInside = isServer && isForImages(site);
    const image = isOfShell(site)
      ? packed.get(site.file)
      : isOfEnvFile(site)
        ? packedEnvFile(site, packed, findings)
        : isInside
          ? packedBy(site.file, packed)
          : undefined;
    return (
      image &&
      `${placeText(image)} packs its ${image.path === site.file ? 'file' : 'folder'} into an image, where this is the container's own port. If that is not for this machine, leave it out in portkeeper.yaml with "ignore: [${image.file}]"`
    );
  };
}

/** `console.port` of a program, which says no host: its own, or of what is in the image with it. */
function isHostless({ rule, variable, hostIn }: Site): boolean {
  const isNumber = rule.endsWith('.variable') && hostIn === undefined;
  return isNumber && variable !== undefined && !isBackingService(variable);
}

/** A folder of settings alone: what is copied with all that is built says nothing of them. */
function packedBy(file: string, packed: ReadonlyMap<string, PackedFile>): PackedFile | undefined {
  const folders = foldersUp(folderOf(file)).filter((each) => OF_SETTINGS.test(nameOf(each)));
  return [file, ...folders].map((path) => packed.get(path)).find((each) => each !== undefined);
}

const OF_SETTINGS = /^(?:configs?|conf|configuration|settings|etc)$/;

/** An env file that an image is given by its name, where it says what the image exposes. */
function packedEnvFile(
  { file, port }: Site,
  packed: ReadonlyMap<string, PackedFile>,
  findings: ReadonlyMap<string, Findings>,
): PackedFile | undefined {
  const image = packed.get(file);
  if (image === undefined) return undefined;
  // What the root has as well is not meant where the file stands beside the Dockerfile.
  const beside = fromFile(image.file, file);
  const isBeside = beside !== file && findings.has(beside);
  const isOwn = findings.get(image.file)?.containerPorts.includes(port) === true;
  return isOwn && !isBeside ? image : undefined;
}

function isOfEnvFile({ rule }: Site): boolean {
  return rule.startsWith('dotenv.');
}

/** A script of the shell that an image is given by its name runs in there, and calls who is there. */
function isOfShell({ rule }: Site): boolean {
  return rule.startsWith('shell.');
}

function isOfCommands(path: string): boolean {
  return /(^|\/)Procfile(\.[\w-]+)?$/.test(path);
}
