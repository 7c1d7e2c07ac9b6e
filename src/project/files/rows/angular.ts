import { json } from '../../formats/json-data.js';
import { number, setting } from '../../notations/notation.js';
import { folderOf } from '../../packages.js';
import { DEBUGGING } from '../../sites/reasons.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { folderAbove, portNameFrom } from './names.js';
import { folderSaid } from './working-folder.js';

/** `ng serve` of the project `shop` → SHOP_PORT, its storybook → SHOP_STORYBOOK_PORT. */
function targetName({ keys: [project, target], path }: PortPlace): string {
  return portNameFrom(project, path[3] === 'serve' ? undefined : target);
}

/** Angular's own key for the targets of a project, and the one of its shared format. */
const targetPorts = ['architect', 'targets'].flatMap((targets): PortRow[] => [
  {
    at: ['projects', '*', targets, 'serve', 'options', 'port'],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    portName: targetName,
    configures: 'ng',
  },
  {
    at: ['projects', '*', targets, '*', 'options', 'port'],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    portName: targetName,
  },
  {
    at: ['projects', '*', targets, '*', 'configurations', '*', 'port'],
    reads: number,
    role: 'listen',
    protocol: 'tcp',
    portName: targetName,
  },
]);

/** https://angular.dev/reference/configs/workspace-config and the options of `ng serve`. */
export const angular: DataRow = {
  name: 'angular',
  files: /(^|\/)angular\.json$/,
  format: json,
  ports: [
    ...targetPorts,
    { at: ['projects', '*', 'architect', '*', 'options', '*'], reads: setting },
    { at: ['projects', '*', 'architect', '*', 'configurations', '*', '*'], reads: setting },
  ],
  implied: ['architect', 'targets'].map((targets) => ({
    at: ['projects', '*', targets, 'serve'],
    key: ['options', 'port'],
    ...{ port: 4200, server: 'ng serve', configuredAs: 'ng' },
  })),
};

/** Its `port` is where the debugger of Node listens: the program has its own from elsewhere. */
const RUNS_NODE = /^(?:@nx\/js:node|@nrwl\/(?:js|node):(?:node|execute))$/;

/** Of its folder, and its target but for the usual one. */
const nxName = ({ file, keys: [target] }: PortPlace): string =>
  portNameFrom(folderAbove(file, 1), target === 'serve' ? undefined : target);

/** What runs commands, which is also meant by a target that has nothing but one. */
const RUNS_COMMANDS = /(?:^|:)run-commands?$/;

/** Without a word of it, it works in the folder of the whole workspace: that of the project, as a rule. */
const nxFolder = ({ file, path, value }: PortPlace): string | undefined => {
  const [targets = '', target = ''] = path;
  const own = path[2] === 'configurations' ? value([...path.slice(0, 4), 'cwd']) : undefined;
  const said = own ?? value([targets, target, 'options', 'cwd']);
  return folderSaid('', said?.replace('{projectRoot}', folderOf(file) || '.'));
};

/** A command of a target, and each of a list of them. */
const nxCommands = [['options'], ['configurations', '*']].flatMap((holder) =>
  [['command'], ['commands', '*'], ['commands', '*', 'command']].map(
    (keys): PortRow => ({
      at: ['targets', '*', ...holder, ...keys],
      reads: setting,
      isCommand: true,
      when: ({ path, value }) => RUNS_COMMANDS.test(value([...path.slice(0, 2), 'executor']) ?? ''),
      worksIn: nxFolder,
      portName: nxName,
    }),
  ),
);

/** A project of Nx by itself; its folder names it. */
export const nxProject: DataRow = {
  name: 'nx',
  files: /(^|\/)project\.json$/,
  format: json,
  ports: [
    {
      at: ['targets', '*', 'options', 'port'],
      reads: number,
      leave: DEBUGGING,
      when: ({ path, value }) => RUNS_NODE.test(value([...path.slice(0, 2), 'executor']) ?? ''),
    },
    ...[['options'], ['configurations', '*']].map(
      (holder): PortRow => ({
        at: ['targets', '*', ...holder, 'port'],
        ...{ reads: number, role: 'listen', protocol: 'tcp', portName: nxName },
      }),
    ),
    {
      at: ['targets', '*', 'command'],
      ...{ reads: setting, isCommand: true, worksIn: nxFolder, portName: nxName },
    },
    ...nxCommands,
    { at: ['targets', '*', 'options', '*'], reads: setting },
    { at: ['targets', '*', 'configurations', '*', '*'], reads: setting },
  ],
  implied: [
    {
      at: ['targets', 'serve', 'executor'],
      value: /^(?:@angular|@nx\/(?:angular|webpack)|@nrwl\/(?:angular|web)).*:[\w-]*dev-server$/,
      ...{ key: ['targets', 'serve', 'options', 'port'], fromTop: true },
      ...{ port: 4200, server: 'nx serve', configuredAs: 'nx serve' },
    },
  ],
};

/** What a development server passes on to other servers. */
export const proxyConf: DataRow = {
  name: 'proxy',
  files: /(^|\/)proxy\.conf(\.[\w-]+)*\.json$/,
  format: json,
  ports: [{ at: ['**', 'target'], reads: setting }],
};
