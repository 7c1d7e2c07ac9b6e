import type { PortNumber } from '../../ports/index.js';
import { isThisMachine, isWildcard } from './host.js';
import type { Mention } from './setting.js';

type Other = (name: string) => string | undefined;

/**
 * Ports that settings mean and say nowhere, not even by the scheme of a URL: told where they move.
 * @param name of the setting.
 * @param other as of `readSetting`.
 */
export function unsaidMentions(text: string, name: string, other: Other): Mention[] {
  if (text.length > MAX_LENGTH) return [];
  return [
    ...ofEmulator(text),
    ...ofGoMySql(text, name),
    ...ofPairs(text, name),
    ...ofHost(text, name, other),
  ];
}

const MAX_LENGTH = 2000;

/** Ports that may be meant, one behind each character: two sites never begin at one place. */
function mentionsAt(
  end: number,
  ports: readonly number[],
  reasonOf: (port: number) => string,
): Mention[] {
  return ports.map((port, index) => ({
    ...{
      from: end - index,
      to: end - index,
      port: port as PortNumber,
      protocol: 'tcp',
      stays: reasonOf(port),
    },
    ...{ role: 'refer', rule: 'unsaid', confidence: 'likely' },
    insert: { before: ':', after: '' },
  }));
}

/** https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string */
function ofEmulator(text: string): Mention[] {
  if (!/^\s*UseDevelopmentStorage\s*=\s*true\s*;?\s*$/i.test(text)) return [];
  const reason =
    'UseDevelopmentStorage=true means 10000 to 10002 of this machine; endpoints that are written out follow';
  // Its queues and tables are started with its blobs: they need not be told as well.
  return mentionsAt(text.length, [10000], () => reason);
}

/** `user:password@tcp(localhost)/shop`: https://github.com/go-sql-driver/mysql#dsn-data-source-name */
function ofGoMySql(text: string, name: string): Mention[] {
  const found = /@tcp\(([^()\s:]{1,100})\)\//.exec(text);
  if (found === null || !isHere(found[1] ?? '')) return [];
  const end = found.index + found[0].length;
  return mentionsAt(end, [MYSQL], (port) => takesReason(name, port, `":${port}" behind the host`));
}

const [MYSQL, POSTGRES, SQL_SERVER] = [3306, 5432, 1433];

/** A word of a connection string, its name in small letters without spaces. */
interface Pair {
  readonly key: string;
  readonly value: string;
  /** Where the value ends. */
  readonly to: number;
}

const PAIR = /(?<=^|[;\s])([A-Za-z][A-Za-z_ ]{0,39}?)\s{0,9}=\s{0,9}('[^']{0,200}'|[^;\s]{0,200})/g;

function pairsOf(text: string): Pair[] {
  return [...text.matchAll(PAIR)].map(({ 0: all, 1: key = '', 2: value = '', index }) => ({
    key: key.toLowerCase().replace(/[ _]/g, ''),
    value,
    to: index + all.length,
  }));
}

const OF_DATABASE = ['database', 'dbname', 'initialcatalog', 'sslmode'];
const OF_SQL_SERVER = [
  'initialcatalog',
  'trustedconnection',
  'integratedsecurity',
  'trustservercertificate',
  'multipleactiveresultsets',
  'encrypt',
];

/** `Server=localhost;Database=shop` of ADO.NET, `host=localhost dbname=shop` of libpq. */
function ofPairs(text: string, name: string): Mention[] {
  const pairs = text.includes('=') ? pairsOf(text) : [];
  const has = (keys: readonly string[]): boolean => pairs.some(({ key }) => keys.includes(key));
  const host = pairs.find(({ key }) =>
    /^(?:host|hostname|server|datasource|addr|address|networkaddress)$/.test(key),
  );
  if (host === undefined || has(['port']) || !has(OF_DATABASE)) return [];
  const isOfMicrosoft = host.value === '.' || host.value === '(local)';
  if (!isOfMicrosoft && !isHere(host.value)) return [];
  const ports =
    isOfMicrosoft || has(OF_SQL_SERVER) ? [SQL_SERVER] : candidates(host.key, has(['uid']));
  return mentionsAt(host.to, ports, (port) => {
    const said = port === SQL_SERVER ? `localhost,${port}` : `port=${port}`;
    return takesReason(name, port, `"${said}"`);
  });
}

function takesReason(name: string, port: number, said: string): string {
  return `${name || 'it'} says no port, and its client takes ${port}; with ${said} it follows`;
}

function candidates(key: string, hasUid: boolean): readonly number[] {
  if (!key.startsWith('host')) return [SQL_SERVER, MYSQL, POSTGRES];
  return [hasUid ? MYSQL : POSTGRES];
}

const DEFAULTS: Readonly<Record<string, number>> = {
  POSTGRES,
  POSTGRESQL: POSTGRES,
  PG: POSTGRES,
  MYSQL,
  MARIADB: MYSQL,
  MSSQL: SQL_SERVER,
  SQLSERVER: SQL_SERVER,
  REDIS: 6379,
  VALKEY: 6379,
  MONGO: 27017,
  MONGODB: 27017,
  RABBIT: 5672,
  RABBITMQ: 5672,
  MEMCACHED: 11211,
  ELASTICSEARCH: 9200,
  NATS: 4222,
};

/** `MYSQL_HOST=localhost` and no MYSQL_PORT. */
function ofHost(text: string, name: string, other: Other): Mention[] {
  if (!isHere(text.trim())) return [];
  const [, before = ''] =
    /^(PG|.{1,60}_)(?:HOST|HOST_?NAME|ADDR|ADDRESS|SERVER)$/i.exec(name) ?? [];
  const words = before.toUpperCase().split('_');
  const service = words.find((word) => Object.hasOwn(DEFAULTS, word));
  const port = service === undefined ? undefined : DEFAULTS[service];
  if (port === undefined) return [];
  const own = [`${before}PORT`, `${service}_PORT`, 'DB_PORT'];
  if (own.some((each) => other(each) !== undefined)) return [];
  const reason = `${name} is this machine, and no port stands beside it: what reads it may take ${port}`;
  return mentionsAt(text.length, [port], () => reason);
}

function isHere(host: string): boolean {
  return isThisMachine(host) && !isWildcard(host);
}
