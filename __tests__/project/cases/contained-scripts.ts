import type { MarkedCase, MarkedTree } from '../marked.js';

/** A program whose container publishes the number that its script for development has as well. */
const project = (
  dockerfile: string,
  { dev = '3000', ...scripts }: Readonly<Record<string, string>> = {},
): MarkedTree => ({
  'compose.yaml': 'services: { web: { build: ., ports: ["«WEB_PORT:3000»:3000"] } }\n',
  Dockerfile: `FROM node:24\nCOPY . .\n${dockerfile}\n`,
  'package.json': JSON.stringify({ scripts: { dev: `next dev -p ${dev}`, ...scripts } }),
});
const moves = '«WEB_PORT:3000»';

/** What starts a container in which no script for development runs: that moves with the container. */
const outside: readonly (readonly [name: string, tree: MarkedTree])[] = [
  ['the program itself', project('CMD ["node", "server.js"]', { dev: moves })],
  ['a script of another name', project('CMD npm run serve', { dev: moves, serve: 'node a.js' })],
  [
    'a line for a shell, which goes on',
    project(
      'ENTRYPOINT ["dumb-init", "--", "./docker-entrypoint.sh"]\nCMD if [ -n "$A" ]; then \\\n# both\n  node a.js; \\\n  else exec node b.js; fi',
      { dev: moves },
    ),
  ],
  [
    'several programs in quotes',
    project(
      `CMD ${JSON.stringify(['sh', '-c', 'export A=$B && prisma migrate deploy && exec concurrently -n a,b "cd web && exec node a.js" "tsx b.ts"'])}`,
      { dev: moves },
    ),
  ],
  [
    'a script by which npm runs another',
    project('CMD ["yarn", "start"]', {
      dev: moves,
      start: 'npm run serve',
      serve: 'echo "npm run dev" && node a.js',
    }),
  ],
  [
    'a script of the shell, in an image without what development needs',
    project(
      'ENV NODE_ENV=development\nFROM node AS runner\nENV A=b NODE_ENV=production\nCMD ["./start.sh"]',
      { dev: moves },
    ),
  ],
  [
    'what the service says',
    {
      ...project('ENTRYPOINT ["npm", "run"]\nCMD ["start"]', { dev: moves }),
      'compose.yaml':
        'services: { web: { build: ., entrypoint: [yarn, start], ports: ["«WEB_PORT:3000»:3000"] } }\n',
      Dockerfile: 'FROM node\nCMD ["npm", "run", "serve"]\n',
    },
  ],
];

/** Where a container may run it after all, or it is not known which server URLs would mean. */
const inside: readonly (readonly [name: string, tree: MarkedTree])[] = [
  ['the image’s command', project('CMD ["npm", "run", "dev"]')],
  ['a command in two parts', project('ENTRYPOINT ["yarn"]\nCMD ["dev"]')],
  ['any that begin so', project('CMD ["concurrently", "npm:d*"]')],
  ['another script', project('CMD ["npm", "start"]', { start: 'npm run dev' })],
  ['what goes before another script', project('CMD npm start', { prestart: 'yarn dev' })],
  [
    'a script of another package',
    { ...project('CMD npm start'), 'api/package.json': '{"scripts":{"start":"turbo run dev"}}' },
  ],
  ['one of two lines', project('CMD if [ -n "$DEV" ]; then npm run dev; else node a.js; fi')],
  ['what a variable says', project('CMD npm run $SCRIPT')],
  ['a script of the shell', project('CMD ["./start.sh"]')],
  [
    'a stage for development, by a script of the shell',
    project('FROM node AS dev\nENV NODE_ENV=production\nCMD ["./start.sh"]'),
  ],
  [
    'a script of the shell, where another stage alone is without that',
    project('ENV NODE_ENV=production\nFROM node\nCMD ["./start.sh"]'),
  ],
  ['make', project('CMD make serve')],
  ['what the image is made from', project('')],
  [
    'what an override in another folder says',
    {
      ...project('CMD node a.js'),
      'docker/compose.yaml': 'services: { web: { command: npm run dev } }\n',
    },
  ],
  [
    'who mounts the folder in another one',
    {
      ...project('CMD node a.js'),
      '.devcontainer/compose.yaml': 'services: { web: { volumes: ["..:/workspace"] } }\n',
    },
  ],
  [
    'a service that is extended',
    {
      ...project('CMD node a.js'),
      'dev/compose.yaml':
        'services: { app: { extends: { file: ../compose.yaml, service: web }, command: x } }\n',
    },
  ],
  [
    'the scripts of two packages',
    { ...project('CMD node a.js'), 'docs/package.json': '{"scripts":{"dev":"next dev -p 3000"}}' },
  ],
  [
    'a test that starts either of two scripts',
    {
      ...project('CMD npm start', { start: 'next start -p 3000' }),
      'playwright.config.ts':
        "export default {\n  webServer: { command: process.env.CI ? 'npm run start' : 'npm run dev', url: 'http://localhost:3000' },\n};\n",
    },
  ],
  [
    'an env file that keeps the number for the container',
    {
      ...project('CMD node a.js'),
      'compose.yaml':
        'services: { web: { build: ., env_file: .env, ports: ["«WEB_PORT:3000»:3000"] } }\n',
      '.env': 'SELF_URL=http://localhost:3000\n',
    },
  ],
  [
    'an env file whose variable the program may read first',
    { ...project('CMD node a.js'), '.env': 'REMIX_APP_PORT=3000\n' },
  ],
];

/** Scripts in the folders of containers, which those may run, or not. */
export const containedScriptCases: readonly MarkedCase[] = [
  ...outside.map(([name, tree]): MarkedCase => ({ name, tree })),
  ...inside.map(
    ([name, tree]): MarkedCase => ({
      name: `but not where it runs, or may: ${name}`,
      tree,
      left: ['package.json:1 it cannot move: the service "web" is built from its folder'],
    }),
  ),
  {
    name: 'what runs in the container stays, and the rest is one port with it in all packages',
    tree: {
      'package.json': '{"scripts":{"start":"turbo run start"}}',
      'compose.yaml':
        'services: { shop: { build: { context: ., dockerfile: apps/web/Dockerfile }, ports: ["«SHOP_PORT:3000»:3000"] } }\n',
      '.env': 'NEXTAUTH_URL=http://localhost:«SHOP_PORT:3000»\n',
      'apps/web/Dockerfile': 'FROM node:24\nCMD ["yarn", "start"]\n',
      'apps/web/package.json':
        '{ "scripts": {\n"dev": "next dev«+SHOP_PORT:3000»",\n"start": "next start"\n} }\n',
      'apps/web/playwright.config.ts':
        "export default { webServer: { command: 'npm run dev', url: 'http://localhost:«SHOP_PORT:3000»' } };\n",
      'apps/docs/package.json': '{"scripts":{"dev":"next dev -p «DOCS_DEV_PORT:3000»"}}',
    },
    left: [
      'apps/web/package.json:3 next listens on its default here: apps/web/Dockerfile:2 runs it in a container',
    ],
  },
  {
    name: 'a number that is published as another one stays the container’s',
    tree: {
      ...project('CMD node a.js'),
      'compose.yaml': 'services: { web: { build: ., ports: ["«WEB_PORT:8080»:3000"] } }\n',
    },
    left: ['package.json:1 it cannot move: the service "web" is built from its folder'],
  },
];
