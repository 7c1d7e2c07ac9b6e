import type { FilePlace, Findings, Site } from './site.js';
import { placeText } from './site-place.js';

/** A file of commands that an image is given by its name. */
export interface PackedFile extends FilePlace {
  /** From the project's root. */
  readonly path: string;
}

/** Why what a file's servers listen on stays: it is packed into an image, which runs them. */
export function packedReasons(
  findings: ReadonlyMap<string, Findings>,
): (site: Site) => string | undefined {
  const packed = new Map<string, PackedFile>();
  for (const each of [...findings.values()].flatMap((one) => one.packed))
    packed.set(each.path, each);
  return ({ file, role }) => {
    const image = role === 'listen' ? packed.get(file) : undefined;
    return (
      image &&
      `${placeText(image)} packs its file into an image, where this is the container's own port. If that is not for this machine, leave it out in portkeeper.yaml with "ignore: [${image.file}]"`
    );
  };
}
