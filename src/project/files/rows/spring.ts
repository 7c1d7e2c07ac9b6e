import { properties } from '../../formats/properties.js';
import { yaml } from '../../formats/yaml-data.js';
import { type Notation, number } from '../../notations/notation.js';
import { expandSpring } from '../../notations/spring-placeholder.js';
import { PRODUCTION_RULE } from '../../sites/production.js';
import type { DataRow, ImpliedPort, PortPlace, PortRow, UnsaidCall } from '../row.js';
import { portNameFrom } from './names.js';
import { dropwizard, otherSettings } from './parts.js';

/**
 * The application's name or its module's folder, and the profile. Never SERVER_PORT: the framework
 * takes that from the environment before any file, in every profile and every application.
 */
function serverName(place: PortPlace, ...more: readonly string[]): string {
  const name = place.value(['spring', 'application', 'name']);
  const own = /[$@]/.test(name ?? '') ? undefined : name;
  return portNameFrom(own ?? moduleOf(place.file) ?? 'app', profileOf(place), ...more);
}

/** `services/orders/src/main/resources/application.yml` → `orders`. */
function moduleOf(file: string): string | undefined {
  const source = `/${file}`.indexOf('/src/');
  return source < 1
    ? undefined
    : file
        .slice(0, source - 1)
        .split('/')
        .at(-1);
}

function profileOf(place: PortPlace): string | undefined {
  const profile = expressionOf(place);
  return /^[\w-]+$/.test(profile ?? '') ? profile : undefined;
}

/** By the name of its file, else as the document says it: `prod`, `prod & !cloud`. */
function expressionOf({ file, value }: PortPlace): string | undefined {
  const named = /\/?(?:application|bootstrap)-([\w-]{1,40})\.[a-z]+$/.exec(file)?.[1];
  return (
    named ?? value(['spring', 'config', 'activate', 'on-profile']) ?? value(['spring', 'profiles'])
  );
}

/** `prod | staging`, but not `!prod`; and `%prod.quarkus.http.port`. */
function isOfProduction(place: PortPlace): boolean {
  const profile = /^%/.test(place.path[0] ?? '') ? place.path[0] : expressionOf(place);
  return /^(?!.*!).*\b(?:prod|production|staging)\b/.test(profile ?? '');
}

/** Of Helidon: `server.sockets.0.name: admin`, or `server.sockets.admin.port`. */
function socketName({ keys: [socket = ''], value }: PortPlace): string {
  return value(['server', 'sockets', socket, 'name']) ?? socket;
}

/** A number, or one that counts where a variable is not set: `$PORT:8080`. */
const ktorPort: Notation = (text, place) => {
  const [, before = '', variable, port] = /^(\$(\w{1,60}):)(\d{2,5})$/.exec(text) ?? [];
  if (variable === undefined) return number(text, place);
  const reason = `Ktor takes it where ${variable} is not set; set ${variable}, or ask for it by name with "ports"`;
  return { stated: [], doubted: [{ from: before.length, port: Number(port), reason }] };
};

const listens = { reads: number, role: 'listen', protocol: 'tcp' } as const;

/**
 * https://docs.spring.io/spring-boot/appendix/application-properties, and those of Quarkus,
 * Micronaut, Helidon and Ktor.
 */
const IN_CONTAINER = /^(?:docker|compose|docker-compose|container|k8s|kubernetes)$/;
const ofContainer = {
  reads: number,
  leave: 'by the name of its profile it is read inside a container, which has this number',
  when: (place: PortPlace) => IN_CONTAINER.test(profileOf(place) ?? ''),
} as const;

const servers: readonly PortRow[] = [
  { ...listens, at: ['server', 'port'], portName: (place) => serverName(place) },
  {
    ...listens,
    at: ['management', 'server', 'port'],
    portName: (place) => serverName(place, 'management'),
  },
  {
    ...listens,
    at: ['spring', 'rsocket', 'server', 'port'],
    portName: (place) => serverName(place, 'rsocket'),
  },
  // Dubbo registers it where clients ask for it.
  {
    ...listens,
    at: ['dubbo', 'protocol', 'port'],
    portName: (place) => serverName(place, 'dubbo'),
  },
  {
    ...listens,
    at: ['**', 'grpc', 'server', 'port'],
    portName: (place) => serverName(place, 'grpc'),
  },
  { ...listens, at: ['**', 'quarkus', 'http', 'port'], portName: (place) => serverName(place) },
  {
    ...listens,
    at: ['**', 'quarkus', 'http', 'test-port'],
    portName: (place) => serverName(place, 'test'),
  },
  {
    ...listens,
    at: ['**', 'quarkus', 'http', 'ssl-port'],
    portName: (place) => serverName(place, 'https'),
  },
  { ...listens, at: ['micronaut', 'server', 'port'], portName: (place) => serverName(place) },
  {
    ...listens,
    at: ['micronaut', 'server', 'ssl', 'port'],
    portName: (place) => serverName(place, 'https'),
  },
  {
    ...listens,
    at: ['endpoints', 'all', 'port'],
    portName: (place) => serverName(place, 'management'),
  },
  {
    ...listens,
    at: ['**', 'quarkus', 'management', 'port'],
    portName: (place) => serverName(place, 'management'),
  },
  {
    ...listens,
    at: ['ktor', 'deployment', 'port'],
    reads: ktorPort,
    portName: (place) => serverName(place),
  },
  {
    ...listens,
    at: ['ktor', 'deployment', 'sslPort'],
    reads: ktorPort,
    portName: (place) => serverName(place, 'https'),
  },
  {
    ...listens,
    at: ['server', 'sockets', '*', 'port'],
    portName: (place) => serverName(place, socketName(place)),
  },
];

