import type { MarkedCase } from '../marked.js';

const vite = (text: string, ...left: string[]): MarkedCase => ({
  name: text,
  tree: { 'vite.config.ts': text },
  ...(left.length > 0 ? { left } : {}),
});
const DEV = '«DEV_PORT:3000»';
const PORT = '«PORT:3000»';

/** A configuration is an object, however a module gives it away. */
const shapes: readonly MarkedCase[] = [
  `export default { server: { port: ${DEV} } }`,
  `export default defineConfig({ 'server': { "port": ${DEV}, }, });`,
  `module.exports = { server: { port: ${DEV} } };`,
  `export = { server: { port: ${DEV} } };`,
  `export default { server: { port: ${DEV} } } satisfies UserConfig;`,
  `export default <UserConfig>{ server: { port: ${DEV} as number } };`,
  `const config: UserConfig = { server: { port: ${DEV} } };\nexport default config;`,
  `const config = { server: { port: ${DEV} } };\nmodule.exports = withPlugin({ a: 1 })(config);`,
  `export default defineConfig(({ mode }) => ({ server: { port: ${DEV} } }));`,
  `export default defineConfig(async ({ mode }) => {\n  const a = [1].map((x) => { return x; });\n  return { server: { port: ${DEV} } };\n});`,
  `export default function () { return { server: { port: ${DEV} } }; }`,
  `function config() { return { server: { port: ${DEV} } }; }\nexport default config;`,
  `const port = ${DEV};\nexport default { server: { port } };`,
  `const settings = { port: ${DEV} };\nexport default { server: { port: settings.port } };`,
  `const server = { port: ${DEV} };\nexport default { server };`,
  `const server = { port: ${DEV} };\nexport default { server: { ...server, host: true } };`,
  `const base = { server: { port: ${DEV} } };\nexport default { ...base, plugins: [] };`,
  `const base = { port: 4000 };\nexport default { server: { ...base, port: ${DEV} } };`,
  `export default mergeConfig(base, { server: { port: ${DEV} } });`,
  `const own = (mode: string): UserConfig => ({ server: { port: ${DEV} } });\nexport default defineConfig(({ mode }) => mergeConfig(shared, own(mode)));`,
  `function own() { return { server: { port: ${DEV} } }; }\nexport default own();`,
  `export default { server: { ...(ci && { host: true }), port: ${DEV} } };`,
  `export default ci ? { server: { port: ${DEV} } } : { server: { port: «DEV_PORT_2:4000» } };`,
  `\uFEFFexport default {\r\n  server: { port: ${DEV} }, // 3000\r\n};\r\n`,
  `// port: 3000\nimport x from 'x'; /* 3000 */\nexport default { server: { port: ${DEV} } }`,
  `const view = <div port={3000} />;\nexport default { server: { port: ${DEV} } };`,
].map((text) => vite(text));

/** What a port is computed from. */
const values: readonly MarkedCase[] = [
  `process.env.PORT || ${PORT}`,
  `process.env.PORT ?? ${PORT}`,
  `Number(process.env.PORT ?? ${PORT})`,
  `Number(process.env.PORT) || ${PORT}`,
  `+(process.env.PORT || '${PORT}')`,
  `parseInt(process.env['PORT'] || "${PORT}", 10)`,
  `Number.parseInt(import.meta.env.PORT ?? '${PORT}')`,
  `process.env.PORT ? Number(process.env.PORT) : ${PORT}`,
  `isSet(process.env.PORT) ? parseInt(process.env.PORT) : ${PORT}`,
  `process.env.PORT !== undefined ? +process.env.PORT : ${PORT}`,
  `process.env.PORT! as unknown as number || ${PORT}`,
  `process.env.OTHER || process.env.PORT || ${PORT}`,
  `process.env.OTHER ?? (process.env.PORT ?? ${PORT})`,
].map((text) => vite(`export default { server: { port: ${text} } };`));

