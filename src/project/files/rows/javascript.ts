import { ELSEWHERE, javascript, javascriptWith } from '../../formats/javascript/index.js';
import { javascriptVariables } from '../../notations/javascript-variables.js';
import { loopbackUrls, number, setting, strayUrls } from '../../notations/notation.js';
import type { DataRow, PortPlace, PortRow } from '../row.js';
import { argumentRows } from './arguments.js';
import { scriptPortName } from './names.js';

/** `dev` of `apps/web/vite.config.ts` → WEB_DEV_PORT, as the script that starts it would name it. */
function named(script: string): (place: PortPlace) => string {
  return ({ file }) => scriptPortName(file, script);
}

/** The port on which the server of a configuration listens. */
function server(at: string, configures: string, script = 'dev'): PortRow {
  return {
    at: at.split('.'),
    reads: number,
    role: 'listen',
    configures,
    portName: named(script),
  };
}

function hotReload(at: string): PortRow {
  const portName = (place: PortPlace): string => {
    const isShared = place.value(place.path) === place.value(['server', 'port']);
    return named(isShared ? 'dev' : 'hmr')(place);
  };
  return { at: at.split('.'), reads: number, role: 'listen', portName };
}

/** A port that is another place's to decide. */
function refers(at: string): PortRow {
  return { at: at.split('.'), reads: number, role: 'refer' };
}

/** The PORT of the server that a test runner starts. */
function given(at: string): PortRow {
  const traits = { role: 'listen', variable: 'PORT', givesPort: true } as const;
  return { at: at.split('.'), reads: number, ...traits, portName: named('server') };
}

/** URLs to this machine, wherever they stand: proxies, rewrites, what a client is told. */
const URLS: readonly PortRow[] = [
  { at: [ELSEWHERE], reads: strayUrls },
  { at: ['**', '*'], reads: loopbackUrls },
];

function config(name: string, files: RegExp, ports: readonly PortRow[]): DataRow {
  return {
    name,
    files,
    format: javascript,
    placeholders: javascriptVariables,
    ports: [...ports, ...URLS],
  };
}

/** `name.config.ts` and its kin, in any folder. */
function configFile(names: string): RegExp {
  return new RegExp(`(^|/)(?:${names})\\.[cm]?[jt]s$`);
}

const command: PortRow = {
  at: ['**', 'command'],
  reads: setting,
  isCommand: true,
  portName: named('server'),
};

/** It shows what Webpack makes on a port of its own. */
const BROWSER_SYNC = 'BrowserSyncPlugin';

/** Tools that are configured in JavaScript or TypeScript. */
export const javascriptRows: readonly DataRow[] = [
  config('vite', configFile('vite(?:[.-][\\w.-]+)?\\.config(?:\\.[\\w-]+)*'), [
    server('server.port', 'vite'),
    server('preview.port', 'vite preview', 'preview'),
    // Vite listens there itself, in whichever package: it is nobody else's port.
    hotReload('server.hmr.port'),
    refers('server.hmr.clientPort'),
    hotReload('server.ws.port'),
  ]),
  config('vitest', configFile('vitest\\.config|vitest\\.workspace'), [
    server('test.api.port', 'vitest', 'test_api'),
    server('test.browser.api.port', 'vitest', 'test_browser'),
  ]),
  config('next', configFile('next\\.config'), []),
  config('nuxt', configFile('nuxt\\.config'), [server('devServer.port', 'nuxt')]),
  config('astro', configFile('astro\\.config'), [server('server.port', 'astro')]),
  config('vue', configFile('vue\\.config'), [server('devServer.port', 'vue-cli-service')]),
  {
    ...config('webpack', /(^|\/)webpack(\.[\w-]+)*\.[cm]?[jt]s$/, [
      server('devServer.port', 'webpack'),
      refers('devServer.client.webSocketURL.port'),
      server(`new ${BROWSER_SYNC}.port`, 'browser-sync', 'browser_sync'),
    ]),
    format: javascriptWith(BROWSER_SYNC),
  },
  config('rspack', configFile('rspack\\.config'), [server('devServer.port', 'rspack')]),
  config('rsbuild', configFile('rsbuild\\.config'), [server('server.port', 'rsbuild')]),
  config('playwright', configFile('playwright(?:[-.][\\w-]+)?\\.config|playwright\\.config'), [
    refers('webServer.port'),
    refers('webServer.*.port'),
    given('webServer.env.PORT'),
    given('webServer.*.env.PORT'),
    command,
  ]),
  config('cypress', configFile('cypress\\.config'), [server('port', 'cypress', 'cypress')]),
  config('jest', configFile('jest\\.config|jest-puppeteer\\.config|jest-playwright\\.config'), [
    refers('server.port'),
    refers('server.*.port'),
    command,
  ]),
  config('pm2', configFile('ecosystem\\.config|pm2\\.config'), [
    ...['PORT', 'PM2_SERVE_PORT'].map((variable) => {
      return { at: ['**', variable], reads: number, role: 'listen', variable } as const;
    }),
    { at: ['**', 'env', '*'], reads: setting },
    ...argumentRows('**', 'args'),
  ]),
  config('browser-sync', configFile('bs-config'), [
    server('port', 'browser-sync', 'web'),
    server('ui.port', 'browser-sync ui', 'web_ui'),
    { at: ['proxy'], reads: setting },
  ]),
  config('keystone', configFile('keystone'), [server('server.port', 'keystone')]),
  config('sanity', configFile('sanity\\.cli'), [server('server.port', 'sanity')]),
  config('strapi', /(^|\/)config\/server\.[cm]?[jt]s$/, [server('port', 'strapi')]),
  config(
    'urls',
    configFile(
      'gatsby-config|docusaurus\\.config|remix\\.config|svelte\\.config|wdio\\.conf|karma\\.conf|codegen|nightwatch\\.conf|rollup\\.config|orval\\.config',
    ),
    [],
  ),
];
