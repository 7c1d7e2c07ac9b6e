import { isMap, isScalar } from 'yaml';
import { field, fields, items, type YamlNode } from '../../formats/yaml.js';
import type { ComposeFile, Service } from './service.js';

/** What belongs to the machine, and is meant to be the same for all. */
const OF_THE_MACHINE = /^\/(var\/run|run|etc|proc|sys|dev|tmp|usr|lib)(\/|$)/;
const FIX = 'or use the mode overlay, which leaves it out';

/** What two runs of one service on one machine would share, whatever their project names are. */
export function noteShared(file: ComposeFile, { name, node }: Service): void {
  const { yaml, collector } = file;
  const container = yaml.resolve(field(yaml, node, 'container_name'));
  const fixing = fixingVariables(container);
  if (fixing !== undefined) {
    const reason = `the service "${name}" has a fixed container name, which one run at a time can have: take container_name out, ${FIX}`;
    collector.note(offsetOf(container), reason, { unlessVaried: fixing });
  }
  for (const item of items(yaml, field(yaml, node, 'volumes'))) {
    const mount = yaml.resolve(item);
    const source = isMap(mount) ? yaml.resolve(field(yaml, mount, 'source')) : mount;
    const [path = ''] = fixedText(source)?.split(':') ?? [];
    if (!path.startsWith('/') || OF_THE_MACHINE.test(path)) continue;
    if (isScalar(mount) && !String(mount.value).includes(':')) continue;
    const reason = `the service "${name}" mounts an absolute path of the host, which all runs share: mount a path beside the compose file, or a named volume`;
    collector.note(offsetOf(source), reason, { inOverlay: true });
  }
}

/** The same of the networks and volumes of a file. */
export function noteSharedNames(file: ComposeFile): void {
  const { yaml, collector } = file;
  for (const kind of ['network', 'volume'] as const) {
    for (const [name, node] of fields(yaml, field(yaml, yaml.root, `${kind}s`))) {
      const own = yaml.resolve(field(yaml, node, 'name'));
      const external = yaml.resolve(field(yaml, node, 'external'));
      if (isExternal(external)) {
        const called = isMap(external) ? yaml.resolve(field(yaml, external, 'name')) : own;
        const fixing = called === null ? [] : fixingVariables(called);
        const more = { inOverlay: true, unlessVaried: fixing };
        if (fixing) collector.note(offsetOf(external), externalReason(kind, name), more);
        continue;
      }
      const fixing = fixingVariables(own);
      if (fixing !== undefined) {
        const reason = `the ${kind} "${name}" has a fixed name, so all runs share it: take name out, ${FIX}`;
        collector.note(offsetOf(own), reason, { unlessVaried: fixing });
      }
      const subnets = yaml.resolve(field(yaml, field(yaml, node, 'ipam'), 'config'));
      if (items(yaml, subnets).length > 0) {
        collector.note(
          offsetOf(subnets),
          `the network "${name}" has a fixed subnet, which one run at a time can have: take ipam out, ${FIX}`,
        );
      }
    }
  }
}

/** What others have made, and every run is led to. */
function isExternal(node: YamlNode): boolean {
  return isMap(node) || (isScalar(node) && node.value === true);
}

function externalReason(kind: 'network' | 'volume', name: string): string {
  return kind === 'volume'
    ? `the volume "${name}" is external, so all runs share what is in it, which a database cannot: without "external" each has its own`
    : `the network "${name}" is external, so all runs meet in it, where the name of a service means that of any: without "external" each has its own`;
}

/** A text of which no variable makes another one for each run. */
function fixedText(node: YamlNode): string | undefined {
  const text = textOf(node);
  return text?.includes('$') ? undefined : text;
}

function textOf(node: YamlNode): string | undefined {
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' ? value.replace(DEFAULTED, '$<text>') : undefined;
}

/** The variables that must be the same for all runs, for a text to be; undefined where it is not. */
function fixingVariables(node: YamlNode): readonly string[] | undefined {
  const text = textOf(node);
  if (text === undefined || text.replace(PLAIN_VARIABLE, '').includes('$')) return undefined;
  const names = [...text.matchAll(PLAIN_VARIABLE)].flatMap(
    ([, braced, bare]) => braced ?? bare ?? [],
  );
  return names.includes('COMPOSE_PROJECT_NAME') ? undefined : names;
}

const PLAIN_VARIABLE = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g;

/** `${NAME:-shop}`: `shop` for all runs, unless somebody sets the variable for each. */
const DEFAULTED = /\$\{(?!COMPOSE_PROJECT_NAME\b)\w+:?-(?<text>[^${}]*)\}/g;

function offsetOf(node: YamlNode): number {
  return node?.range?.[0] ?? 0;
}
