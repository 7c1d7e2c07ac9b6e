import { field, scalarValue } from '../../formats/yaml.js';
import type { Entry } from './ports.js';
import type { ComposeFile, Service } from './service.js';

const NACOS = 8848;

/**
 * Clients of Nacos are told its port, and count from there to those for gRPC, so the distances are
 * kept: https://nacos.io/en/docs/latest/upgrading/200-compatibility/
 */
const COUNTED: ReadonlySet<number> = new Set([NACOS, NACOS + 1000, NACOS + 1001]);

/** The block of each mapping of Nacos, where their numbers have those distances on this machine. */
export function nacosBlock(
  { source }: ComposeFile,
  { name }: Service,
  entries: readonly Entry[],
): (entry: Entry) => string | undefined {
  const base = entries.find(({ targets }) => targets.length === 1 && targets[0] === NACOS);
  const distance = base && distanceOf(base);
  return (entry) => {
    const isCounted = COUNTED.has(entry.targets[0] ?? 0) && distanceOf(entry) === distance;
    return distance !== undefined && isCounted ? `${source.path} ${name} nacos` : undefined;
  };
}

/** Between the two sides of a mapping. */
function distanceOf({ published, targets }: Entry): number | undefined {
  const [target, ...more] = targets;
  if (published.kind !== 'number' || target === undefined || more.length > 0) return undefined;
  return published.digits.port - target;
}

/** A broker of RocketMQ: for all, for those of old versions, and for its replicas. */
const BROKER: ReadonlySet<number> = new Set([10909, 10911, 10912]);

/** It registers its `listenPort` where clients ask for it. */
export function isToldByBroker(
  { yaml, source }: ComposeFile,
  { node }: Service,
  entry: Entry,
): boolean {
  if (!BROKER.has(entry.targets[0] ?? 0) || distanceOf(entry) !== 0) return false;
  const image = scalarValue(source.text, yaml.resolve(field(yaml, node, 'image')));
  return /rocketmq/i.test(image?.text ?? '');
}
