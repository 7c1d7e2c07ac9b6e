import { defined } from '../files/defined.js';
import { unsaidMentions } from '../notations/unsaid-ports.js';

/** What a line of source code says of a port of this machine. */
export interface SourceCall {
  readonly port: number;
  /** As people say it: `localhost:3000`, or `http://localhost` of 80, without a user. */
  readonly call: string;
  /** The number counts only where this variable is not set. */
  readonly variable?: string;
  /** A client says nothing of where it goes to. */
  readonly isUsual?: true;
  /** It is the number of a key alone: lines beside it say of which host, or nothing does. */
  readonly isKeyed?: true;
  /** The host is computed, or one of a local network: it may be this machine. */
  readonly isComputed?: true;
  /** A connection string of pairs does, which may leave the port out. */
  readonly isOfPairs?: true;
  /** A command does, which may run in a container, or speak of another machine. */
  readonly isCommand?: true;
}

/** `os.Setenv("DB_PORT", "5432")`: it says the variable, and takes nothing of it. */
const SETS_VARIABLE = /(?:set|put)_?env/i;
const RUNS_ELSEWHERE = /\b(?:docker|podman|compose|kubectl|ssh)\b.*\b(?:exec|run|ssh)\b/;
/** `-h db`, or `-hdb` as clients of MySQL take it. */
const OTHER_HOST = /\s(?:-h(?=[ =\w])|--host(?=[ =]))(?![ =]?["']?(?:localhost|127\.))/;

/** Whether a call that was found is one, by the line that it stands in. */
export function isCalled(call: SourceCall, line: string): boolean {
  const { variable, isKeyed, isCommand } = call;
  if (isKeyed) return findCall(line, call) !== undefined;
  if (call.isOfPairs) return isOfPairsIn(line, call);
  if (variable !== undefined) return !SETS_VARIABLE.test(line);
  return isCommand !== true || !(RUNS_ELSEWHERE.test(line) || OTHER_HOST.test(line));
}

/*
 * Expressions that git understands in both of its ways of reading them (-P, -E), and JavaScript as
 * well, but for `[[:space:]]`: no bracket of theirs has a `\` or begins with `]`.
 */

/** Under which a container knows the machine that runs it. */
const GATEWAY = '(host|gateway)[.](docker|containers|lima)[.]internal';
const BEGINS_WITH_GATEWAY = new RegExp(`^${GATEWAY}`);
const HOST = `(localhost|127[.]0[.]0[.]1|0[.]0[.]0[.]0|\\[::1\\]|${GATEWAY})`;
const BEGINS_WITH_HOST = new RegExp(`^${HOST}`);
const OWN_HOST = '(localhost|127[.]0[.]0[.]1|\\[::1\\])';
/** What a host is followed by where its port is the scheme's. */
const NO_PORT = '([^:A-Za-z0-9._$%{+*-]|$)';
/** The schemes that programs write most. */
const SCHEME = '(https?|wss?|postgres(ql)?|ecto|mysql|mongodb|redis|amqp|nats)://';
const USER = '([^@/"\'<> ]{1,99}@)?';
const SCHEME_PORTS: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, ws: 80, wss: 443 },
  ...{ postgres: 5432, postgresql: 5432, ecto: 5432, mysql: 3306, mongodb: 27017 },
  ...{ redis: 6379, amqp: 5672, nats: 4222 },
};
/** What stands before the digits of a port. */
const BEFORE_PORT = [
  // `localhost:3000` and `${HOST:-localhost}:3000`; `("localhost", 3000)` and `host: 'localhost',
  // port: 3000`, which are two words; `Server=localhost,1433`, `nc -z localhost 5432`; and
  // `localhost:{$WEB_PORT:3000}` of Caddy
  `${HOST}([}]?:([{][$][A-Z_0-9]{1,60}:)?|[, ]|["'],[[:space:]]{0,9}(["']?port["']?[[:space:]]{0,9}[:=]>?[[:space:]]{0,9})?["']?)`,
  // `</dev/tcp/localhost/5432`
  `/dev/tcp/${HOST}/`,
  // `psql -U app -p 5432`, `mysql -P3306`
  '(psql|pg_isready|pg_dump|redis-cli) ([^|;&]{0,60} )?-p ?',
  '(mysql|mysqldump|mariadb) ([^|;&]{0,60} )?-P ?',
  // `getenv("DB_PORT", "5432")`, `ENV['DB_PORT'] || 5432`, `env("DB_PORT").unwrap_or(5432)`
  `((environ[.]get|getenv|System[.]get_env)[(])?["'][A-Z_0-9]*PORT["'](,|[)]|[}]|])[^0-9"';=]{0,45}(default ?= ?)?["']?`,
  // `$ENV{PORT} || 3000` of Perl
  'ENV[{]["\']?[A-Z_0-9]*PORT["\']?[}] ?([|][|]|//) ?["\']?',
  // `process.env.PORT ?? 3000`, `Number(env['DB_PORT']) || "5432"`, within a URL perhaps;
  // `toNumber(process.env.PORT, 3000)`
  `env[.[]["']?[A-Z_0-9]*PORT(["']])?[), 10]{0,8}([|][|]|[?][?]|,) ?["'\`]?`,
];

