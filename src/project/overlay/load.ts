import { isMap, isScalar } from 'yaml';
import { includesOf } from '../files/compose/includes.js';
import { field, fields, readYamlDocuments, type YamlNode } from '../formats/yaml.js';
import { fromFile } from '../packages.js';
import type { SourceFile } from '../writing/source-file.js';
import {
  extendService,
  type Located,
  type Model,
  type ModelFile,
  type ModelService,
  mergeServices,
  NO_SERVICE,
} from './model.js';

/** How deep includes and extends may lead, and how many files are taken in with all repeats. */
const MAX_DEPTH = 30;
const MAX_FILES = 1000;

interface Growing {
  readonly services: Map<string, ModelService>;
  readonly networks: Map<string, Located>;
  readonly volumes: Map<string, Located>;
  readonly unread: Located[];
}

/**
 * Merges compose files as compose does: what a file includes comes first, then what its services
 * extend, then the file's own word; a later file goes before an earlier one.
 * @param sources texts by path: what is not among them counts as not read.
 */
export function loadModel(
  files: readonly string[],
  sources: ReadonlyMap<string, SourceFile>,
): Model {
  return new Loading(sources).merge(files, 0);
}

class Loading {
  readonly #sources: ReadonlyMap<string, SourceFile>;
  readonly #files = new Map<string, readonly ModelFile[]>();
  #merged = 0;

  constructor(sources: ReadonlyMap<string, SourceFile>) {
    this.#sources = sources;
  }

  merge(paths: readonly string[], depth: number): Growing {
    const model: Growing = {
      services: new Map(),
      networks: new Map(),
      volumes: new Map(),
      unread: [],
    };
    for (const path of paths) {
      for (const file of this.#documents(path) ?? []) this.#add(model, file, depth);
    }
    return model;
  }

  /** Each document of a file counts as one; undefined where the file cannot be read. */
  #documents(path: string): readonly ModelFile[] | undefined {
    const known = this.#files.get(path);
    const text = this.#sources.get(path)?.text;
    if (known !== undefined || text === undefined) return known;
    const files = readYamlDocuments(text).map((yaml) => ({ path, text, yaml }));
    if (files.some(({ yaml }) => yaml.fault !== undefined)) return undefined;
    this.#files.set(path, files);
    return files;
  }

  #add(model: Growing, file: ModelFile, depth: number): void {
    for (const { node, paths } of includesOf(file.yaml, file.text, file.path)) {
      this.#merged += paths.length;
      const isBounded = depth < MAX_DEPTH && this.#merged <= MAX_FILES;
      const isKnown = isBounded && paths.every((path) => this.#documents(path) !== undefined);
      if (isKnown) mergeInto(model, this.merge(paths, depth + 1));
      else model.unread.push({ file, node });
    }
    const { yaml } = file;
    for (const [name, node] of fields(yaml, field(yaml, yaml.root, 'services'))) {
      const own = { file, node: yaml.resolve(node) };
      const inherited = this.#inherited(own, depth);
      const base = model.services.get(name) ?? NO_SERVICE;
      const start = inherited === undefined ? base : mergeServices(base, inherited);
      model.services.set(name, extendService(start, own));
    }
    for (const kind of ['networks', 'volumes'] as const) {
      for (const [name, node] of fields(yaml, field(yaml, yaml.root, kind))) {
        model[kind].set(name, { file, node: yaml.resolve(node) });
      }
    }
  }

  /** What `extends:` gives a service, or undefined where it extends nothing. */
  #inherited(own: Located, depth: number): ModelService | undefined {
    const { file, node } = own;
    const extended = file.yaml.resolve(field(file.yaml, node, 'extends'));
    if (extended === null) return undefined;
    const base = this.#extendedService(file, extended);
    if (base === undefined || depth >= MAX_DEPTH)
      return { ...NO_SERVICE, unread: { file, node: extended } };
    const inherited = this.#inherited(base, depth + 1) ?? NO_SERVICE;
    return extendService(inherited, base);
  }

  #extendedService(file: ModelFile, extended: YamlNode): Located | undefined {
    const { yaml } = file;
    const name = textOf(
      isMap(extended) ? yaml.resolve(field(yaml, extended, 'service')) : extended,
    );
    const path = textOf(isMap(extended) ? yaml.resolve(field(yaml, extended, 'file')) : null);
    const others = path === undefined ? [file] : this.#documents(fromFile(file.path, path));
    if (others === undefined || name === undefined) return undefined;
    const [only, ...more] = others.flatMap((other): Located[] => {
      const services = field(other.yaml, other.yaml.root, 'services');
      const node = other.yaml.resolve(field(other.yaml, services, name));
      return node === null ? [] : [{ file: other, node }];
    });
    return more.length === 0 ? only : undefined;
  }
}

function textOf(node: YamlNode): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

/** What is included comes before what the file says; compose refuses what both define. */
function mergeInto(model: Growing, included: Growing): void {
  for (const [name, service] of included.services) {
    model.services.set(name, mergeServices(model.services.get(name) ?? NO_SERVICE, service));
  }
  for (const [name, network] of included.networks) model.networks.set(name, network);
  for (const [name, volume] of included.volumes) model.volumes.set(name, volume);
  model.unread.push(...included.unread);
}
