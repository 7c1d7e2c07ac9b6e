import { json } from '../../formats/json-data.js';
import { isThisMachine } from '../../notations/host.js';
import {
  listenFlags,
  type Notation,
  number,
  setting,
  writtenUrls,
} from '../../notations/notation.js';
import { folderOf, nameOf } from '../../packages.js';
import { DEBUGGING } from '../../sites/reasons.js';
import type { DataRow, EnvFilePlace, PortPlace, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { portNameFrom } from './names.js';
import { folderSaid, worksIn } from './working-folder.js';

/**
 * The environment of a program of the project that is started there: a port in it is that program's,
 * whose own files say it too, and is one by itself where no file does.
 */
const launched: Notation = (text, place) => {
  const read = setting(text, place);
  const stated = read.stated.map((each) =>
    each.role === 'listen' ? { ...each, role: 'refer' as const, mayServe: true } : each,
  );
  return { ...read, stated };
};

/** The folder that the editor has open: `.vscode/tasks.json` is its parent's. */
function opened(file: string): string {
  const folder = folderOf(file);
  return /^\.?(?:vscode|claude)$/.test(nameOf(folder)) ? folderOf(folder) : folder;
}

const home = ({ file }: PortPlace): string => opened(file);

/** The port of a debugger in another process: one that runs in a container is published. */
function debuggers(...above: readonly string[]): PortRow[] {
  return [['port'], ['connect', 'port']].flatMap((keys): PortRow[] => {
    const at = [...above, '*', ...keys];
    const attached: PortRow = {
      ...{ at, reads: number, role: 'refer', protocol: 'tcp', confidence: 'likely' },
      unlessPublished: DEBUGGING,
      when: ({ path, value }) => {
        const own = (...names: string[]) => value([...path.slice(0, above.length + 1), ...names]);
        const hosts = [own('address'), own('host'), own('hostName'), own('connect', 'host')];
        return (
          own('request') === 'attach' && hosts.every((host = 'localhost') => isThisMachine(host))
        );
      },
    };
    return [attached, { at, reads: number, leave: DEBUGGING }];
  });
}

/** `.*http://localhost:3000.*`, an expression for what a server prints. */
const expected: Notation = (text, place) => writtenUrls(text.replace(/\.[*+?]/g, '  '), place);

/** @param above the keys that lead to the configurations. */
function launchRows(...above: readonly string[]): PortRow[] {
  return [
    { at: [...above, '*', 'url'], reads: setting },
    // Which page the debugger takes, and what a server prints when it is ready.
    { at: [...above, '*', 'urlFilter'], reads: writtenUrls },
    { at: [...above, '*', 'serverReadyAction', 'pattern'], reads: expected },
    { at: [...above, '*', 'serverReadyAction', 'uriFormat'], reads: setting },
    { at: [...above, '*', 'env', '*'], reads: launched, isVariable: true },
    ...argumentRows(...above, '*', 'args'),
    ...argumentRows(...above, '*', 'runtimeArgs'),
    {
      at: [...above, '*', 'command'],
      reads: setting,
      isCommand: true,
      worksIn: worksIn(opened, 'cwd'),
      portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'name'])),
    },
    ...debuggers(...above),
  ];
}

/** @param above the keys that lead to the configurations. */
function envFilePlace(...above: readonly string[]): EnvFilePlace {
  return { at: [...above, '*', 'envFile'], path: (file, text) => folderSaid(opened(file), text) };
}

const UNTOLD =
  'the program is started apart from it, and takes the default of its library where DAPR_HTTP_PORT and DAPR_GRPC_PORT do not say another port';

/** Of a task of the type `dapr`, which starts the sidecar of a program, and not the program. */
const sidecars = (...above: readonly string[]): PortRow[] =>
  ['http', 'grpc', 'metrics'].map((kind) => ({
    ...{ at: [...above, '*', `${kind}Port`], reads: number, role: 'listen', protocol: 'tcp' },
    when: ({ path, value }) => /^daprd?$/.test(value([...path.slice(0, -1), 'type']) ?? ''),
    portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'appId']), kind),
    ...(kind !== 'metrics' && { leave: UNTOLD }),
  }));

/** `daprd`, or `dapr run` without `-- node app.js`: the arguments of a sidecar alone. */
function isOfSidecar({ path, value }: PortPlace): boolean {
  const wordAt = (at: number): string | undefined => value([...path.slice(0, -1), `${at}`]);
  const at = Number(path.at(-1));
  const isPort = [at - 1, at].some((each) =>
    /^--?dapr-(?:http|grpc)-port(?:=|$)/.test(wordAt(each) ?? ''),
  );
  if (!isPort || !/^daprd?$/.test(value([...path.slice(0, -2), 'command']) ?? '')) return false;
  let next = at;
  while (![undefined, '--'].includes(wordAt(next))) next += 1;
  return wordAt(next) === undefined;
}

const numberOrFlag: Notation = (text, place) => {
  const whole = number(text, place);
  return whole.stated.length > 0 ? whole : listenFlags(text, place);
};

/** @param above the keys that lead to the tasks. */
function taskRows(...above: readonly string[]): PortRow[] {
  return [
    {
      at: [...above, '*', 'command'],
      reads: setting,
      isCommand: true,
      worksIn: worksIn(opened, 'options', 'cwd'),
      // What has arguments beside it is told its port there.
      when: ({ path, value }) => value([...path.slice(0, -1), 'args', '0']) === undefined,
      portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'label'])),
    },
    { at: [...above, '*', 'args', '*'], reads: numberOrFlag, when: isOfSidecar, leave: UNTOLD },
    ...argumentRows(...above, '*', 'args'),
    { at: [...above, '*', 'options', 'env', '*'], reads: launched, isVariable: true },
    { at: [...above, '*', 'appPort'], reads: number, role: 'refer', protocol: 'tcp', below: home },
    ...sidecars(...above),
  ];
}

/** What the editor starts: https://code.visualstudio.com/docs/debugtest/tasks and debugging. */
export const vscode: readonly DataRow[] = [
  {
    name: 'vscode-launch',
    files: /(^|\/)\.?vscode\/launch\.json$/,
    format: json,
    ports: launchRows('configurations'),
    loads: [envFilePlace('configurations')],
  },
  {
    name: 'vscode-tasks',
    files: /(^|\/)\.?vscode\/tasks\.json$/,
    format: json,
    ports: taskRows('tasks'),
  },
  {
    name: 'vscode-workspace',
    files: /\.code-workspace$/,
    format: json,
    ports: [...launchRows('launch', 'configurations'), ...taskRows('tasks', 'tasks')],
    loads: [envFilePlace('launch', 'configurations')],
  },
  // A coding agent looks there for the server that it shows.
  {
    name: 'claude-launch',
    files: /(^|\/)\.claude\/launch\.json$/,
    format: json,
    ports: [
      { at: ['configurations', '*', 'port'], reads: number, role: 'refer', protocol: 'tcp' },
      ...launchRows('configurations'),
    ],
  },
];