const LOCAL_ADDRESS = '192[.]168[.][0-9]{1,3}[.][0-9]{1,3}';
const BEGINS_WITH_ADDRESS = new RegExp(`^${LOCAL_ADDRESS}(?=:)`);
/**
 * `http://${host}:3000`, `f"redis://u@{host}:6379"`, `"http://%s:3000"`: what is said says which host.
 * `192.168.1.4:3000` is told to phones, and to containers.
 */
const COMPUTED = `((//|@)([$#]?[{][^{}"'\` ]{1,60}[}]|%s)|\\b${LOCAL_ADDRESS}):`;
const BEGINS_WITH_COMPUTED = new RegExp(`^${COMPUTED}`);
/** `${HOST:-localhost}:3000`, which is this machine unless somebody says otherwise. */
const HAS_DEFAULT_HOST = new RegExp(`[:=?|-]${HOST}[}]:`);

/** `port: 5432`, whose host stands on a line of its own; `'PORT': '5432'` of Django. */
const KEY = `(\\b[Pp]ort["']?|["']PORT["'])[[:space:]]{0,9}(:|=>?)[[:space:]]{0,9}["']?`;
const BEGINS_WITH_KEY = /^(?:[Pp]ort|["']PORT["'])(?!\w)/;
/** Of `spec.port = 80`, `$port = 80` and `web-port: 80` it is a part. */
const NO_PART_OF_NAME = '(?<![.$-])';

/** `Host=localhost;Database=shop;Port=5432` of ADO.NET, from its host on: https://www.connectionstrings.com */
const PAIRS = `${OWN_HOST};[^"'\`<>]{1,200}`;
const BEGINS_WITH_PAIRS = new RegExp(`^${OWN_HOST};`);
const PAIRS_HOST = `(?:[Ss]erver|Data Source|[Hh]ost) ?= ?${OWN_HOST}`;
const WHOLE_PAIRS = new RegExp(`${PAIRS_HOST};[^"'\`<>]{1,200}`, 'g');

/** Clients that are told no address, and so have the usual one of what they are for. */
const CLIENTS: readonly (readonly [client: string, port: number])[] = [
  ['new (IO)?Redis[(][)]', 6379],
  ['[Rr]edis[.](createClient|(Strict)?Redis)[(][)]', 6379],
  ['MongoClient[(][)]', 27017],
];
const CLIENT_PORTS = CLIENTS.map(([client, port]) => [new RegExp(`^${client}`), port] as const);

/** Any number: which ones are ports of the project is known when all of it is read. */
export const anyCall = [
  // What they have in common stands once: git is slower with each one more that it has to try.
  `(${[...BEFORE_PORT, COMPUTED, KEY].join('|')})[0-9]{1,5}([^0-9.]|$)`,
  `${SCHEME}${USER}${OWN_HOST}${NO_PORT}`,
  PAIRS,
  ...CLIENTS.map(([client]) => client),
].join('|');

/**
 * @param match what `anyCall` found, or something else.
 * @returns several where a client may take one or the other.
 */
export function readCalls(match: string): readonly SourceCall[] {
  return BEGINS_WITH_PAIRS.test(match) ? callsOfPairs(match) : [readCall(match) ?? []].flat();
}

/** What is written before the host, which the line tells, says which client it is. */
function callsOfPairs(match: string): SourceCall[] {
  const said = portOfPairs(match);
  const ports = said === undefined ? UNSAID_PORTS : [said];
  return ports.map((port) => ({ port, call: `localhost:${port}`, isOfPairs: true }));
}

const UNSAID_PORTS = [1433, 3306, 5432];

function portOfPairs(text: string): number | undefined {
  const said = /;\s?port\s?=\s?(\d{2,5})(?![\d.])/i.exec(text)?.[1];
  return said === undefined ? undefined : Number(said);
}

function isOfPairsIn(line: string, { port }: SourceCall): boolean {
  return (line.match(WHOLE_PAIRS) ?? []).some((pairs) => {
    const said = portOfPairs(pairs);
    if (said !== undefined) return said === port;
    return unsaidMentions(pairs, '', () => undefined).some((each) => each.port === port);
  });
}

function readCall(match: string): SourceCall | undefined {
  const [, scheme = ''] = /^([a-z]{2,10}):\/\//.exec(match) ?? [];
  const meant = SCHEME_PORTS[scheme];
  if (meant !== undefined) return { port: meant, call: `${scheme}://localhost` };
  const [, usual] = CLIENT_PORTS.find(([client]) => client.test(match)) ?? [];
  if (usual !== undefined) return { port: usual, call: `localhost:${usual}`, isUsual: true };
  const isKeyed = BEGINS_WITH_KEY.test(match);
  const said = /^(?:(?:env|ENV)\W{1,2}|(?:[\w.]{1,15}\()?["'])(\w*PORT)\b/.exec(match)?.[1];
  const variable = isKeyed ? undefined : said;
  const digits = /(?<!\d)(\d{2,5})\D*$/.exec(match)?.[1];
  const isHost = BEGINS_WITH_HOST.test(match) || HAS_DEFAULT_HOST.test(match);
  const isComputed = BEGINS_WITH_COMPUTED.test(match) && !isHost;
  const isCommand = /^(?:[a-z][a-z_-]{3,10} |\/dev\/tcp\/)/.test(match) && !isKeyed && !isComputed;
  const isWord = isKeyed || isComputed || isCommand;
  const isCall = isWord || variable !== undefined || isHost;
  if (digits === undefined || !isCall) return undefined;
  const port = Number(digits);
  if (isComputed) {
    const [address] = BEGINS_WITH_ADDRESS.exec(match) ?? [];
    const call = address
      ? `${address}:${port} of a local network`
      : `${port} of a host that it computes`;
    return { port, call, isComputed };
  }
  const [host = 'localhost'] = BEGINS_WITH_GATEWAY.exec(match) ?? [];
  const more = { ...(isKeyed && { isKeyed }), ...(isCommand && { isCommand }) };
  return { port, call: `${host}:${port}`, ...defined({ variable }), ...more };
}

/** `env('API_URL', `, `process.env.API_URL ?? `, `ENV.fetch("API_URL") { `, and the begin of a URL. */
const HAS_VARIABLE =
  /(?:env|environ(?:\.get)?|fetch|config)[.[(]["']?([A-Z][A-Z0-9_]{1,60})["']?[\])]{0,2}\s{0,9}(?:,|\|\||\?\?|or|\{)\s{0,9}(?:default\s?=\s?)?["'`]?[^\s"'`,]{0,150}$/i;

/** The variable without which the call of a line counts, where one stands right before it. */
export function variableOf(call: SourceCall, line: string): string | undefined {
  if (call.variable !== undefined) return call.variable;
  const at = findCall(line, call);
  return at === undefined ? undefined : HAS_VARIABLE.exec(line.slice(0, at))?.[1];
}

/** Whether it is this machine that is called, also from within a container. */
export function isOfGateway({ call }: SourceCall): boolean {
  return BEGINS_WITH_GATEWAY.test(call);
}

/** Where the port of a call stands in its line, or would stand; undefined where it does not. */
export function findCall(line: string, call: SourceCall): number | undefined {
  const found = new RegExp(placeOf(call)).exec(line);
  return found === null ? undefined : found.index + found[0].length;
}

/** What ends where the port of a call does, or would stand. */
function placeOf(call: SourceCall): string {
  const { port, isUsual, isKeyed, isComputed, isOfPairs } = call;
  if (isOfPairs)
    return `${PAIRS_HOST}(?:(?:;[^;"'\`<>]{1,60}){0,9}?;\\s?[Pp]ort\\s?=\\s?(?=${port}(?!\\d))|(?=;))`;
  if (isUsual)
    return CLIENTS.flatMap(([client, usual]) => (usual === port ? client : [])).join('|');
  const scheme = /^\w+:\/\//.exec(call.call)?.[0];
  if (scheme !== undefined) return `${scheme}${USER}${OWN_HOST}(?=${NO_PORT})`;
  const own = isKeyed ? `${NO_PART_OF_NAME}${KEY}` : isComputed ? COMPUTED : BEFORE_PORT.join('|');
  const before = isOfGateway(call) ? `${GATEWAY}[}]?:` : own;
  return `(?:${before.replaceAll('[[:space:]]', '\\s')})(?=${port}(?![0-9.]))`;
}
