const LISTENERS = 'KAFKA_LISTENERS';

/**
 * Why a port stays that a broker in a container advertises: Kafka's own image and Confluent's listen
 * on what is advertised where they are not told where to, and the mapping leads to the old number.
 * https://github.com/apache/kafka/blob/trunk/docker/resources/common-scripts/configure
 * @param other what the broker is told by another variable.
 */
export function keptByBroker(
  name: string,
  other: (name: string) => string | undefined,
  broker = 'a broker',
): string | undefined {
  if (name !== 'KAFKA_ADVERTISED_LISTENERS' || other(LISTENERS) !== undefined) return undefined;
  return `without ${LISTENERS} ${broker} listens inside the container on the ports that it advertises; with that set, it could move`;
}