const ports: readonly PortRow[] = [
  ...dropwizard((place, kind) => serverName(place, ...kind)),
  { ...ofContainer, at: ['server', 'port'] },
  { ...ofContainer, at: ['management', 'server', 'port'] },
  ...servers.map((row) => ({ ...row, when: isOfProduction, rule: PRODUCTION_RULE })),
  ...servers,
  otherSettings,
];

/** Those that are read whatever the profile is. */
const OF_ALL_PROFILES = /(^|\/main\/resources\/|\/config\/)application\.(ya?ml|properties)$/;

const OF_SPRING = 'a web application of Spring';
const OF_QUARKUS = 'a web application of Quarkus';
const OF_MICRONAUT = 'a web application of Micronaut';
const web = { fromTop: true, files: OF_ALL_PROFILES, port: 8080 } as const;

const implied: readonly ImpliedPort[] = [
  {
    ...web,
    at: ['spring'],
    key: ['server', 'port'],
    profiles: ['spring', 'profiles', 'active'],
    ...{ server: OF_SPRING, configuredAs: OF_SPRING },
  },
  // https://quarkus.io/guides/http-reference
  {
    ...web,
    at: ['**', 'quarkus'],
    key: ['quarkus', 'http', 'port'],
    keyOfProfile: ['*', 'quarkus', 'http', 'port'],
    profiles: ['quarkus', 'profile'],
    variables: ['QUARKUS_HTTP_PORT'],
    ...{ server: OF_QUARKUS, configuredAs: OF_QUARKUS },
  },
  // https://docs.micronaut.io/latest/guide/#serverConfiguration
  {
    ...web,
    at: ['micronaut'],
    key: ['micronaut', 'server', 'port'],
    profiles: ['micronaut', 'environments'],
    variables: ['MICRONAUT_SERVER_PORT'],
    ...{ server: OF_MICRONAUT, configuredAs: OF_MICRONAUT },
  },
];

/** What says where a client goes to. */
const ADDRESS = ['host', 'port', 'url', 'uri', 'addresses', 'cluster', 'sentinel'];
const OF_KAFKA = ['bootstrap-servers', 'properties.bootstrap', '*.bootstrap-servers'];
const call = (at: string, port: number, key: string, said = ADDRESS): UnsaidCall => ({
  ...{ at: at.split('.'), port, key, client: 'Spring', files: OF_ALL_PROFILES },
  unless: said.map((path) => path.split('.')),
});

/** Whose settings say more than where they go to, so that they are in use. */
const unsaid: readonly UnsaidCall[] = [
  call('spring.kafka', 9092, 'bootstrap-servers', OF_KAFKA),
  call('spring.rabbitmq', 5672, 'port'),
  call('spring.data.redis', 6379, 'port'),
  call('spring.redis', 6379, 'port'),
  call('spring.data.mongodb', 27017, 'port'),
];

/** Manifests of Kubernetes are called application.yaml as well. */
const unless = ['apiVersion', 'kind'];

const common = {
  separator: '.',
  placeholders: expandSpring,
  ports,
  implied,
  unsaid,
  unless,
} as const;

export const springYaml: DataRow = {
  ...common,
  name: 'spring',
  files: /^(?!(.*\/)?bin\/)(.*\/)?(application|bootstrap)(-[\w-]+)?\.ya?ml$/,
  format: yaml,
};

export const springProperties: DataRow = {
  ...common,
  name: 'spring',
  files:
    /^(?!(.*\/)?bin\/)(.*\/)?((application|bootstrap)(-[\w-]+)?|META-INF\/microprofile-config(-[\w-]+)?)\.properties$/,
  format: properties,
};
