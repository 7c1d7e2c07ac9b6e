import { folderOf } from '../packages.js';
import type { FilePlace, Findings, Site } from './site.js';
import { placeText } from './site-place.js';

/** A file that an image is given by its name. */
export interface PackedFile extends FilePlace {
  /** From the project's root. */
  readonly path: string;
}

/** Settings of programs; a file of them in a program's own folder is for this machine as well. */
const SETTINGS = /^(?:spring|settings|appsettings|node-config)\./;

/** Why what a file's servers listen on stays: it is packed into an image, which runs them. */
export function packedReasons(
  findings: ReadonlyMap<string, Findings>,
  moduleOf: (path: string) => string,
): (site: Site) => string | undefined {
  const packed = new Map<string, PackedFile>();
  for (const each of [...findings.values()].flatMap((one) => one.packed))
    packed.set(each.path, each);
  const isForImages = ({ file, rule }: Site): boolean =>
    isOfCommands(file) ||
    (SETTINGS.test(rule) && folderOf(file) !== '' && moduleOf(file) !== folderOf(file));
  return (site) => {
    const isServer = site.role === 'listen' || site.mayServe === true;
    const image = isServer && isForImages(site) ? packed.get(site.file) : undefined;
    return (
      image &&
      `${placeText(image)} packs its file into an image, where this is the container's own port. If that is not for this machine, leave it out in portkeeper.yaml with "ignore: [${image.file}]"`
    );
  };
}

function isOfCommands(path: string): boolean {
  return /(^|\/)Procfile(\.[\w-]+)?$/.test(path);
}
