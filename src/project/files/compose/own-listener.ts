import { keptByBroker } from '../../notations/broker-listeners.js';
import type { Digits } from '../../notations/number.js';
import type { Mention } from '../../notations/setting.js';
import { defined } from '../defined.js';
import { isAdvertised } from './advertised.js';
import type { Service } from './service.js';
import type { ServiceSetting } from './settings.js';

/**
 * What is true of a port that a service tells its clients where it listens on that number itself: a
 * broker of Kafka comes back to itself by one of the addresses that it advertises.
 */
export function ownListener(
  { name: service, onHost, ownPorts }: Service,
  setting: ServiceSetting,
  { from, port }: Pick<Digits, 'from' | 'port'>,
): Pick<Mention, 'ownOf' | 'keeps'> {
  if (onHost || !isAdvertised(setting.name)) return {};
  if (!ownPorts.includes(port) && !listensOn(setting, port)) return {};
  const listener = listenerBefore(setting.value.text, from);
  if (listener !== undefined && listener === innerListener(setting)) {
    const keeps = `by its listener ${listener} the broker "${service}" reaches itself inside the container; with another one for that, it could move`;
    return { ownOf: service, keeps };
  }
  const keeps = keptByBroker(setting.name, setting.other, `the broker "${service}"`);
  return { ownOf: service, ...defined({ keeps }) };
}

/** `KAFKA_LISTENERS` beside `KAFKA_ADVERTISED_LISTENERS`. */
function listensOn({ name, other }: ServiceSetting, port: number): boolean {
  const own = name.replace('ADVERTISED_', '');
  const listening = own === name ? undefined : other(own);
  return listening?.split(',').some((each) => each.trim().endsWith(`:${port}`)) === true;
}

/** The listener by which brokers of Kafka reach each other, and one that is alone itself. */
function innerListener({ name, other }: ServiceSetting): string | undefined {
  const start = /^(.*)ADVERTISED_LISTENERS$/.exec(name)?.[1];
  if (start === undefined) return undefined;
  const named = other(`${start}INTER_BROKER_LISTENER_NAME`);
  // Without ZooKeeper, one that is alone has no need of it.
  if (named !== undefined || other(`${start}ZOOKEEPER_CONNECT`) === undefined) return named;
  return other(`${start}SECURITY_INTER_BROKER_PROTOCOL`) ?? 'PLAINTEXT';
}

/** The scheme of the URL in which a port stands. */
function listenerBefore(text: string, at: number): string | undefined {
  const end = Math.max(text.lastIndexOf('://', at), 0);
  return /[A-Za-z][\w+.-]{0,60}$/.exec(text.slice(Math.max(end - 64, 0), end))?.[0];
}
