import { json } from '../../formats/json-data.js';
import { toml } from '../../formats/toml-data.js';
import { yaml } from '../../formats/yaml-data.js';
import { listenAddress, number } from '../../notations/notation.js';
import type { DataRow, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { folderAbove, portNameFrom } from './names.js';
import { follows, variables } from './parts.js';
import { runs } from './runners.js';

/** A number that the tool listens on, named by what it serves. */
function listens(at: readonly string[], ...name: readonly string[]): PortRow {
  const portName = (): string => portNameFrom(...name);
  return { at, reads: number, role: 'listen', protocol: 'tcp', portName };
}

/** The server of assets beside Rails, by the environment that it is of. */
function assets(...at: readonly string[]): PortRow {
  return {
    ...listens(at),
    portName: ({ path: [environment] }) => portNameFrom('assets', environment),
  };
}

/** Kinds of file with a row or two, each by the name of its tool. */
export const tools: readonly DataRow[] = [
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
    name: 'browser-sync',
    files: /(^|\/)bs-config\.json$/,
    format: json,
    ports: [
      { ...listens(['port'], 'web'), configures: 'browser-sync' },
      listens(['ui', 'port'], 'web', 'ui'),
      follows('proxy'),
    ],
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
      { ...runs('dev', 'command'), portName: () => portNameFrom('dev') },
      variables('dev', 'environment', '*'),
    ],
  },
  {
    name: 'serverless',
    files: /(^|\/)serverless\.ya?ml$/,
    format: yaml,
    ports: [
      {
        ...listens(['custom', 'serverless-offline', 'httpPort'], 'http'),
        configures: 'serverless',
      },
      listens(['custom', 'serverless-offline', 'lambdaPort'], 'lambda'),
      listens(['custom', 'serverless-offline', 'websocketPort'], 'websocket'),
      listens(['custom', 'serverless-offline', 'albPort'], 'alb'),
      listens(['custom', 'dynamodb', 'start', 'port'], 'dynamodb'),
      listens(['custom', 'serverless-dynamodb', 'start', 'port'], 'dynamodb'),
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
        configures: 'mkdocs',
        portName: () => portNameFrom('docs'),
      },
      // The file that it takes settings from may say another address.
      { at: ['INHERIT'], reads: () => ({ stated: [] }), configures: 'mkdocs', takesIn: true },
    ],
  },
  {
    name: 'vite-ruby',
    files: /(^|\/)config\/vite\.json$/,
    format: json,
    // Its plugin goes before a flag: a script that starts Vite beside it listens there too.
    ports: [{ ...assets('*', 'port'), configures: 'vite' }],
  },
  {
    name: 'webpacker',
    files: /(^|\/)config\/(?:webpacker|shakapacker)\.yml$/,
    format: yaml,
    ports: [assets('*', 'dev_server', 'port')],
  },
  {
    // Where browsers come from and go back to; `adminUrl` it calls itself, from its container.
    name: 'keycloak',
    files:
      /(^|\/)(?:[\w-]{0,60}realm[\w.-]{0,60}|keycloak\/(?:[\w-]{1,60}\/)?[\w.-]{1,60})\.json$/i,
    format: json,
    ports: [
      ...['rootUrl', 'baseUrl'].map((key) => follows('clients', '*', key)),
      ...['redirectUris', 'webOrigins'].map((key) => follows('clients', '*', key, '*')),
      follows('clients', '*', 'attributes', 'post.logout.redirect.uris'),
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
  {
    name: 'redwood',
    files: /(^|\/)(redwood|cedar)\.toml$/,
    format: toml,
    ports: [
      listens(['web', 'port'], 'web'),
      listens(['api', 'port'], 'api'),
      follows('web', 'apiUrl'),
    ],
    implied: [
      { at: ['web'], key: ['port'], port: 8910, server: 'the web side' },
      { at: ['api'], key: ['port'], port: 8911, server: 'the API side' },
    ],
  },
  {
    name: 'partykit',
    files: /(^|\/)partykit\.json$/,
    format: json,
    ports: [{ ...listens(['port'], 'party'), configures: 'partykit' }],
  },
  {
    name: 'json-server',
    files: /(^|\/)json-server\.json$/,
    format: json,
    ports: [{ ...listens(['port'], 'api'), configures: 'json-server' }],
  },
  {
    name: 'azure-functions',
    files: /(^|\/)local\.settings\.json$/,
    format: json,
    ports: [
      { ...listens(['Host', 'LocalHttpPort'], 'functions'), configures: 'func' },
      follows('Host', 'CORS'),
      variables('Values', '*'),
    ],
  },
  {
    name: 'sam',
    files: /(^|\/)samconfig\.toml$/,
    format: toml,
    ports: [
      {
        ...listens(['*', 'local_start_api', 'parameters', 'port'], 'api'),
        configures: 'sam',
      },
      {
        ...listens(['*', 'local_start_lambda', 'parameters', 'port'], 'lambda'),
        configures: 'sam lambda',
      },
    ],
  },
];
