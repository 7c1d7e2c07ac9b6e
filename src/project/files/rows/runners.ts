import { json } from '../../formats/json-data.js';
import { yaml } from '../../formats/yaml-data.js';
import { number, setting } from '../../notations/notation.js';
import { folderOf, fromFile } from '../../packages.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { portNameFrom } from './names.js';
import { worksIn } from './working-folder.js';

/** A command line, whose ports are called by one of the keys that lead to it. */
export function runs(...at: readonly string[]): PortRow {
  const portName = ({ keys: [name] }: PortPlace): string => portNameFrom(name);
  return { at, reads: setting, isCommand: true, portName };
}

/** The same in a list. */
export function runsEach(...at: readonly string[]): PortRow {
  const when = ({ path }: PortPlace): boolean => /^\d+$/.test(path.at(-1) ?? '');
  return { ...runs(...at, '*'), when };
}

function variables(...at: readonly string[]): PortRow {
  return { at, reads: setting, isVariable: true };
}

/** The port of a program whose own files say it. */
function follows(...at: readonly string[]): PortRow {
  return { at, reads: number, role: 'refer', protocol: 'tcp' };
}

/** A folder that a file names, from the project's root. */
function folderFrom(file: string, path: string): string {
  return fromFile(file, path).replace(/^\.?\/?|\/$/g, '');
}

/** A port of the sidecar, which tells it to its program. */
function ofSidecar(key: string, kind: string): PortRow {
  return {
    at: ['apps', '*', key],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    portName: ({ path, value }) => portNameFrom(value([...path.slice(0, 2), 'appID']), kind),
  };
}

const probes = ['readiness_probe', 'liveness_probe'].map((probe) =>
  follows('processes', '*', probe, 'http_get', 'port'),
);

/** What starts several programs of a project side by side. */
export const runners: readonly DataRow[] = [
  // https://f1bonacc1.github.io/process-compose/
  {
    name: 'process-compose',
    files: /(^|\/)process-compose([-_.][\w-]+)*\.ya?ml$/,
    format: yaml,
    ports: [
      // `PORT=3000`, as a shell would have it before a command.
      { ...runs('environment', '*'), portName: () => portNameFrom() },
      runs('processes', '*', 'environment', '*'),
      { ...runs('processes', '*', 'command'), worksIn: worksIn(folderOf, 'working_dir') },
      ...probes,
    ],
  },
  // https://docs.dapr.io/developing-applications/local-development/multi-app-dapr-run/
  {
    name: 'dapr',
    files: /(^|\/)dapr([-_.][\w-]+)*\.ya?ml$/,
    format: yaml,
    ports: [
      {
        ...follows('apps', '*', 'appPort'),
        below: ({ file, path, value }) =>
          folderFrom(file, value([...path.slice(0, 2), 'appDirPath']) ?? '.'),
      },
      ofSidecar('daprHTTPPort', 'dapr-http'),
      ofSidecar('daprGRPCPort', 'dapr-grpc'),
      ofSidecar('metricsPort', 'dapr-metrics'),
      variables('apps', '*', 'env', '*'),
      ...argumentRows('apps', '*', 'command'),
    ],
  },
  {
    name: 'devbox',
    files: /(^|\/)devbox\.json$/,
    format: json,
    ports: [
      variables('env', '*'),
      runs('shell', 'scripts', '*'),
      runsEach('shell', 'scripts', '*'),
      runsEach('shell', 'init_hook'),
    ],
  },
  {
    name: 'zed',
    files: /(^|\/)\.zed\/tasks\.json$/,
    format: json,
    ports: [
      {
        ...runs('*', 'command'),
        worksIn: worksIn((file) => folderOf(folderOf(file)), 'cwd'),
        portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'label'])),
      },
      ...argumentRows('*', 'args'),
      variables('*', 'env', '*'),
    ],
  },
];
