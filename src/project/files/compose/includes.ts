import { isMap, isScalar } from 'yaml';
import { field, items, scalarValue, type YamlFile, type YamlNode } from '../../formats/yaml.js';
import { folderOf, fromFile, joinPath } from '../../packages.js';

/** One entry of `include:`: files that are merged with each other, and then taken in. */
export interface Include {
  readonly node: YamlNode;
  /** From the project's root. */
  readonly paths: readonly string[];
  /** The files that set its variables, where the including project does not. */
  readonly envFiles: readonly string[];
}

/** `include:` as a list of paths, or of maps with one `path` or several. */
export function includesOf(yaml: YamlFile, source: string, file: string): Include[] {
  return items(yaml, field(yaml, yaml.root, 'include')).flatMap((item): Include[] => {
    const node = yaml.resolve(item);
    const texts = (name: string): string[] => {
      const value = isMap(node) ? yaml.resolve(field(yaml, node, name)) : null;
      const all = isScalar(value) ? [value] : items(yaml, value);
      return all.flatMap((each) => scalarValue(source, yaml.resolve(each))?.text ?? []);
    };
    const named = isScalar(node) ? [scalarValue(source, node)?.text ?? ''] : texts('path');
    const paths = named.filter((path) => path !== '').map((path) => fromFile(file, path));
    const [first] = paths;
    if (first === undefined) return [];
    const [directory] = texts('project_directory').map((path) => fromFile(file, path));
    const own = texts('env_file').map((path) => fromFile(file, path));
    const beside = joinPath(trimSlash(directory ?? folderOf(first)), '.env');
    return [{ node, paths, envFiles: own.length > 0 ? own : [beside] }];
  });
}

function trimSlash(path: string): string {
  return path.replace(/\/$/, '').replace(/^\.$/, '');
}
