import { BACKEND_SERVERS } from './backend-servers.js';
import { PYTHON_SERVERS } from './python-servers.js';
import { SCRIPT_SERVERS } from './script-servers.js';
import type { ServerDefault } from './server-default.js';

const PORT = { flag: '--port' } as const;
const P = { flag: '-p' } as const;
const VARIABLE = { variable: 'PORT' } as const;

/*
 * Read in the documentation or the source of each tool. A flag goes before a variable where a tool
 * knows both: it holds whatever the environment says, on every system. Tools whose default differs
 * between versions in use are not listed, but for those where the flag settles it. Where a file that
 * is not read may say another port, no flag goes over that: the port is told.
 */
export const SERVER_DEFAULTS: readonly ServerDefault[] = [
  { tool: 'vite', serves: ['', 'dev', 'serve'], takesFolder: true, port: 5173, tell: PORT },
  { tool: 'vite', serves: ['preview'], port: 4173, tell: PORT, server: 'vite preview' },
  { tool: 'react-router', serves: ['dev'], port: 5173, tell: PORT, server: 'vite' },
  { tool: 'remix', serves: ['vite:dev'], port: 5173, tell: PORT, server: 'vite' },
  { tool: 'react-router-serve', port: 3000, tell: VARIABLE, obeysPort: true },
  { tool: 'remix-serve', port: 3000, tell: VARIABLE, obeysPort: true },
  { tool: 'vitepress', serves: ['', 'dev'], port: 5173, tell: PORT, takesOnce: true },
  { tool: 'vitepress', serves: ['preview', 'serve'], port: 4173, tell: PORT, takesOnce: true },
  // Next ignores PORT in .env: the server is up before that is loaded.
  { tool: 'next', serves: ['', 'dev', 'start'], port: 3000, tell: P, obeysPort: true },
  {
    tool: 'nuxt',
    serves: ['dev'],
    port: 3000,
    tell: PORT,
    obeysPort: true,
    variables: ['PORT', 'NUXT_PORT', 'NITRO_PORT'],
  },
  {
    tool: 'nuxi',
    serves: ['dev'],
    port: 3000,
    tell: PORT,
    server: 'nuxt',
    obeysPort: true,
    variables: ['PORT', 'NUXT_PORT', 'NITRO_PORT'],
  },
  { tool: 'nuxt', serves: ['preview'], ...nuxtPreview() },
  { tool: 'nuxi', serves: ['preview'], ...nuxtPreview() },
  // What Nitro builds, of Nuxt, Analog and others; it loads no env file.
  {
    tool: 'server/index.mjs',
    port: 3000,
    tell: VARIABLE,
    server: 'nitro',
    obeysPort: true,
    variables: ['NITRO_PORT'],
  },
  { tool: '.next/standalone', port: 3000, tell: VARIABLE, server: 'next build', obeysPort: true },
  { tool: 'astro', serves: ['dev', 'preview', 'start'], port: 4321, tell: PORT, takesOnce: true },
  { tool: 'ng', serves: ['serve', 's', 'dev'], port: 4200, tell: PORT },
  { tool: 'react-scripts', serves: ['start'], ...cra() },
  { tool: 'craco', serves: ['start'], ...cra() },
  { tool: 'react-app-rewired', serves: ['start'], ...cra() },
  {
    tool: 'vue-cli-service',
    serves: ['serve'],
    port: 8080,
    tell: PORT,
    obeysPort: true,
    takesOnce: true,
    variables: ['PORT'],
  },
  { tool: 'storybook', serves: ['dev'], port: 6006, tell: P },
  { tool: 'webpack', serves: ['serve', 's', 'server'], port: 8080, tell: PORT },
  { tool: 'webpack-dev-server', port: 8080, tell: PORT, server: 'webpack' },
  { tool: 'rspack', serves: ['serve', 'dev'], port: 8080, tell: PORT },
  { tool: 'rsbuild', serves: ['dev'], port: 3000, tell: PORT },
  { tool: 'rsbuild', serves: ['preview'], port: 3000, tell: PORT },
  { tool: 'gatsby', serves: ['develop'], port: 8000, tell: P, obeysPort: true },
  { tool: 'gatsby', serves: ['serve'], port: 9000, tell: P },
  { tool: 'docusaurus', serves: ['start', 'serve'], port: 3000, tell: PORT },
  { tool: 'parcel', serves: ['', 'serve'], takesFolder: true, port: 1234, tell: P },
  { tool: 'eleventy', needs: '--serve', port: 8080, tell: { flag: '--port=' }, takesOnce: true },
  { tool: 'wrangler', serves: ['dev'], port: 8787, tell: PORT, takesOnce: true },
  { tool: 'wrangler', serves: ['pages'], needs: 'dev', port: 8788, tell: PORT, takesOnce: true },
  { tool: 'func', serves: ['start'], port: 7071, tell: PORT },
  { tool: 'func', serves: ['host'], needs: 'start', port: 7071, tell: PORT },
  { tool: 'deno', serves: ['serve'], port: 8000, tell: PORT },
  { tool: 'dart_frog', serves: ['dev'], port: 8080, tell: PORT, obeysPort: true },
  {
    tool: 'sam',
    serves: ['local'],
    needs: 'start-api',
    port: 3000,
    tell: { fix: 'give it "--port"' },
  },
  {
    tool: 'sam',
    serves: ['local'],
    needs: 'start-lambda',
    port: 3001,
    tell: { fix: 'give it "--port"' },
    server: 'sam lambda',
  },
  { tool: 'serverless', serves: ['offline'], ...serverless() },
  { tool: 'sls', serves: ['offline'], ...serverless() },
  {
    tool: 'localstack',
    serves: ['start'],
    port: 4566,
    tell: { fix: 'set GATEWAY_LISTEN, and its endpoint for all that call it' },
  },
  { tool: 'json-server', port: 3000, tell: PORT, takesOnce: true },
  { tool: 'http-server', port: 8080, tell: P, obeysPort: true, takesOnce: true },
  { tool: 'serve', port: 3000, tell: { flag: '-l' }, obeysPort: true, takesOnce: true },
  { tool: 'browser-sync', serves: ['start'], port: 3000, tell: PORT },
  { tool: 'prism', serves: ['mock', 'proxy'], port: 4010, tell: P },
  { tool: 'vinxi', serves: ['dev', 'start'], port: 3000, tell: PORT, obeysPort: true },
  { tool: 'live-server', port: 8080, tell: { flag: '--port=' }, obeysPort: true, takesOnce: true },
  { tool: 'ember', serves: ['serve', 's'], port: 4200, tell: PORT },
  { tool: 'ionic', serves: ['serve'], port: 8100, tell: PORT },
  { tool: 'prisma', serves: ['studio'], port: 5555, tell: PORT },
  { tool: 'hugo', serves: ['server', 'serve'], port: 1313, tell: P },
  { tool: 'jekyll', serves: ['serve', 's'], port: 4000, tell: PORT },
  ...PYTHON_SERVERS,
  ...SCRIPT_SERVERS,
  ...BACKEND_SERVERS,
  {
    tool: 'trunk',
    serves: ['serve'],
    port: 8080,
    tell: PORT,
    variables: ['TRUNK_SERVE_PORT'],
  },
  { tool: 'dx', serves: ['serve'], port: 8080, tell: PORT },
  { tool: 'shuttle', serves: ['run'], port: 8000, tell: PORT, obeysPort: true },
  {
    tool: 'cargo',
    serves: ['shuttle'],
    needs: 'run',
    port: 8000,
    tell: PORT,
    server: 'shuttle',
    obeysPort: true,
  },
  { tool: 'expo', serves: ['start'], port: 8081, tell: { fix: 'give it "--port"' } },
  { tool: 'react-native', serves: ['start'], port: 8081, tell: { fix: 'give it "--port"' } },
  { tool: 'netlify', serves: ['dev'], port: 8888, tell: { fix: 'give it "--port"' } },
  // Without a word it deploys.
  { tool: 'vercel', serves: ['dev'], port: 3000, tell: { fix: 'give it "--listen"' } },
];

function cra(): Omit<ServerDefault, 'tool'> {
  return {
    port: 3000,
    tell: VARIABLE,
    server: 'react-scripts',
    obeysPort: true,
    variables: ['PORT'],
  };
}

/** Not every version in use knows the flag. */
function nuxtPreview(): Omit<ServerDefault, 'tool'> {
  return {
    port: 3000,
    tell: VARIABLE,
    server: 'nuxt preview',
    obeysPort: true,
    variables: ['PORT', 'NUXT_PORT', 'NITRO_PORT'],
  };
}

/** Both functions and HTTP have a port of their own. */
function serverless(): Omit<ServerDefault, 'tool'> {
  return {
    port: 3000,
    tell: { fix: 'give it "--httpPort" and "--lambdaPort"' },
    server: 'serverless',
  };
}
