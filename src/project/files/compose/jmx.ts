import { isThisMachine, isWildcard } from '../../notations/host.js';
import { wholeNumber } from '../../notations/number.js';
import type { Mention } from '../../notations/setting.js';
import type { Service } from './service.js';
import type { ServiceSetting } from './settings.js';

const JMX_PORT = /(?:^|_)JMX_PORT$/;

/**
 * `JMX_PORT: 9101` beside `JMX_HOSTNAME: localhost`: where Java is asked over JMX, it sends its
 * clients on to that host and to its own number.
 */
export function jmxPort(
  { name: service, onHost, ownPorts }: Service,
  { name, value, other }: ServiceSetting,
): Mention[] {
  if (onHost || !JMX_PORT.test(name)) return [];
  const host = other(name.replace(/PORT$/, 'HOSTNAME')) ?? '';
  const number = isThisMachine(host) && !isWildcard(host) ? wholeNumber(value.text) : undefined;
  if (number === undefined || !ownPorts.includes(number.port)) return [];
  const keeps = `${name} is what the container of "${service}" sends clients of JMX on to, with the host beside it`;
  const mention = { role: 'refer', rule: 'jmx', confidence: 'certain' } as const;
  return [{ ...number, ...mention, ownOf: service, keeps }];
}
