import { addTo, folderOf, foldersUp, sortByPath } from '../packages.js';
import { readSource } from './read-source.js';
import type { ReadFiles } from './reading.js';

/** Of a project's manifests so many are read at most, shallow ones first. */
const MAX_READ = 500;
const MANIFEST = /(^|\/)(pom\.xml|settings\.gradle(\.kts)?|package\.json)$/;

/** Name of an image, as `plainName` has it → folders of modules that are called so. */
export type ModuleNames = ReadonlyMap<string, readonly string[]>;

/** What else is known of the project's modules. */
export interface Modules {
  /** The modules that have the name of an image; none where nobody looked. */
  readonly moduleNames?: ModuleNames;
  readonly moduleOf?: (path: string) => string;
}

/**
 * The modules whose manifest has the name of an image that a compose file runs: build tools call
 * the image after the module. Nothing is read where no such image is run.
 */
export function moduleNames(
  root: string,
  listed: ReadonlySet<string>,
  { findings, sources }: Pick<ReadFiles, 'findings' | 'sources'>,
): ModuleNames {
  const images = imageNames(findings);
  const names = new Map<string, string[]>();
  if (images.size === 0) return names;
  const manifests = sortByPath(
    [...listed].filter((path) => MANIFEST.test(path)),
    (path) => path,
  );
  for (const { name, folder } of packedModules(findings))
    if (images.has(name)) addTo(names, name, folder);
  for (const path of manifests.slice(0, MAX_READ)) {
    const source = sources.get(path) ?? readSource(root, path);
    if (!('text' in source)) continue;
    const own = [nameIn(path, source.text) ?? '', ...imagesIn(path, source.text)].map(plainName);
    for (const name of new Set(own)) if (images.has(name)) addTo(names, name, folderOf(path));
  }
  return names;
}

/** Of services that are built, those whose folder states no port: they are packed from elsewhere. */
function imageNames(findings: ReadFiles['findings']): Set<string> {
  const stating = new Set(
    [...findings].flatMap(([path, { sites }]) =>
      sites.length > 0 ? foldersUp(folderOf(path)) : [],
    ),
  );
  const readings = [...findings.values()].flatMap(({ folders }) => folders);
  const names = readings.flatMap(({ how, folder, called = [] }) => {
    if (how === 'runs an image with the name of') return [folder];
    return stating.has(folder) ? [] : called;
  });
  return new Set(names.map(plainName));
}

/** `COPY build/distributions/shop.tar .`, `COPY orders/target/orders-*.jar app.jar`. */
const BUILT =
  /^(?:(.{1,200})\/)?(?:build|target)\/(?:[\w.-]{1,60}\/){0,3}([A-Za-z][\w.-]{0,60}?)(?:(?:[-_]v?\d|[-_]?[*$])[^/]{0,60})?\.(?:jar|war|tar|tar\.gz|tgz|zip)$/;

/** Of what a Dockerfile packs: what a build tool has made of a module is called as its image is. */
function packedModules(
  findings: ReadFiles['findings'],
): { readonly name: string; readonly folder: string }[] {
  const packed = [...findings.values()].flatMap((each) => each.packed);
  return packed.flatMap(({ path }) => {
    const [, folder = '', name] = BUILT.exec(path) ?? [];
    return name === undefined ? [] : { name: plainName(name), folder };
  });
}

/** `shop-orders` and `ShopOrders`: an image has no capitals, and generators leave hyphens out. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '');
}

/** What a manifest calls its module. */
export function nameIn(path: string, text: string): string | undefined {
  if (path.endsWith('package.json')) return packageName(text);
  if (path.endsWith('pom.xml')) return artifactId(text);
  return /^\s*rootProject\.name\s*=\s*["']([\w.-]{1,200})["']/m.exec(text)?.[1];
}

/** Of Spring Boot's plugin, docker-maven-plugin and Jib, as far as no other property says it. */
const IMAGE =
  /<(?:[\w.-]{0,60}[iI]mageName|(?:image>\s{0,200}<name)|(?:to>\s{0,200}<image))>\s{0,200}([^<>\s]{1,300})\s{0,200}</g;

/** What a manifest has its module's image called, without registry and tag. */
export function imagesIn(path: string, text: string): string[] {
  if (!path.endsWith('pom.xml')) return [];
  return [...text.matchAll(IMAGE)].flatMap(([, image = '']) => {
    const name = withProperties(image, text).split('/').at(-1)?.split(/[:@]/)[0] ?? '';
    return /^[\w.-]+$/.test(name) ? name : [];
  });
}

/** Properties may lead to others, and in a circle. */
const MAX_STEPS = 5;

/** `${image.prefix}/shop-${project.artifactId}`, as far as this manifest says what they are. */
function withProperties(value: string, text: string): string {
  let said = value;
  for (let step = 0; step < MAX_STEPS && said.includes('${') && said.length < 1000; step += 1)
    said = said.replace(/\$\{([\w.-]{1,60})\}/g, (whole, name) => property(name, text) ?? whole);
  return said;
}

function property(name: string, text: string): string | undefined {
  if (/^(?:(?:project|pom)\.)?artifactId$/.test(name)) return artifactId(text);
  const open = `<${name}>`;
  const start = text.indexOf(open);
  if (start === -1) return undefined;
  return /^\s{0,200}([^<>\s]{1,300})\s{0,200}</.exec(
    text.slice(start + open.length, start + 800),
  )?.[1];
}

/** Without its scope. */
function packageName(text: string): string | undefined {
  try {
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : undefined;
  } catch {
    return undefined;
  }
}

/** The project's own: that of its parent stands in an element of its own, and all others come later. */
function artifactId(text: string): string | undefined {
  const [from, to] = [text.indexOf('<parent>'), text.indexOf('</parent>')];
  const own = from === -1 || to < from ? text : text.slice(0, from) + text.slice(to);
  const [head = ''] = own.split(/<(?:dependencies|dependencyManagement|build|profiles)>/, 1);
  return /<artifactId>\s*([\w.-]{1,200})\s*<\/artifactId>/.exec(head)?.[1];
}