const environments: readonly MarkedCase[] = [
  vite(
    `export default defineConfig(({ mode }) => {\n  const env = loadEnv(mode, '.');\n  return { server: { port: Number(env.PORT) || ${PORT} } };\n});`,
  ),
  vite(`const { PORT = ${PORT} } = process.env;\nexport default { server: { port: PORT } };`),
  vite(
    `const { PORT } = loadEnv(mode, '.');\nexport default { server: { port: isSet(PORT) ? Number(PORT) : ${PORT} } };`,
  ),
  vite(`const { PORT: port = ${PORT} } = process.env;\nexport default { server: { port } };`),
  vite(`const env = process.env;\nexport default { server: { port: env.PORT ?? ${PORT} } };`),
  vite(
    'export default { server: { port: ci ? 4173 : own() } };',
    'vite.config.ts:1 the port of vite cannot be read: it is computed there',
  ),
  {
    name: 'what is made for a plugin of Webpack listens, whoever calls it',
    tree: {
      'webpack/webpack.custom.js': `const BrowserSyncPlugin = require('browser-sync-webpack-plugin');
module.exports = (config, options) => {
  config.plugins.push(
    new Notifier({ port: 9001 }),
    new BrowserSyncPlugin(
      {
        host: 'localhost',
        port: «WEBPACK_BROWSER_SYNC_PORT:9000»,
        proxy: { target: \`http\${options.tls ? 's' : ''}://localhost:«PORT:8080»\` },
      },
      { reload: false },
    ),
  );
  return config;
};
`,
      'package.json':
        '{"scripts":{"e2e":"wait-on http-get://127.0.0.1:«WEBPACK_BROWSER_SYNC_PORT:9000» && run"}}',
      '.env': 'PORT=«PORT:8080»\n',
    },
  },
  {
    name: 'a variable that an env file beside it sets',
    tree: {
      'vite.config.ts': 'export default { server: { port: Number(process.env.WEB) } };',
      '.env': 'WEB=«WEB:4000»\n',
      'package.json': '{"scripts":{"dev":"vite"}}',
    },
  },
];

/** A tool beside a configuration that takes in what is not known: it may say the port. */
const takingIn: readonly MarkedCase[] = [
  `import shared from '../vite.shared';\nexport default mergeConfig(shared, { plugins: [] });`,
  `import { server } from '../vite.shared';\nexport default { server };`,
  `import shared from '../vite.shared';\nexport default shared;`,
  `export { default } from '../vite.shared';`,
  `export default createConfig();`,
].map((text) => ({
  name: text,
  tree: { 'vite.config.ts': text, 'package.json': '{"scripts":{"dev":"vite"}}' },
  left: ['package.json:1 vite listens on its default here: vite.config.ts:'],
}));

const notTakingIn: readonly MarkedCase[] = [
  `import react from 'x';\nexport default defineConfig(({ mode }) => ({ plugins: [react()], mode, base: react }));`,
  `import { merge } from 'x';\nexport default merge({ server: { host: true } }, { plugins: [] });`,
].map((text) => ({
  name: text,
  tree: { 'vite.config.ts': text, 'package.json': '{"scripts":{"dev":"vite«+DEV_PORT:5173»"}}' },
}));

const unread: readonly MarkedCase[] = [
  vite(
    'let port = 3000; port += 1;\nexport default { server: { port } };',
    'vite.config.ts:2 the port of vite cannot be read',
  ),
  vite(
    'export default { server: { port: getPort(3000) } };',
    'vite.config.ts:1 the port of vite cannot be read: it is computed',
  ),
  vite(
    'export default { server: { port: ci ? 3000 : 4000 } };',
    'vite.config.ts:1 the port of vite cannot be read',
  ),
  vite(
    'export default { server: { port: process.env.PORT } };',
    'vite.config.ts:1 PORT is set nowhere',
  ),
  vite('export default {{', 'vite.config.ts:1 it cannot be read as JavaScript'),
  vite('export default { server: { host: "localhost" }, test: { port: 3000 } };'),
  vite('const server = { port: 3000 };\nexport default {};'),
  vite('export default { server: { fallback: 3000, strictPort: true } };'),
];

/** The variable that holds a port in one place names it in all. */
const X = '«X:3000»';

