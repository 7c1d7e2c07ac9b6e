import { isScalar } from 'yaml';
import { offsetAt } from '../formats/value.js';
import { field, items } from '../formats/yaml.js';
import { numbersOf, type Published } from '../notations/compose-mapping.js';
import type { ComposeFile, Service } from './compose.js';
import type { Entry, Traits } from './compose-ports.js';
import { settingsOf } from './compose-settings.js';

type Range = Published & { readonly kind: 'range' };

/** Each number is a port of its own, and none of them moves without the others. */
export function collectRange(
  file: ComposeFile,
  service: Service,
  { value, form, targets }: Entry,
  range: Range,
  traitsAt: (at: number) => Traits,
): void {
  const { source, collector } = file;
  const told = targets[0] === range.first.port ? toldOf(file, service, range) : undefined;
  if (told !== undefined) {
    const reason = `the range of the service "${service.name}" cannot be moved: ${told} gives it the same numbers, which it may tell its clients (passive FTP, RTP)`;
    collector.leave(value, range.first.from, reason, range.first.port);
    return;
  }
  const mention = { role: 'publish', rule: `ports.${form}`, confidence: 'certain' } as const;
  const block = `${source.path} ${offsetAt(value, range.first.from)}`;
  const traits = numbersOf(range).map((_, at) => ({ ...traitsAt(at), block }));
  collector.range(value, range, mention, traits);
}

/** What a service is told of a range that it publishes under its own numbers. */
function toldOf(
  { source, yaml }: ComposeFile,
  { node }: Service,
  range: Range,
): string | undefined {
  const ends = new RegExp(`(?<!\\d)(${range.first.port}|${range.last.port})(?!\\d)`);
  const settings = settingsOf(yaml, source.text, field(yaml, node, 'environment'));
  const setting = settings.find(({ value }) => value !== undefined && ends.test(value.text));
  if (setting !== undefined) return setting.name;
  const command = yaml.resolve(field(yaml, node, 'command'));
  const words = isScalar(command)
    ? [command]
    : items(yaml, command).map((each) => yaml.resolve(each));
  const isTold = words.some((word) => isScalar(word) && ends.test(String(word.value)));
  return isTold ? 'its command' : undefined;
}
