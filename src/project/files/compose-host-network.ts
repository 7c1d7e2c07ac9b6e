import type { Value } from '../formats/value.js';
import { readSetting } from '../notations/setting.js';
import type { ComposeFile, Service } from './compose.js';

/** A setting of a service, with those beside it. */
export interface ServiceSetting {
  readonly name: string;
  readonly value: Value;
  other(name: string): string | undefined;
}

/**
 * On the host network a service reaches the ports of this machine as any program of it does:
 * `DB_PORT=5432`, `BROKER=localhost:9092`. What it listens on itself stays.
 * @returns whether the value is a variable that is read there for the host's side.
 */
export function findOnHostNetwork(
  { collector }: ComposeFile,
  service: Service,
  { name, value, other }: ServiceSetting,
): boolean {
  const { number, reason, quiet, chain, mentions } = readSetting(name, value.text, other);
  const listens = `the service "${service.name}" is on the host network and listens there: it stays, since its image, its command and its healthcheck may say the number too`;
  const refer = { role: 'refer', mayServe: false } as const;
  if (number?.role === 'refer' && reason === undefined)
    collector.site(value, { ...number, ...refer, rule: `environment.${number.rule}` });
  else if (number && quiet !== true)
    collector.leave(value, number.from, reason ? `${name}: ${reason}` : listens, number.port);
  for (const mention of mentions.filter(({ rule }) => rule === 'address')) {
    const { role, from, port } = mention;
    if (role === 'listen') collector.leave(value, from, listens, port);
    else collector.site(value, { ...mention, ...refer, rule: 'environment.address' });
  }
  if (chain === undefined) return false;
  const inside = readSetting(name, `${chain.last?.port ?? ANY_PORT}`, other);
  if (inside.number?.role !== 'refer' || inside.reason !== undefined) return false;
  collector.chain(value, chain, { role: 'refer' });
  return true;
}

/** Stands for the number of a variable that has no default: its name decides what it is. */
const ANY_PORT = 50_000;
