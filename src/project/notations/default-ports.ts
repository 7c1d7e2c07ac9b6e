import type { PortNumber } from '../../ports/index.js';
import { isThisMachine, isWildcard } from './host.js';
import { findUrlHosts } from './url.js';

/*
 * URLs that leave their port out mean the one that their scheme has by default:
 * https://www.iana.org/assignments/service-names-port-numbers. What clients of one scheme disagree
 * about (smtp, clickhouse) is no default.
 */

const SQL: Readonly<Record<string, number>> = {
  postgres: 5432,
  postgresql: 5432,
  postgis: 5432,
  mysql: 3306,
  mysql2: 3306,
  mariadb: 3306,
  trilogy: 3306,
  mssql: 1433,
  sqlserver: 1433,
};

const SERVICES: Readonly<Record<string, number>> = {
  ...SQL,
  mongodb: 27017,
  redis: 6379,
  rediss: 6379,
  valkey: 6379,
  valkeys: 6379,
  amqp: 5672,
  amqps: 5671,
  mqtt: 1883,
  mqtts: 8883,
  nats: 4222,
  bolt: 7687,
  neo4j: 7687,
  memcached: 11211,
  ldap: 389,
  ldaps: 636,
  pulsar: 6650,
};

const PAGES: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
};

const BY_SCHEME = { ...SERVICES, ...PAGES };

/** A host of a URL whose port is its scheme's default, because it says none. */
export interface UnwrittenPort {
  readonly host: string;
  readonly scheme: string;
  readonly port: PortNumber;
  /** Where `:80` would stand. */
  readonly at: number;
  /** It stands for more than one URL: `http://localhost*`, `http://localhost/*`. */
  readonly isPattern: boolean;
}

/** What may follow a host that says no port; after anything else, a port may be what follows. */
const ENDS = /^(?:$|[\s/?#,;"'`<>|)]|\}(?!\}{0,9}:))/;
/** Parameters that say it elsewhere: a socket, another port, an instance of SQL Server. */
const ELSEWHERE =
  /[?&;]\s*(?:host|hostaddr|port|port_?number|socket|unix_?socket|service|server|instance(?:_?name)?)\s*=/i;

/** Every place of a text where a URL to this machine leaves out a port that is known all the same. */
export function findUnwrittenPorts(text: string): UnwrittenPort[] {
  if (!text.includes('://')) return [];
  return findUrlHosts(text).flatMap(({ host, scheme, to: at, hasColon, isFurther }) => {
    const isClients = isThisMachine(host) && !isWildcard(host);
    const port = hasColon || !isClients ? undefined : defaultPort(scheme);
    if (port === undefined || !ENDS.test(text.slice(at, at + 12))) return [];
    const rest = /^[^\s"'`<>]{0,2000}/.exec(text.slice(at, at + 2000))?.[0] ?? '';
    if (
      port === 80 || port === 443 ? isFurther : ELSEWHERE.test(rest) || namesInstance(scheme, rest)
    )
      return [];
    return [{ host, scheme, port, at, isPattern: /^[^,;]*\*/.test(rest) }];
  });
}

/** Of `postgresql+asyncpg` and its kin the driver says nothing; `mongodb+srv` is another scheme. */
function defaultPort(written: string): PortNumber | undefined {
  // `${URL:-http://…}`
  const scheme = written.toLowerCase().replace(/^[^a-z]+/, '');
  const [base = '', driver] = scheme.split('+');
  const table = driver === undefined ? BY_SCHEME : SQL;
  return Object.hasOwn(table, base) ? (table[base] as PortNumber) : undefined;
}

/** `sqlserver://localhost/SQLEXPRESS`, as Go's driver has it. */
function namesInstance(scheme: string, rest: string): boolean {
  return scheme.toLowerCase() === 'sqlserver' && /^\/\w/.test(rest);
}
