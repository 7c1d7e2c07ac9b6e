import { isScalar } from 'yaml';
import { offsetAt } from '../../formats/value.js';
import { field, items } from '../../formats/yaml.js';
import type { Published } from '../../notations/compose-mapping.js';
import { variablesIn } from '../../notations/interpolation.js';
import type { RangeEnd } from '../../notations/number-range.js';
import type { RangeEndReading } from '../../sites/range-reading.js';
import { rangeSites } from '../../sites/range-sites.js';
import { toldReason } from '../../sites/reasons.js';
import { defined } from '../defined.js';
import type { Entry, Traits } from './ports.js';
import type { ComposeFile, Service } from './service.js';
import { settingsOf } from './settings.js';

type Range = Published & { readonly kind: 'range' };
type Ends = Published & { readonly kind: 'ends' };

/** Each number is a port of its own, and none of them moves without the others. */
export function collectRange(
  file: ComposeFile,
  service: Service,
  entry: Entry,
  range: Range,
  traitsAt: (at: number) => Traits,
): void {
  const { value, form, targets } = entry;
  const { source, collector } = file;
  const { first, last } = range;
  const ends = [first.port, last.port];
  const told = targets[0] === first.port ? toldOf(file, service, entry, ends) : undefined;
  if (told !== undefined) {
    collector.leave(value, first.from, toldReason(service.name, told), first.port);
    return;
  }
  const mention = { role: 'publish', rule: `ports.${form}`, confidence: 'certain' } as const;
  const block = `${source.path} ${offsetAt(value, first.from)}`;
  const start = collector.siteOf(value, { ...mention, ...first });
  const end = collector.siteOf(value, { ...mention, ...last });
  if (start === undefined || end === undefined) return;
  for (const site of rangeSites(start, end, (at) => ({ ...traitsAt(at), block }))) {
    collector.add(site);
  }
}

/** The same where variables say an end: which numbers they are, an env file tells. */
export function collectEnds(
  file: ComposeFile,
  service: Service,
  entry: Entry,
  { first, last }: Ends,
  traitsAt: (at: number) => Traits,
): void {
  const { value, form, targets, protocol, innerVariables = [] } = entry;
  const { collector } = file;
  const isShared = protocol === 'udp' && innerVariables.length > 0;
  if (isShared && !isHanded(file, service, innerVariables)) {
    const reason = toldReason(service.name, 'its other side');
    collector.leave(value, first.from, reason);
    return;
  }
  const read = ({ chain, last: digits }: RangeEnd): RangeEndReading => {
    const mention = { role: 'publish', rule: `ports.${form}`, confidence: 'certain' } as const;
    const variable = chain.at(-1)?.variable;
    const fallback =
      digits && collector.siteOf(value, { ...mention, ...digits }, defined({ variable }));
    return { chain, ...defined({ fallback }) };
  };
  collector.range(offsetAt(value, first.from), {
    ends: [read(first), read(last)],
    service: service.name,
    protocol,
    targets,
    traitsAt,
    toldOf: (port) => toldOf(file, service, entry, [port]),
  });
}

/** Whether each of the variables is given to the service: what has them may be told other numbers. */
function isHanded(
  { source, yaml }: ComposeFile,
  { node }: Service,
  variables: readonly string[],
): boolean {
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  const handed = settings.flatMap(({ name, value }) => (value ? variablesIn(value.text) : name));
  return variables.every((each) => handed.includes(each));
}

/** Where FTP listens: what else its server publishes, it tells its clients. */
const FTP = 21;

/** What a service has a range from that it publishes under its own numbers, and may tell them. */
function toldOf(
  { source, yaml }: ComposeFile,
  { node, ownPorts }: Service,
  { protocol, targets }: Entry,
  ports: readonly number[],
): string | undefined {
  const ends = new RegExp(`(?<!\\d)(${ports.join('|')})(?!\\d)`);
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  const setting = settings.find(({ value }) => value !== undefined && ends.test(value.text));
  if (setting !== undefined) return setting.name;
  const command = yaml.resolve(field(yaml, node, 'command'));
  const words = isScalar(command)
    ? [command]
    : items(yaml, command).map((each) => yaml.resolve(each));
  const isTold = words.some((word) => isScalar(word) && ends.test(String(word.value)));
  if (isTold) return 'its command';
  // Its image or a file may say them: of media on UDP, and of FTP, clients are told a number.
  const mayTell = protocol === 'udp' || ownPorts.includes(FTP);
  return mayTell && targets.length > 1 ? 'its other side' : undefined;
}
