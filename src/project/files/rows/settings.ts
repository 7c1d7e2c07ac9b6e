import type { DataFormat } from '../../formats/data.js';
import { json } from '../../formats/json-data.js';
import { properties } from '../../formats/properties.js';
import { toml } from '../../formats/toml-data.js';
import { yaml } from '../../formats/yaml-data.js';
import { isThisMachine, isWildcard } from '../../notations/host.js';
import { type Notation, number } from '../../notations/notation.js';
import { digitsAt } from '../../notations/number.js';
import { isBackingService } from '../../notations/variable-name.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';
import { dropwizard, otherSettings } from './parts.js';

/*
 * Settings that a program of the project reads itself, by a library that leaves their names to
 * people: viper, config-rs and figment, Hydra and Dynaconf, node-config, serverpod. Those of
 * production and of containers are not for this machine.
 */

const ACCOUNT = ['user', 'username', 'dialect', 'adapter', 'driver', 'dbname', 'database'];

/** What stands beside a place. */
function beside({ path, value }: PortPlace, ...keys: readonly string[]): (string | undefined)[] {
  return keys.map((key) => value([...path.slice(0, -1), key]));
}

/** Beside an account it is where a database is. */
function hasAccount(place: PortPlace): boolean {
  return beside(place, ...ACCOUNT).some((each) => each !== undefined);
}

function isHere(place: PortPlace): boolean {
  const [host = 'localhost'] = beside(place, 'host', 'hostname', 'address').filter(Boolean);
  const name = host.replace(/^https?:\/\//, '');
  return isThisMachine(name) || isWildcard(name);
}

/** `8080`, or Go's `:8080`. */
const listenPort: Notation = (text, place) => {
  const digits = /^:\d{2,5}$/.test(text) ? digitsAt(text, 1, text.length) : undefined;
  if (digits === undefined) return number(text, place);
  return { stated: [{ ...digits, role: 'listen', rule: 'port', confidence: 'certain' }] };
};

const OWN = /^(?:server|app|application|https?|grpc|web|rest)$/i;
const A_SERVER = /^(?:api|[A-Za-z]{1,40}(?:[_-]s|S)erver)$/;

/** `shop/config/default.yaml` → SHOP_PORT; `grpc.port` → SHOP_GRPC_PORT. */
function portName(place: PortPlace): string {
  const [key = ''] = place.path.slice(0, -1);
  return programName(place, /^(?:|server|app|application|web)$/i.test(key) ? undefined : key);
}

function programName({ file }: PortPlace, kind: string | undefined): string {
  const own = file.replace(/\/(?:env|envs|environments)(?=\/[^/]+$)/, '');
  const folder = /(^|\/)(config|configs|conf|configuration|settings|etc)\/[^/]+$/.test(own)
    ? folderAbove(own, 2)
    : folderAbove(file, 1);
  return portNameFrom(folder ?? 'app', kind);
}

const listens = { reads: listenPort, role: 'listen', protocol: 'tcp', portName } as const;
const refers = { reads: number, role: 'refer', confidence: 'likely' } as const;
const nothing: Notation = () => ({ stated: [] });

const ports: readonly PortRow[] = [
  {
    at: ['**', '*'],
    reads: nothing,
    when: ({ path: [first = ''] }) => /^(?:prod|production|staging)$/i.test(first),
  },
  ...dropwizard((place, [kind]) => programName(place, kind)),
  { at: ['port'], ...listens, when: (place) => !hasAccount(place) && isHere(place) },
  { at: ['port'], ...refers, when: isHere },
  { at: ['port'], reads: nothing },
  {
    at: ['*', 'port'],
    ...listens,
    when: (place) => OWN.test(place.keys[0] ?? '') && !hasAccount(place) && isHere(place),
  },
  // A bare number is Gin's way to say it.
  {
    at: ['*', 'addr'],
    ...listens,
    when: ({ keys: [key = ''] }) => /^(?:system|server)$/i.test(key),
  },
  {
    at: ['*', 'port'],
    ...listens,
    ...refers,
    mayServe: true,
    when: (place) => {
      const [key = ''] = place.keys;
      return A_SERVER.test(key) && !isBackingService(key) && !hasAccount(place) && isHere(place);
    },
  },
  otherSettings,
];

const FOR_THIS_MACHINE = '(?:dev|development|local|test|testing|debug|default|base|common)';
const NAME = `(?:(?:app|application|server|service|settings?|config|configuration|conf)(?:[._-]${FOR_THIS_MACHINE})?|${FOR_THIS_MACHINE}(?:[._-]config)?)`;
const FOLDER = '(?:config|configs|conf|configuration|settings|etc)';
/** `config/env/config.development.json` as well. */
const WITHIN = `${FOLDER}/(?:(?:env|envs|environments)/)?`;
/** By what they tell where to find. Rails has a kind of its own for `database.yml`. */
const OF_PROGRAMS = '(?:cable|mongoid|storage|sidekiq|redis|sunspot|elasticsearch|db)';

/**
 * Programs that nobody writes for a project, and that containers run more often than not; and where
 * settings for elsewhere are kept.
 */
const OF_OTHERS =
  '(?:prometheus|alertmanager|grafana|loki|promtail|tempo|mimir|jaeger|otel[\\w-]*|opentelemetry|vector|fluent[\\w-]*|telegraf|traefik|envoy|nginx|haproxy|kong|keycloak|vault|consul|nats|kafka|elasticsearch|kibana|logstash|filebeat|temporal|authelia|docker|deploy|deployments?|k8s|kubernetes|helm|charts|ansible|terraform)';

/** What tests put before a program, what readers are shown, and what is in force elsewhere. */
const OF_ELSEWHERE =
  '(?:test[-_]?(?:data|resources|files|configs)|(?:test[-_])?(?:__)?fixtures?(?:__)?|mocks?|(?:test[-_])?(?:integration|e2e)(?:[-_]tests?)?|bench(?:marks?)?|docs?|documentation|prod(?:uction)?|staging)';

function row(format: DataFormat, files: string): DataRow {
  return {
    name: 'settings',
    files: new RegExp(
      `^(?!(?:[^/]*/){0,9}(?:\\.[^/]*|${OF_OTHERS}|${OF_ELSEWHERE})/)(?:.*/)?${files}$`,
    ),
    format,
    separator: '.',
    ports,
    // Manifests of Kubernetes have any name.
    unless: ['apiVersion', 'kind'],
    isByName: true,
  };
}

const TOP = `(?:config|settings)(?:[._-]${FOR_THIS_MACHINE})?`;
const ANY = `(?:${WITHIN}(?:${NAME}|${OF_PROGRAMS})|${TOP})`;

export const settings: readonly DataRow[] = [
  row(yaml, `${ANY}\\.ya?ml`),
  row(toml, `(?:${ANY}|${WITHIN}database)\\.toml`),
  row(json, `${WITHIN}(?:${NAME}|${OF_PROGRAMS}|database)\\.json`),
  row(
    properties,
    `(?:${FOLDER}|resources)/(?:${NAME}|jdbc|liquibase|flyway|database|${OF_PROGRAMS})\\.properties`,
  ),
];
