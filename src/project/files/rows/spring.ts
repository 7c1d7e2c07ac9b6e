import { properties } from '../../formats/properties.js';
import { yaml } from '../../formats/yaml-data.js';
import { number } from '../../notations/notation.js';
import { expandSpring } from '../../notations/spring-placeholder.js';
import type { DataRow, ImpliedPort, PortPlace, PortRow } from '../row.js';
import { portNameFrom } from './names.js';
import { otherSettings } from './parts.js';

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

function profileOf({ file, value }: PortPlace): string | undefined {
  const named = /\/?(?:application|bootstrap)-([\w-]{1,40})\.[a-z]+$/.exec(file)?.[1];
  const activated =
    value(['spring', 'config', 'activate', 'on-profile']) ?? value(['spring', 'profiles']);
  return named ?? (/^[\w-]+$/.test(activated ?? '') ? activated : undefined);
}

const listens = { reads: number, role: 'listen', protocol: 'tcp' } as const;

/** https://docs.spring.io/spring-boot/appendix/application-properties, Quarkus' and Micronaut's. */
const ports: readonly PortRow[] = [
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
  otherSettings,
];

const implied: readonly ImpliedPort[] = [
  {
    at: ['spring'],
    key: ['server', 'port'],
    fromTop: true,
    files: /(^|\/main\/resources\/|\/config\/)application\.(ya?ml|properties)$/,
    port: 8080,
    server: 'a web application of Spring',
  },
];

/** Manifests of Kubernetes are called application.yaml as well. */
const unless = ['apiVersion', 'kind'];

const common = { separator: '.', placeholders: expandSpring, ports, implied, unless } as const;

export const springYaml: DataRow = {
  ...common,
  name: 'spring',
  files: /^(?!(.*\/)?bin\/)(.*\/)?(application|bootstrap)(-[\w-]+)?\.ya?ml$/,
  format: yaml,
};

export const springProperties: DataRow = {
  ...common,
  name: 'spring',
  files: /^(?!(.*\/)?bin\/)(.*\/)?(application|bootstrap)(-[\w-]+)?\.properties$/,
  format: properties,
};
