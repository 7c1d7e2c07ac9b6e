import { posix } from 'node:path';
import { isMap, isScalar } from 'yaml';
import { field, items, type YamlNode } from '../../formats/yaml.js';
import { fromFile } from '../../packages.js';
import type { FolderReading } from '../../sites/findings.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

/**
 * Folders that a service's container holds, because it is built from them or mounts them. The
 * scripts and env files in there may run inside, where their numbers are the container's.
 */
export function findFolders(file: ComposeFile, service: Service): void {
  const { yaml } = file;
  const build = yaml.resolve(field(yaml, service.node, 'build'));
  const context = isMap(build) ? yaml.resolve(field(yaml, build, 'context')) : build;
  const built = isMap(build) && context === null ? '.' : textOf(context);
  const dockerfile = textOf(yaml.resolve(field(yaml, build, 'dockerfile'))) || 'Dockerfile';
  const target = textOf(yaml.resolve(field(yaml, build, 'target')));
  add(file, service, built, context ?? build, 'is built from', {
    dockerfile,
    ...(target && { target }),
    ...names(file, service),
  });
  if (build === null) addImage(file, service);
  for (const item of items(yaml, field(yaml, service.node, 'volumes'))) {
    const mount = yaml.resolve(item);
    const source = isMap(mount) ? yaml.resolve(field(yaml, mount, 'source')) : mount;
    const text = textOf(source);
    add(file, service, isMap(mount) ? text : sourceOf(text), source, 'mounts');
  }
}

/**
 * `acme/orders:1.0` holds what is in the folder `orders`, where there is one: a build tool made it,
 * and not Compose.
 */
function addImage(file: ComposeFile, { node, name }: Service): void {
  const { yaml, collector } = file;
  const image = yaml.resolve(field(yaml, node, 'image'));
  const folder = imageName(textOf(image));
  if (folder === '') return;
  const how = 'runs an image with the name of';
  const profiles = profilesOf(file, node);
  const reading = { folder, service: name, how, ...(profiles && { profiles }) } as const;
  collector.folder(image?.range?.[0] ?? 0, reading);
}

/** `acme/orders:1.0` → `orders`; the empty text where a variable says it. */
function imageName(image: string): string {
  const name = image.split('/').at(-1)?.split(/[:@]/)[0] ?? '';
  return name.includes('$') ? '' : name;
}

/**
 * `build: ./docker/orders`, where a Dockerfile packs what a build tool has made of a module: the
 * service or its image is called after that.
 */
function names({ yaml }: ComposeFile, { node, name }: Service): Pick<FolderReading, 'called'> {
  const image = imageName(textOf(yaml.resolve(field(yaml, node, 'image'))));
  return { called: [...new Set([name, image])].filter(Boolean) };
}

function profilesOf({ yaml, source }: ComposeFile, service: unknown): string[] | undefined {
  const settings = settingsOf(yaml, source.text, field(yaml, service, 'environment'));
  const active = settings.find(({ name }) => name === 'SPRING_PROFILES_ACTIVE')?.value?.text;
  return active === undefined || active.includes('$') ? undefined : active.split(/\s*,\s*/);
}

function textOf(node: YamlNode): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

/** `.:/app:ro` → `.`; the colon of `${A:-.}` is none of the mapping's. */
function sourceOf(mount: string): string {
  const end = mount.replace(/\$\{[^}]*\}/g, (variable) => '_'.repeat(variable.length)).indexOf(':');
  return end === -1 ? '' : mount.slice(0, end);
}

function add(
  compose: ComposeFile,
  { name, node: service }: Service,
  path: string,
  node: YamlNode,
  how: FolderReading['how'],
  of:
    | (Pick<FolderReading, 'called' | 'target'> & { readonly dockerfile: string })
    | undefined = undefined,
): void {
  const { source, yaml, collector } = compose;
  const relative = path.replace(/^(\$PWD|\$\{PWD(:?-\.)?\})/, '.');
  if (!isRelative(relative, how)) return;
  const folder = fromFile(source.path, relative).replace(/\/$/, '').replace(/^\.$/, '');
  if (folder.startsWith('..')) return;
  const offset = node?.range?.[0] ?? 0;
  const profiles = of && profilesOf(compose, service);
  const built = of && { ...of, dockerfile: posix.join(folder, of.dockerfile) };
  collector.folder(offset, { folder, service: name, how, ...built, ...(profiles && { profiles }) });
  const settings = settingsOf(yaml, source.text, field(yaml, service, 'environment'));
  // The number itself keeps what states it where it is; any other goes before the tool's default.
  if (settings.some((each) => each.name === 'PORT'))
    collector.givenPort(offset, { script: '*', folder });
}

/** A mount without a dot names a volume, and a context may be a repository elsewhere. */
function isRelative(path: string, how: FolderReading['how']): boolean {
  if (path === '' || path.startsWith('/') || path.includes('://') || path.includes('$'))
    return false;
  return how === 'is built from' ? !path.startsWith('git@') : path.startsWith('.');
}
