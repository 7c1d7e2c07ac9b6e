import { json } from '../../formats/json-data.js';
import { toml } from '../../formats/toml-data.js';
import { yaml } from '../../formats/yaml-data.js';
import { isThisMachine } from '../../notations/host.js';
import { listenAddress, type Notation, number, setting } from '../../notations/notation.js';
import type { DataRow, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { folderAbove, portNameFrom } from './names.js';
import { DEBUGGING } from './parts.js';

/** A number that the tool listens on, named by what it serves. */
function listens(at: readonly string[], ...name: readonly string[]): PortRow {
  const portName = (): string => portNameFrom(...name);
  return { at, reads: number, role: 'listen', protocol: 'tcp', portName };
}

/** URLs and addresses of this machine: a client's. */
function follows(...at: readonly string[]): PortRow {
  return { at, reads: setting };
}

/** Environment variables of a program that is started on this machine. */
function variables(...at: readonly string[]): PortRow {
  return { at, reads: setting, isVariable: true };
}

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

/** The port of a debugger in another process: one that runs in a container is published. */
const debuggers = [['port'], ['connect', 'port']].flatMap((keys): PortRow[] => {
  const at = ['configurations', '*', ...keys];
  const attached: PortRow = {
    ...{ at, reads: number, role: 'refer', protocol: 'tcp', confidence: 'likely' },
    unlessPublished: DEBUGGING,
    when: ({ path, value }) => {
      const own = (...names: string[]) => value([...path.slice(0, 2), ...names]);
      const hosts = [own('address'), own('host'), own('hostName'), own('connect', 'host')];
      return (
        own('request') === 'attach' && hosts.every((host = 'localhost') => isThisMachine(host))
      );
    },
  };
  return [attached, { at, reads: number, leave: DEBUGGING }];
});

/** Kinds of file with a row or two, each by the name of its tool. */
export const tools: readonly DataRow[] = [
  {
    name: 'vscode-launch',
    files: /(^|\/)\.vscode\/launch\.json$/,
    format: json,
    ports: [
      follows('configurations', '*', 'url'),
      follows('configurations', '*', 'serverReadyAction', 'uriFormat'),
      { at: ['configurations', '*', 'env', '*'], reads: launched, isVariable: true },
      ...argumentRows('configurations', '*', 'args'),
      ...argumentRows('configurations', '*', 'runtimeArgs'),
      {
        at: ['configurations', '*', 'command'],
        reads: setting,
        isCommand: true,
        portName: ({ path, value }) => portNameFrom(value([...path.slice(0, -1), 'name'])),
      },
      ...debuggers,
    ],
  },
  {
    name: 'live-server',
    files: /(^|\/)\.vscode\/settings\.json$/,
    format: json,
    ports: [listens(['liveServer.settings.port'], 'live', 'server')],
  },
  {
    name: 'nodemon',
    files: /(^|\/)nodemon\.json$/,
    format: json,
    ports: [variables('env', '*')],
  },
  {
    name: 'pm2',
    files: /(^|\/)(ecosystem(\.config)?|pm2|process)\.json$/,
    format: json,
    ports: [
      variables('apps', '*', 'env', '*'),
      variables('apps', '*', '*', 'PORT'),
      ...argumentRows('apps', '*', 'args'),
    ],
  },
  {
    name: 'cypress',
    files: /(^|\/)cypress\.json$/,
    format: json,
    ports: [follows('baseUrl'), variables('env', '*')],
  },
  {
    name: 'lighthouse',
    files: /(^|\/)\.?lighthouserc\.json$/,
    format: json,
    ports: [follows('ci', 'collect', 'url'), follows('ci', 'collect', 'url', '*')],
  },
  {
    name: 'browser-sync',
    files: /(^|\/)bs-config\.json$/,
    format: json,
    ports: [listens(['port'], 'web'), listens(['ui', 'port'], 'web', 'ui'), follows('proxy')],
  },
  {
    name: 'tauri',
    files: /(^|\/)tauri(\.[\w-]+)*\.conf\.json5?$/,
    format: json,
    ports: [follows('build', 'devUrl'), follows('build', 'devPath')],
  },
  {
    name: 'capacitor',
    files: /(^|\/)capacitor\.config\.json$/,
    format: json,
    ports: [follows('server', 'url')],
  },
  {
    name: 'netlify',
    files: /(^|\/)netlify\.toml$/,
    format: toml,
    ports: [
      { ...listens(['dev', 'port'], 'netlify'), configures: 'netlify' },
      listens(['dev', 'functionsPort'], 'functions'),
      { at: ['dev', 'targetPort'], reads: number, role: 'refer', confidence: 'certain' },
      variables('dev', 'environment', '*'),
    ],
  },
  {
    name: 'serverless',
    files: /(^|\/)serverless\.ya?ml$/,
    format: yaml,
    ports: [
      listens(['custom', 'serverless-offline', 'httpPort'], 'http'),
      listens(['custom', 'serverless-offline', 'lambdaPort'], 'lambda'),
      listens(['custom', 'serverless-offline', 'websocketPort'], 'websocket'),
      listens(['custom', 'serverless-offline', 'albPort'], 'alb'),
    ],
  },
  {
    name: 'mkdocs',
    files: /(^|\/)mkdocs\.ya?ml$/,
    format: yaml,
    ports: [
      {
        at: ['dev_addr'],
        reads: listenAddress,
        role: 'listen',
        protocol: 'tcp',
        portName: () => portNameFrom('docs'),
      },
    ],
  },
  {
    name: 'jekyll',
    files: /(^|\/)_config\.yml$/,
    format: yaml,
    ports: [
      {
        ...listens(['port']),
        configures: 'jekyll',
        portName: ({ file }) => portNameFrom(folderAbove(file, 1) ?? 'site'),
      },
    ],
  },
  {
    name: 'streamlit',
    files: /(^|\/)\.streamlit\/config\.toml$/,
    format: toml,
    ports: [
      { ...listens(['server', 'port'], 'app'), configures: 'streamlit' },
      // Where it sends the browser.
      { at: ['browser', 'serverPort'], reads: number, role: 'refer', protocol: 'tcp' },
    ],
  },
];
