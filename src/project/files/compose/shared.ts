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
  if (fixedText(container) !== undefined) {
    const reason = `the service "${name}" has a fixed container name, which one run at a time can have: take container_name out, ${FIX}`;
    collector.note(offsetOf(container), reason);
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
      if (field(yaml, node, 'external') !== null) continue;
      const own = yaml.resolve(field(yaml, node, 'name'));
      if (fixedText(own) !== undefined) {
        collector.note(
          offsetOf(own),
          `the ${kind} "${name}" has a fixed name, so all runs share it: take name out, ${FIX}`,
        );
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

/** A text that no variable makes another one for each run. */
function fixedText(node: YamlNode): string | undefined {
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.replace(DEFAULTED, '$<text>');
  return text.includes('$') ? undefined : text;
}

/** `${NAME:-shop}`: `shop` for all runs, unless somebody sets the variable for each. */
const DEFAULTED = /\$\{(?!COMPOSE_PROJECT_NAME\b)\w+:?-(?<text>[^${}]*)\}/g;

function offsetOf(node: YamlNode): number {
  return node?.range?.[0] ?? 0;
}