const urls: readonly MarkedCase[] = [
  vite(`export default {
  server: {
    port: ${X},
    origin: 'http://localhost:${X}',
    hmr: { port: ${X}, clientPort: ${X} },
    proxy: {
      '/a': 'http://localhost:${X}',
      '/b': { target: \`http://127.0.0.1:${X}/x\`, ws: true },
      '/c': { target: "http://localhost:" + ${X} },
      '/d': { target: \`http://\${host}:3000\` },
      '/e': 'http://api:3000',
    },
  },
  define: { 'process.env.API': JSON.stringify('http://localhost:${X}') },
  plugins: [plugin({ url: \`http://localhost:\${process.env.X || ${X}}\` })],
};
`),
  {
    name: 'next, rewritten to a server of another package',
    tree: {
      'package.json': '{}',
      'apps/web/package.json': '{"scripts":{"dev":"next dev«+WEB_DEV_PORT:3000»"}}',
      'apps/web/next.config.mjs': `export default withMDX()({
  async rewrites() {
    return [{ source: '/api', destination: 'http://localhost:«API_DEV_PORT:4000»/:path*' }];
  },
  env: { SITE: process.env.SITE ?? 'http://localhost:«WEB_DEV_PORT:3000»' },
});
`,
      'apps/api/package.json': '{"scripts":{"dev":"tool --port «API_DEV_PORT:4000»"}}',
    },
  },
];

/** A configuration settles what the scripts do not say. */
const tools: readonly MarkedCase[] = [
  {
    name: 'a script follows its configuration',
    tree: {
      'package.json': '{"scripts":{"dev":"vite","preview":"vite preview«+PREVIEW_PORT:4173»"}}',
      'vite.config.js': `export default { server: { port: ${DEV} } };`,
      'playwright.config.ts': `export default defineConfig({
  use: { baseURL: process.env.BASE ?? 'http://localhost:«PREVIEW_PORT:4173»' },
  webServer: [
    { command: 'npm run dev', url: 'http://localhost:${DEV}' },
    { command: 'npm run preview', port: «PREVIEW_PORT:4173» },
    { command: 'npx serve -l «SERVER_PORT:5000»' },
  ],
});
`,
      'cypress.config.ts': `export default { e2e: { baseUrl: 'http://localhost:${DEV}' } };`,
    },
  },
  {
    name: 'a configuration that cannot be read, of which a script says nothing',
    tree: {
      'package.json': '{"scripts":{"dev":"vite"}}',
      'vite.config.js': `import base from './base.js';\nexport default { ...base };`,
    },
    left: [
      'package.json:1 vite listens on its default here: vite.config.js:2 may say another port: it takes in settings',
    ],
  },
  {
    name: 'a configuration of a folder that the script goes to',
    tree: {
      'package.json':
        '{"scripts":{"dev":"cd client && vite","other":"vite«+OTHER_PORT:5173»","which":"vite --root client"}}',
      'client/vite.config.js': `export default { server: { port: «CLIENT_DEV_PORT:3000» } };`,
    },
    left: ['package.json:1 vite listens on its default here: client/vite.config.js:1 may say'],
  },
  {
    name: 'configurations that a flag names, each for its own script',
    tree: {
      'a/package.json': JSON.stringify({
        scripts: {
          dev: 'vite --config ./config/vite.config.ts',
          admin: 'vite -c=config/vite.config.admin.ts',
          docs: 'vite«+A_DOCS_PORT:5173» --config vite.docs.config.mts',
        },
      }),
      'a/config/vite.config.ts': 'export default { server: { port: «CONFIG_DEV_PORT:3001» } }',
      'a/config/vite.config.admin.ts':
        'export default { server: { port: «CONFIG_DEV_PORT_2:3002», proxy: { "/": "http://localhost:«CONFIG_DEV_PORT:3001»" } } }',
      'a/vite.docs.config.mts': 'export default { base: "/docs" }',
      'b/package.json':
        '{"scripts":{"dev":"vite«+B_DEV_PORT:5173»","start":"electron-forge start"}}',
      'b/vite.renderer.config.ts': 'export default { server: { port: «B_DEV_PORT_2:3003» } }',
      'c/package.json': '{"scripts":{"dev":"webpack serve --config webpack.dev.js"}}',
      'c/webpack.dev.js': 'module.exports = { devServer: { port: «C_DEV_PORT:3004» } }',
    },
  },
  {
    name: 'the other tools',
    tree: {
      'a/package.json': '{"scripts":{"dev":"nuxt dev"}}',
      'a/nuxt.config.ts':
        'export default defineNuxtConfig({ devServer: { port: «A_DEV_PORT:3001» } })',
      'b/package.json': '{"scripts":{"dev":"astro dev"}}',
      'b/astro.config.mjs':
        'export default defineConfig({ server: ({ command }) => ({ port: «B_DEV_PORT:3002» }) })',
      'c/package.json': '{"scripts":{"serve":"vue-cli-service serve"}}',
      'c/vue.config.js':
        'module.exports = { devServer: { port: «C_DEV_PORT:3003», proxy: "http://localhost:«C_DEV_PORT:3003»" } }',
      'd/package.json': '{"scripts":{"start":"webpack serve --mode development"}}',
      'd/webpack.config.js':
        'module.exports = (env) => ({ devServer: { port: «D_DEV_PORT:3004» }, output: { publicPath: "http://localhost:«D_DEV_PORT:3004»/" } })',
      'e/package.json': '{"scripts":{"dev":"strapi develop"}}',
      'e/config/server.ts':
        "export default ({ env }) => ({ host: env('HOST', '0.0.0.0'), port: env.int('PORT', «PORT_2:1337») })",
      'f/package.json': '{}',
      'f/ecosystem.config.cjs':
        'module.exports = { apps: [{ script: "x.js", env: { PORT: «PORT:3006», API_URL: "http://localhost:«PORT:3006»" } }] }',
      'g/package.json': '{}',
      'g/ecosystem.config.js':
        'module.exports = { apps: [{ script: "serve", env: { PM2_SERVE_PORT: «PM2_SERVE_PORT:3007» } }] }',
    },
  },
];

