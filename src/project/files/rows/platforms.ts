import { json } from '../../formats/json-data.js';
import { toml } from '../../formats/toml-data.js';
import { yaml } from '../../formats/yaml-data.js';
import { listenAddress, mapping, number, setting } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { portNameFrom } from './names.js';
import { runs, runsEach } from './runners.js';

function named(...parts: readonly string[]): () => string {
  return () => portNameFrom(...parts);
}

function listens(portName: (place: PortPlace) => string, ...at: readonly string[]): PortRow {
  return { at, reads: number, role: 'listen', protocol: 'tcp', portName };
}

/** The tool maps the number to one inside a container or a cluster. */
function publishes(portName: (place: PortPlace) => string, ...at: readonly string[]): PortRow {
  return { ...listens(portName, ...at), role: 'publish' };
}

/** https://trunkrs.dev/configuration: the first that there is. */
const trunk = {
  name: 'trunk',
  ports: [
    { ...listens(named('web'), 'serve', 'port'), configures: 'trunk' },
    { at: ['proxy', '*', 'backend'], reads: setting },
  ],
} as const satisfies Partial<DataRow>;

/** What runs a project's programs, its containers or its cluster on this machine. */
export const platforms: readonly DataRow[] = [
  {
    name: 'skaffold',
    files: /(^|\/)skaffold\.ya?ml$/,
    format: yaml,
    ports: [
      publishes(
        ({ keys: [index = ''], value }) =>
          portNameFrom(value(['portForward', index, 'resourceName']) ?? 'forward'),
        'portForward',
        '*',
        'localPort',
      ),
    ],
  },
  {
    name: 'kind',
    files: /(^|\/)kind([-_.][\w-]+)?\.ya?ml$/,
    format: yaml,
    ports: [
      {
        at: ['nodes', '*', 'extraPortMappings', '*', 'hostPort'],
        reads: number,
        role: 'publish',
        portName: named('cluster'),
      },
      publishes(named('cluster', 'api'), 'networking', 'apiServerPort'),
    ],
  },
  {
    name: 'k3d',
    files: /(^|\/)k3d([-_.][\w-]+)*\.ya?ml$/,
    format: yaml,
    ports: [
      { at: ['ports', '*', 'port'], reads: mapping, rule: 'ports', portName: named('cluster') },
      publishes(named('cluster', 'api'), 'kubeAPI', 'hostPort'),
      {
        at: ['registries', 'create', 'hostPort'],
        reads: number,
        leave: "the names of its images have it, in the cluster's files too",
      },
    ],
  },
  {
    name: 'devspace',
    files: /(^|\/)devspace\.ya?ml$/,
    format: yaml,
    ports: [
      {
        at: ['dev', '*', 'ports', '*', 'port'],
        reads: mapping,
        rule: 'ports',
        portName: ({ keys: [name] }) => portNameFrom(name),
      },
    ],
  },
  {
    name: 'ddev',
    files: /(^|\/)\.ddev\/config(\.[\w-]+)*\.ya?ml$/,
    format: yaml,
    ports: [
      publishes(named('db'), 'host_db_port'),
      publishes(named('web'), 'host_webserver_port'),
      publishes(named('web', 'https'), 'host_https_port'),
      publishes(named('mailpit'), 'host_mailpit_port'),
    ],
  },
  {
    name: 'lando',
    files: /(^|\/)\.lando(\.[\w-]+)*\.ya?ml$/,
    format: yaml,
    ports: [publishes(({ keys: [name] }) => portNameFrom(name), 'services', '*', 'portforward')],
  },
  {
    name: 'wp-env',
    files: /(^|\/)\.wp-env(\.override)?\.json$/,
    format: json,
    ports: [
      publishes(named('web'), 'port'),
      publishes(named('web', 'tests'), 'testsPort'),
      publishes(({ keys: [name] }) => portNameFrom('web', name), 'env', '*', 'port'),
    ],
  },
  {
    name: 'mise',
    files: /(^|\/)\.?mise(\.[\w-]+)*\.toml$/,
    format: toml,
    ports: [
      { at: ['env', '*'], reads: setting, isVariable: true },
      { at: ['tasks', '*', 'env', '*'], reads: setting, isVariable: true },
      runs('tasks', '*'),
      runsEach('tasks', '*'),
      runs('tasks', '*', 'run'),
      runsEach('tasks', '*', 'run'),
    ],
  },
  {
    name: 'rocket',
    files: /(^|\/)Rocket\.toml$/,
    format: toml,
    ports: [
      listens(
        ({ keys: [profile = ''] }) =>
          portNameFrom('web', /^(default|debug|release)$/.test(profile) ? undefined : profile),
        '*',
        'port',
      ),
    ],
  },
  { ...trunk, files: /(^|\/)\.?[Tt]runk\.toml$/, format: toml },
  { ...trunk, files: /(^|\/)\.?[Tt]runk\.ya?ml$/, format: yaml },
  { ...trunk, files: /(^|\/)\.?[Tt]runk\.json$/, format: json },
  {
    name: 'leptos',
    files: /(^|\/)Cargo\.toml$/,
    format: toml,
    // Of a template for new projects, with `{{ name }}` in it, nothing runs.
    isByName: true,
    ports: [
      {
        at: ['**', 'leptos', 'site-addr'],
        reads: listenAddress,
        role: 'listen',
        protocol: 'tcp',
        portName: named('web'),
      },
      listens(named('web', 'reload'), '**', 'leptos', 'reload-port'),
      {
        ...listens(named('web'), 'package', 'metadata', 'trunk', 'serve', 'port'),
        rule: 'trunk',
        configures: 'trunk',
      },
    ],
  },
  {
    name: 'air',
    files: /(^|\/)\.air(\.[\w-]+)*\.toml$/,
    format: toml,
    ports: [
      listens(named('web'), 'proxy', 'proxy_port'),
      {
        at: ['proxy', 'app_port'],
        reads: number,
        role: 'refer',
        mayServe: true,
        portName: named('app'),
      },
    ],
  },
];
