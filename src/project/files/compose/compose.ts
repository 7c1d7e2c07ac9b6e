import { isScalar, type Scalar } from 'yaml';
import { eachScalar, field, items, readYamlDocuments, yamlStructure } from '../../formats/yaml.js';
import { fromFile, nameOf } from '../../packages.js';
import type { Findings } from '../../sites/findings.js';
import type { SourceFile } from '../../writing/source-file.js';
import { Collector } from '../collector.js';
import { isToBeCopied } from '../documentation.js';
import type { FileKind } from '../file-kind.js';
import { findInEnvironment, findInScalar } from './environment.js';
import { findFolders } from './folders.js';
import { hostListeners, keepListened } from './host-listeners.js';
import { findInHostCommands } from './host-network.js';
import { includesOf } from './includes.js';
import { outsideDefaults } from './inside.js';
import { findInLogging } from './logging.js';
import { readServices } from './networks.js';
import { findPorts, leavePorts } from './ports.js';
import type { ComposeFile, Service } from './service.js';
import { noteShared, noteSharedNames } from './shared.js';
import { findCommands } from './started.js';

/**
 * `compose.yaml`, `docker-compose.override.yml`, `docker-compose-dev.yml`, `dev.compose.yml`; not that
 * of process-compose, which starts programs and no containers.
 */
const NAME = /^(?!process-compose[._-])([\w.-]*[._-])?compose([._-][\w.-]*)?\.ya?ml$/;

function find(source: SourceFile): Findings {
  const collector = new Collector(source, 'compose', 'compose');
  const documents = readYamlDocuments(source.text);
  const fault = documents.find((each) => each.fault !== undefined)?.fault;
  if (fault) return collector.failed(fault.offset, `This is not YAML: ${fault.message}`);
  // Compose merges the documents of a file as if each were a file.
  const outside = new Set<string>();
  const listeners = new Map<number, Service>();
  const files = documents.map((yaml) => {
    return { source, yaml, collector, seen: new Set<number>(), outside, listeners };
  });
  const parts = readServices(files);
  for (const [port, service] of hostListeners(parts)) listeners.set(port, service);
  for (const each of outsideDefaults(parts)) outside.add(each);
  for (const { file, service } of parts) findInService(file, service);
  for (const file of files) findBesideServices(file);
  return collector.done();
}

function findBesideServices(file: ComposeFile): void {
  findIncludes(file);
  noteSharedNames(file);
  let last: { readonly path: readonly string[]; readonly text: string } | undefined;
  eachScalar(file.yaml, (scalar, path) => {
    const before = last && isNextItem(last.path, path) ? last.text : undefined;
    last = { path, text: String(scalar.value) };
    if (path.length === 3 && path[0] === 'configs' && path[2] === 'content')
      tellConfig(file, scalar, path[1]);
    if (!file.seen.has(scalar.range?.[0] ?? -1)) findInScalar(file, scalar, path, before);
  });
}

const OF_THIS_MACHINE = /\b(?:localhost|127\.0\.0\.1|host\.docker\.internal):(?<port>\d{2,5})\b/dg;

/** A file that compose writes into containers: whom it means, only its reader knows. */
function tellConfig({ source, collector }: ComposeFile, { range }: Scalar, name = ''): void {
  const [start, end] = range ?? [0, 0];
  for (const { groups, indices } of source.text.slice(start, end).matchAll(OF_THIS_MACHINE)) {
    const at = start + (indices?.groups?.port?.[0] ?? 0);
    const reason = `the config "${name}" says it to containers, and is not changed: where this machine is meant, let it take a variable`;
    collector.leaveAt(at, reason, Number(groups?.port), 'where it moves');
  }
}

/** `command.3` after `command.2`. */
function isNextItem(before: readonly string[], path: readonly string[]): boolean {
  return (
    path.length === before.length &&
    Number(path.at(-1)) === Number(before.at(-1)) + 1 &&
    path.slice(0, -1).every((key, at) => key === before[at])
  );
}

function findInService(file: ComposeFile, service: Service): void {
  file.collector.containerPorts(service.name, service.ownPorts);
  if (service.onHost) {
    leavePorts(file, service);
    findInHostCommands(file, service);
    keepListened(file, service);
  } else findPorts(file, service);
  findInEnvironment(file, service);
  findInLogging(file, service);
  findEnvFiles(file, service);
  findFolders(file, service);
  findCommands(file, service);
  findExtends(file, service);
  noteShared(file, service);
}

/** `env_file:` as a path, a list of paths, or a list of maps with a `path`. */
function findEnvFiles({ source, yaml, collector }: ComposeFile, service: Service): void {
  const node = yaml.resolve(field(yaml, service.node, 'env_file'));
  for (const item of isScalar(node) ? [node] : items(yaml, node)) {
    const resolved = yaml.resolve(item);
    const scalar = isScalar(resolved) ? resolved : yaml.resolve(field(yaml, resolved, 'path'));
    if (!isScalar(scalar)) continue;
    const path = fromFile(source.path, String(scalar.value));
    collector.envFile(scalar.range?.[0] ?? 0, { path, container: { service: service.name } });
  }
}

/** `extends: web`, `extends: { service: web, file: common.yml }`. */
function findExtends({ source, yaml, collector }: ComposeFile, { name, node }: Service): void {
  const extended = yaml.resolve(field(yaml, node, 'extends'));
  const file = yaml.resolve(field(yaml, extended, 'file'));
  const base = isScalar(extended) ? extended : yaml.resolve(field(yaml, extended, 'service'));
  const path = isScalar(file) ? fromFile(source.path, String(file.value)) : source.path;
  if (isScalar(base)) collector.extends({ service: name, path, base: String(base.value) });
  if (isScalar(file)) collector.name(file.range?.[0] ?? 0, path);
}

function findIncludes({ source, yaml, collector }: ComposeFile): void {
  for (const { node, paths, envFiles } of includesOf(yaml, source.text, source.path)) {
    collector.include({ paths, envFiles });
    const at = node?.range?.[0] ?? 0;
    for (const path of paths) collector.name(at, path);
  }
}

/** `.github/workflows/test-docker-compose.yml` is about compose, and no file of it. */
const OF_A_RUNNER = /(^|\/)\.(github|gitea|forgejo|circleci)\//;

function matches(path: string): boolean {
  const name = nameOf(path);
  return NAME.test(name) && !isToBeCopied(name) && !OF_A_RUNNER.test(path);
}

/** Compose files, overrides and variants. */
export const compose: FileKind = {
  name: 'compose',
  endings: ['yml', 'yaml'],
  matches,
  find,
  parse: yamlStructure,
};