export const javascriptCases: readonly MarkedCase[] = [
  {
    name: 'a port that a script is passed, behind the one that would be written there',
    tree: {
      'a/package.json':
        '{"scripts":{\n"dev":"astro dev",\n"alt":"npm run dev -- --port «A_ALT_PORT:4001»"}}',
      'b/package.json':
        '{"scripts":{"dev":"vite«+B_DEV_PORT:5173»","alt":"npm run dev -- --port «B_ALT_PORT:4002»"}}',
    },
    left: [
      'a/package.json:2 astro listens on its default only without the port that a/package.json:3 passes on to it',
    ],
  },
  {
    name: 'a configuration of webpack that the usual one may take in, or not',
    tree: {
      'package.json':
        '{"scripts":{\n"start":"webpack serve",\n"dev":"webpack serve --config webpack.dev.js"}}',
      'webpack.config.js': 'module.exports = { entry: "./index.js" }',
      'webpack.dev.js': 'module.exports = { devServer: { port: «DEV_PORT:3001» } }',
    },
    left: ['package.json:2 webpack listens on its default here: webpack.dev.js:1 may say another'],
  },
  {
    name: 'what previews Nuxt reads the env file, as what develops it does',
    tree: {
      'package.json': '{"scripts":{"dev":"nuxt dev","preview":"nuxt preview"}}',
      '.env': 'PORT=«PORT:3066»\n',
    },
  },
  {
    name: 'hot reload of two packages, which Vite serves on a port of its own in each',
    tree: {
      'package.json': '{"private":true}',
      'agent/package.json': '{"scripts":{"dev":"vite"}}',
      'agent/vite.config.ts':
        'export default { server: { port: «AGENT_DEV_PORT:1420», strictPort: true, hmr: host ? { port: «AGENT_HMR_PORT:1421» } : undefined } }\n',
      'desktop/package.json': '{"scripts":{"dev":"vite"}}',
      'desktop/vite.config.ts':
        'export default { server: { port: «DESKTOP_DEV_PORT:1420», strictPort: true, hmr: { port: «DESKTOP_HMR_PORT:1421», clientPort: «DESKTOP_HMR_PORT:1421» } } }\n',
      'one/package.json': '{"scripts":{"dev":"vite"}}',
      'one/vite.config.ts':
        'export default { server: { port: «ONE_DEV_PORT:1430», hmr: { port: «ONE_DEV_PORT:1430» } } }\n',
    },
  },
  ...shapes,
  ...values,
  ...environments,
  ...unread,
  ...takingIn,
  ...notTakingIn,
  ...urls,
  ...tools,
];
