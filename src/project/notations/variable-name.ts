/**
 * What the name of a variable says of the number in it. `port`: it states one; `listen`: the one
 * that this program itself listens on; `bound`, `inner`, `debug`: it is a port, but not one that
 * may be moved by itself; `other`: nothing.
 */
export type NameVerdict = 'listen' | 'port' | 'bound' | 'inner' | 'debug' | 'other';

/** After PORT, these make a number of something else: PORT_TIMEOUT. */
const NOT_A_PORT = new Set(
  'TIMEOUT RETRY RETRIES COUNT SIZE LIMIT DELAY INTERVAL NUM NUMBER INDEX ID STEP INCREMENT WAIT ATTEMPTS SECONDS MS CHECK SPEED'.split(
    ' ',
  ),
);
/** One end of a range, or what others are counted from: moving it moves more than itself. */
const BOUNDS = new Set('MIN MAX START END FROM TO FIRST LAST BASE RANGE OFFSET'.split(' '));
const INNER = new Set('CONTAINER INTERNAL TARGET REMOTE INSIDE'.split(' '));
const DEBUG = new Set('DEBUG DEBUGGER XDEBUG INSPECT INSPECTOR JDWP DELVE DEBUGPY'.split(' '));

/** Programs that a project talks to more often than it is one. */
const BACKING = new Set(
  (
    'DB DATABASE POSTGRES POSTGRESQL PG MYSQL MARIADB MSSQL SQL SQLSERVER ORACLE REDIS VALKEY MONGO MONGODB ' +
    'SMTP MAIL EMAIL MAILER IMAP POP3 RABBITMQ RABBIT AMQP KAFKA BROKER NATS MQTT ELASTIC ELASTICSEARCH ES OPENSEARCH SOLR ' +
    'MEILISEARCH MEMCACHED CACHE LDAP CLICKHOUSE CASSANDRA NEO4J INFLUX INFLUXDB ETCD ZOOKEEPER CONSUL VAULT ' +
    'MINIO S3 FTP SFTP SSH SYSLOG NTP PROXY STATSD SENTRY QUEUE REVERB'
  ).split(' '),
);

/** `devPort`, `DEV_PORT`, `dev.port` → DEV, PORT. */
function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

export function judgeName(name: string): NameVerdict {
  if (name.length > 128) return 'other';
  const all = words(name);
  const at = all.lastIndexOf('PORT');
  if (at === -1) return name === 'PGPORT' ? 'port' : 'other';
  if (all.slice(at + 1).some((word) => NOT_A_PORT.has(word))) return 'other';
  if (all.some((word) => BOUNDS.has(word))) return 'bound';
  if (all.some((word) => INNER.has(word))) return 'inner';
  if (all.some((word) => DEBUG.has(word))) return 'debug';
  return all.length === 1 ? 'listen' : 'port';
}

/** Whether a program reads the variable to reach another one: DB_PORT rather than WEB_PORT. */
export function isBackingService(name: string): boolean {
  return name === 'PGPORT' || words(name).some((word) => BACKING.has(word));
}

/** What PUBLIC_PORT is a port of: what visitors go to, perhaps by way of a proxy or a tunnel. */
export const OF_VISITORS: readonly string[] = ['HOSTNAME', 'HOST', 'DOMAIN'];

/** Where the host of `DB_PORT` or `DB_PORT_REPLICA` would stand, in the order of likelihood. */
export function hostNames(name: string): string[] {
  if (name === 'PGPORT') return ['PGHOST'];
  const [, before, after = ''] = /^(.+)_PORT(_.+)?$/i.exec(name) ?? [];
  if (before === undefined) return [];
  const hosts = ['HOST', 'HOSTNAME', 'HOST_NAME', 'SERVER', 'ADDRESS', 'ADDR', 'IP'];
  const own = hosts.map((host) => `${before}_${host}${after}`);
  return /^(?:PUBLIC|EXTERNAL)$/i.test(before) ? [...own, ...OF_VISITORS] : own;
}

const LISTENS = new Set(['LISTEN', 'LISTENER', 'LISTENERS', 'BIND', 'SERVE']);

/**
 * Whether a variable that holds an address says where to listen. What Kafka advertises, it tells
 * its clients; what ASP.NET is told as URLs, it listens on.
 */
export function saysListen(name: string): boolean {
  const all = words(name);
  if (all.includes('ADVERTISED')) return false;
  return /^((ASPNETCORE|DOTNET)_)?URLS$/i.test(name) || all.some((word) => LISTENS.has(word));
}

/** Whether a variable holds an address, so that `:3000` is one. */
export function saysAddress(name: string): boolean {
  return (
    saysListen(name) || words(name).some((word) => ['ADDR', 'ADDRESS', 'ENDPOINT'].includes(word))
  );
}

/** The name of the port in an address: LISTEN_ADDR → LISTEN_PORT. */
export function portNameOf(name: string): string {
  const all = words(name);
  while (
    all.length > 1 &&
    ['ADDR', 'ADDRESS', 'URL', 'URLS', 'URI', 'HOST', 'LISTENERS'].includes(all.at(-1) ?? '')
  )
    all.pop();
  return `${all.join('_')}_PORT`;
}
