import type { PortNumber } from '../../../src/ports/index.js';
import type { MarkedCase, MarkedTree } from '../marked.js';

const pkg = (scripts: Record<string, string>): string => JSON.stringify({ scripts });
const service = (name: string, mapping: string): string =>
  `services:\n  ${name}:\n    image: x\n    ports: ["${mapping}"]\n`;
const port = (number: number): PortNumber => number as PortNumber;

/** What describes a module, in each ecosystem; the marked files alone are read. */
const module = (folder: string, manifest: string): MarkedTree => ({
  [`${folder}/${manifest}`]: '',
});

/** Modules of other ecosystems in one package: who states a number is its own server. */
const moduleCases: readonly MarkedCase[] = [
  {
    name: 'modules of Maven that state one number are two ports, each followed in its module',
    tree: {
      'pom.xml': '',
      ...module('orders', 'pom.xml'),
      ...module('users', 'build.gradle.kts'),
      'orders/src/main/resources/application.yml': 'server: { port: «ORDERS_PORT:8080» }\n',
      'users/src/main/resources/application.yml': 'server: { port: «USERS_PORT:8080» }\n',
      'users/.env': 'SELF_URL=http://localhost:«USERS_PORT:8080»\n',
      '.env': 'API_URL=http://localhost:8080\n',
    },
    left: ['.env:1 8080 could be ORDERS_PORT'],
  },
  {
    name: 'one module alone is as good as its package',
    tree: {
      ...module('api', 'go.mod'),
      'api/.env': 'PORT=«PORT:8000»\n',
      'compose.yaml': 'services: { api: { image: x, ports: ["«PORT:8000»:80"] } }\n',
      'web/package.json': '{"scripts":{"x":"wait-on http://localhost:«PORT:8000»"}}',
    },
  },
  {
    name: 'one variable with one number ties modules of .NET, Python and Rust',
    tree: {
      ...module('a', 'A.csproj'),
      ...module('b', 'pyproject.toml'),
      ...module('c', 'Cargo.toml'),
      'a/.env': 'METRICS_PORT=«METRICS_PORT:9464»\n',
      'b/.env': 'METRICS_PORT=«METRICS_PORT:9464»\nPORT=«PORT:8000»\n',
      'c/.env': 'PORT=«PORT_2:8000»\n',
    },
    ambiguous: ['PORT'],
  },
  {
    name: 'a module in a package of npm speaks of that package',
    tree: {
      'a/package.json': '{"scripts":{"dev":"vite --port «A_DEV_PORT:5173»"}}',
      'b/package.json': '{"scripts":{"dev":"vite --port «B_DEV_PORT:5173»"}}',
      ...module('a/src-tauri', 'Cargo.toml'),
      'a/src-tauri/tauri.conf.json': '{"build":{"devUrl":"http://localhost:«A_DEV_PORT:5173»"}}',
    },
  },
  {
    name: 'what a module says of its own server stays with that, whoever publishes the number',
    tree: {
      ...module('examples/eureka', 'pom.xml'),
      'examples/eureka/application.yml': `server: { port: 8761 }
eureka.client.service-url.defaultZone: http://localhost:8761/eureka
`,
      ...module('examples/web', 'pom.xml'),
      'examples/web/application.yml': 'eureka.url: http://localhost:«EUREKA_PORT:8761»\n',
      'tests/cloud/compose.yaml': `services:
  eureka: { image: acme/eureka, ports: ["«EUREKA_PORT:8761»:8761"] }
`,
    },
    left: [
      'examples/eureka/application.yml:1 it cannot move: the service "eureka" runs an image with',
      'examples/eureka/application.yml:2 examples/eureka/application.yml:1 listens on 8761',
    ],
  },
  {
    name: 'of a course, a part speaks of the server of its own chapter',
    tree: {
      ...module('01/server', 'pom.xml'),
      '01/server/.env': 'PORT=«PORT:8761»\n',
      ...module('01/client', 'pom.xml'),
      '01/client/.env': 'URL=http://localhost:«PORT:8761»\n',
      ...module('02/server', 'pom.xml'),
      '02/server/.env': 'PORT=«PORT_2:8761»\n',
      ...module('02/client', 'pom.xml'),
      '02/client/.env': 'URL=http://localhost:«PORT_2:8761»\n',
      ...module('03/client', 'pom.xml'),
      '03/client/.env': 'URL=http://localhost:«SERVER_PORT:8761»\n',
      '03/docker/final/compose.yaml': service('server', '«SERVER_PORT:8761»:8761'),
    },
    ambiguous: ['PORT'],
  },
  {
    name: 'chapters of packages, and of servers that have other names',
    tree: {
      '01/api/package.json': pkg({ start: 'PORT=«PORT:4000» node .' }),
      '01/web/.env': 'URL=http://localhost:«PORT:4000»\n',
      '01/web/package.json': '{}',
      '02/api/package.json': pkg({ start: 'PORT=«PORT_2:4000» node .' }),
      '02/web/.env': 'URL=http://localhost:«PORT_2:4000»\nB=http://localhost:5000\n',
      '02/web/package.json': '{}',
      '02/proxy/package.json': pkg({ start: 'PORT=«PORT_3:5000» node .' }),
      '03/mock/package.json': pkg({ start: 'PORT=«PORT_4:5000» node .' }),
    },
    left: ['02/web/.env:2 5000 could be'],
    ambiguous: ['PORT'],
  },
  {
    name: 'a module within a module speaks of the server of that, before one at the root',
    tree: {
      'demo/compose.yaml': service('db', '«DB_PORT_2:5432»:5432'),
      ...module('audit', 'pom.xml'),
      'audit/compose.yaml': service('db', '«DB_PORT:5432»:5432'),
      ...module('audit/admin', 'pom.xml'),
      'audit/admin/.env': 'URL=http://localhost:«DB_PORT:5432»\n',
      ...module('saga', 'pom.xml'),
      'saga/compose.yaml': service('db', '«DB_PORT_3:5432»:5432'),
      'other/.env': 'URL=http://localhost:«DB_PORT_2:5432»\n',
    },
  },
  {
    name: 'several manifests in one folder are one package, and so are those at the root',
    tree: {
      ...{ 'pyproject.toml': '', 'go.mod': '', 'Cargo.toml': '' },
      ...module('x', 'pyproject.toml'),
      'x/package.json': '{"scripts":{"dev":"PORT=«PORT:4000» node x"}}',
      'x/.env': 'PORT=«PORT:4000»\n',
    },
  },
];

/** How the files of a project belong together. */
export const projectCases: readonly MarkedCase[] = [
  {
    name: 'a debugging port of a script stays, whatever address it has and whoever publishes it',
    tree: {
      'compose.yaml': service('api', '«API_PORT:9229»:9229'),
      'package.json': pkg({ dev: 'nodemon --inspect=0.0.0.0:9229 x.js' }),
    },
    left: ['package.json:1 it is a debugging port'],
  },
  {
    name: 'the port of a program that a tool starts stays where that listens on it all the same',
    tree: {
      'app.js': 'app.listen(3000)\n',
      'package.json': pkg({ dev: 'dapr run --app-port 3000 -- node app.js' }),
    },
    left: ['app.js:1 source code listens on it', 'package.json:1 it cannot move: app.js:1 listens'],
  },
  {
    name: 'what an image is given by its name is its own: a Procfile, and scripts of a package',
    tree: {
      'docker/Dockerfile': `FROM ruby
COPY --from=build /app/Procfile.dev ./
COPY ./docker/Procfile ["a b"] ./api/Procfile
`,
      'docker/Procfile': 'web: rails s -p 3000\nworker: wait-on tcp:5000\n',
      'mod/hub/Dockerfile': 'FROM alpine\nADD ["config.yml", "/etc/hub.yml"]\n',
      'mod/hub/config.yml': 'server:\n  listen_host: 0.0.0.0\n  listen_port: 8378\n',
      'image/Dockerfile': 'FROM alpine\nADD conf/application.properties conf/\n',
      'image/conf/application.properties': `nacos.console.port=\${CONSOLE_PORT:8848}
db.host=localhost
db.port=«DB_PORT:5432»
`,
      'compose.yaml': `services:
  nacos: { image: nacos, ports: ["«NACOS_PORT:8848»:8848"] }
  db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] }
`,
      ...module('api', 'go.mod'),
      'api/Dockerfile': 'COPY application.yml /etc/x.yml\n',
      'api/application.yml': 'server:\n  port: «APP_PORT:8000»\n',
      'Procfile.dev': 'web: rails s -p «WEB_PORT:3000»\n',
      'deploy/web.dockerfile':
        'FROM node\nCOPY web/package.json web/yarn.lock ./\nCOPY web/ ./\nCMD ["yarn", "dev"]\n',
      'web/package.json': pkg({ dev: 'vite', x: 'vite preview«+WEB_X_PORT:4173»' }),
    },
    left: [
      'docker/Procfile:1 docker/Dockerfile:3 packs its file into an image',
      'mod/hub/config.yml:3 mod/hub/Dockerfile:2 packs its file into an image',
      'image/conf/application.properties:1 image/Dockerfile:2 packs its file into an image',
      'docker/Procfile:2 nothing in this project listens on 5000',
      'web/package.json:1 vite listens on its default here: deploy/web.dockerfile:4 runs it',
    ],
  },
  {
    name: 'the API of a package whose server is there by default may be the one that says the number',
    tree: {
      'apps/web/package.json': pkg({ dev: 'next dev«+WEB_DEV_PORT:3000»' }),
      'apps/web/.env':
        'NEXT_PUBLIC_API_URL=http://localhost:3000\nNEXTAUTH_URL=http://localhost:«WEB_DEV_PORT:3000»\n',
      'apps/backoffice/package.json': pkg({ dev: 'tsx src/index.ts' }),
      'apps/backoffice/.env': 'PORT=«PORT:3000»\n',
    },
    left: ['apps/web/.env:1 3000 could be WEB_DEV_PORT (apps/web/package.json:1) or PORT'],
  },
  {
    name: 'a URL that says nothing of documentation means the application of the same number',
    tree: {
      'package.json': pkg({
        'docs:dev': 'vitepress dev«+DOCS_DEV_PORT:5173» docs',
        'docs:open': 'open http://localhost:«DOCS_DEV_PORT:5173»',
      }),
      '.env':
        'APP_ORIGIN=http://localhost:«APP_DEV_PORT:5173»\nDOCS_URL=http://localhost:«DOCS_DEV_PORT:5173»\n',
      'apps/app/package.json': pkg({ dev: 'vite serve«+APP_DEV_PORT:5173»' }),
      'apps/api/.env': 'ORIGIN=http://localhost:«APP_DEV_PORT:5173»\n',
      'docs/env/.env': 'SITE=http://localhost:«DOCS_DEV_PORT:5173»\n',
    },
  },
  {
    name: 'a template whose folder has yet to get a name',
    tree: {
      '{{cookiecutter.slug}}/Makefile':
        'docs:\n\tsphinx-autobuild -b html\n\t{%- endif %} --port 9000\n',
      'docs/Makefile': 'docs:\n\tsphinx-autobuild --port «DOCS_PORT:9000» . out\n',
    },
    left: [
      '{{cookiecutter.slug}}/Makefile:2 it stands in the template of a project',
      '{{cookiecutter.slug}}/Makefile:3 it stands in the template of a project',
    ],
  },
  {
    name: 'fixtures of tests and templates of a package stay, and examples are projects',
    tree: {
      'package.json': pkg({ dev: 'vite«+DEV_PORT:5173»' }),
      'test/fixtures/basic/package.json': pkg({ dev: 'vite', serve: 'vite --port 4000' }),
      'test/fixtures/basic/playwright.config.ts':
        "export default { use: { baseURL: 'http://localhost:5173' } };\n",
      'packages/create-x/package.json': '{}',
      'packages/create-x/template-vue/package.json': pkg({ dev: 'vite' }),
      'packages/create-x/templates/api/.env': 'PORT=3100\n',
      'packages/create-x/templates/api/package.json': '{}',
      'templates/shop/package.json': pkg({ dev: 'next dev«+SHOP_DEV_PORT:3000»' }),
      'packages/templates/package.json': pkg({ dev: 'email dev«+TEMPLATES_DEV_PORT:3000»' }),
      'examples/basic/package.json': pkg({ dev: 'vite«+BASIC_DEV_PORT:5173»' }),
    },
    left: [
      'test/fixtures/basic/package.json:1 its package is a fixture of tests',
      'test/fixtures/basic/playwright.config.ts:1 its package is a fixture of tests',
      'packages/create-x/template-vue/package.json:1 its package is a template',
      'packages/create-x/templates/api/.env:1 its package is a template',
    ],
  },
  {
    name: 'a folder of settings that an image is given is its own, and not a folder of all that is built',
    tree: {
      'Cargo.toml': '',
      Dockerfile:
        'FROM rust\nCOPY . .\nFROM debian\nCOPY configuration/ configuration\nCOPY app app\n',
      'configuration/base.yaml':
        'application:\n  port: 8000\n  host: 0.0.0.0\ndatabase:\n  host: localhost\n  port: «POSTGRES_PORT:5432»\n',
      'app/config/base.yaml': 'application:\n  port: «APP_PORT:8100»\n',
      'run.sh': 'docker run -p «POSTGRES_PORT:5432»:5432 postgres\n',
    },
    left: ['configuration/base.yaml:2 Dockerfile:4 packs its folder into an image'],
  },
  {
    name: 'who is asked for, and ended, by the number of a port that moves',
    tree: {
      'package.json': pkg({
        dev: 'vite --port «DEV_PORT:3000»',
        kill: 'lsof -ti:«DEV_PORT:3000» | xargs kill; fuser -k «DEV_PORT:3000»/tcp',
        who: 'lsof -nP -iTCP:«DEV_PORT:3000» -sTCP:LISTEN || lsof -i :«DEV_PORT:3000» -p 3000',
      }),
    },
  },
  {
    name: 'what sed or grep look for in other texts stays, and is told where its port moves',
    tree: {
      Makefile: `run:
\tvite --port «RUN_PORT:4400»
\tsed -i 's|http://localhost:4400/x|$(URL)|' out.yaml
\tgrep -q http://localhost:4500/x out.yaml && echo http://localhost:«RUN_PORT:4400»
`,
    },
    left: ['Makefile:3 sed looks for it'],
  },
  {
    name: 'a development proxy to a server that stays, whose number another container publishes',
    tree: {
      'compose.yaml': `services:
  api: { build: ./api, expose: ["8080"] }
  web: { build: ./web, ports: ["«WEB_PORT:8080»:80"] }
`,
      'api/pom.xml': '<project><artifactId>api</artifactId></project>',
      'api/src/main/resources/application.yml': 'server:\n  port: 8080\n',
      'web/package.json': '{"name":"web"}',
      'web/proxy.conf.json': '{"/api":{"target":"http://localhost:8080"}}',
      'web/vite.config.ts':
        "export default { server: { port: «WEB_DEV_PORT:3000», proxy: { '/api': 'http://localhost:8080' } } };",
      'web/.env.e2e': 'E2E_URL=http://localhost:«WEB_PORT:8080»\n',
    },
    left: [
      'web/proxy.conf.json:1 it may be the port of api/src/main/resources/application.yml:2, which stays',
      'web/vite.config.ts:1 it may be the port of api/src/main/resources/application.yml:2, which stays',
    ],
  },
  {
    name: 'a development proxy to a server that stays, and that its own container publishes',
    tree: {
      'compose.yaml': `services:
  api: { build: ./api, ports: ["\${API_PORT:-«API_PORT:8080»}:8080"] }
`,
      'api/src/main/resources/application.yml': 'server:\n  port: 8080\n',
      'web/package.json': '{"name":"web"}',
      'web/proxy.conf.json': '{"/api":{"target":"http://localhost:«API_PORT:8080»"}}',
    },
    left: ['api/src/main/resources/application.yml:2 it cannot move'],
  },
  {
    name: "what a realm or Playwright says of a server beside it is no other example's container",
    tree: {
      'proxy/traefik/compose.yaml': service('proxy', '«PROXY_PORT:8080»:8080'),
      'js/spa/package.json': pkg({ start: 'node app.js' }),
      'js/spa/config/realm.json': '{"clients":[{"redirectUris":["http://localhost:8080/*"]}]}',
      'js/spa/playwright.config.ts':
        "export default { webServer: { command: 'npm start', url: 'http://127.0.0.1:8080' } };\n",
      'deploy/compose/compose.yaml': `services:
  web: { image: x, ports: ["«WEB_PORT:8090»:80"] }
  keycloak: { image: x, volumes: ["../../infra/keycloak:/opt/import"] }
`,
      'infra/keycloak/realm.json':
        '{"clients":[{"redirectUris":["http://localhost:«WEB_PORT:8090»/*"]}]}',
    },
    left: [
      'js/spa/config/realm.json:1 proxy/traefik/compose.yaml:4 publishes the number',
      'js/spa/playwright.config.ts:1 proxy/traefik/compose.yaml:4 publishes the number',
    ],
  },
  {
    name: 'a development proxy to what source code listens on, and to what is run of it in a container',
    tree: {
      'compose.yaml': `services:
  shop: { image: acme/shop:1.0, ports: ["«SHOP_PORT:4000»:4000"] }
  api: { build: ./api, ports: ["«API_PORT:8000»:8000"] }
`,
      'config/dev.exs':
        'config :shop, ShopWeb.Endpoint,\n  http: [ip: {127, 0, 0, 1}, port: 4000]\n',
      'api/main.py': 'uvicorn.run(app, port=8000)\n',
      'assets/package.json': '{"proxy":"http://localhost:4000"}',
      'web/package.json': '{"proxy":"http://localhost:«API_PORT:8000»"}',
    },
    left: [
      'assets/package.json:1 it may be the port of config/dev.exs:2, where source code listens on it',
      'config/dev.exs:2 source code listens on it',
      'api/main.py:1 source code listens on it',
    ],
  },
  {
    name: 'a development proxy to source code that a variant publishes elsewhere, and another has released',
    tree: {
      'compose.yaml': service('shop', '«SHOP_PORT:1001»:5003'),
      'docker-compose.dev.yml': service('shop', '«SHOP_PORT_2:5003»:5003'),
      'docker-compose.local.yml':
        'services:\n  shop: { build: ., ports: ["«SHOP_PORT_3:5001»:5003"] }\n',
      'api/server.js': 'server.listen(5003);\n',
      'web/package.json': '{"proxy":"http://localhost:5003"}',
    },
    left: [
      'api/server.js:1 source code listens on it',
      'web/package.json:1 it may be the port of api/server.js:1, where source code listens on it',
    ],
  },
  {
    name: 'what passes requests on to source code, or tests it, where a released image has the number',
    tree: {
      'compose.yaml': service('web', '«WEB_PORT:4000»:4000'),
      'compose.dev.yaml': `services:
  portal: { build: ./portal, ports: ["«PORTAL_PORT:5000»:5000"] }
`,
      'api/server.js': 'http.createServer(app).listen(process.env.PORT || 4000);\n',
      'portal/server.js': 'http.createServer(app).listen(process.env.PORT || 5000);\n',
      'web/package.json': '{"name":"web"}',
      'web/next.config.js':
        "module.exports = { rewrites: () => [{ destination: 'http://localhost:4000/' }, { destination: 'http://localhost:«PORTAL_PORT:5000»/' }] };\n",
      'web/cypress.config.js': "module.exports = { e2e: { baseUrl: 'http://localhost:4000' } };\n",
      'web/.env': 'SHOP_URL=http://localhost:«WEB_PORT:4000»\n',
    },
    left: [
      'api/server.js:1 without PORT, source code listens on its default',
      'portal/server.js:1 without PORT, source code listens on its default',
      'web/cypress.config.js:1 it may be the port of api/server.js:1, where source code listens on it',
      'web/next.config.js:1 it may be the port of api/server.js:1, where source code listens on it',
    ],
  },
  {
    name: 'what waits for source code or is made from it, where a search alone found its number',
    options: {
      ownDefaults: [
        { file: 'src/node/settings.ts', line: 3, port: 9001 },
        { file: 'told/src/config.ts', line: 1, port: 9002 },
      ],
    },
    tree: {
      'compose.yaml': `services:
  pad: { image: acme/pad, ports: ["\${PAD_PORT:-«PAD_PORT:9001»}:9001"] }
  told: { image: acme/told, ports: ["«TOLD_PORT:9002»:9002"] }
`,
      'package.json': pkg({
        'dev:web': 'wait-on tcp:9001 && pnpm --dir web dev',
        schema: 'curl http://localhost:9001/schema',
        released: 'curl http://localhost:${PAD_PORT:-«PAD_PORT:9001»}/',
      }),
      'told/.env': 'PORT=9002\n',
      'web/vite.config.ts':
        "export default { server: { proxy: { '/a': 'http://localhost:9001', '/b': 'http://localhost:«TOLD_PORT:9002»' } } };\n",
      'web/orval.config.ts':
        "export default { api: { input: { target: 'http://localhost:9001/docs' } } };\n",
    },
    left: [
      'package.json:1 it may be the port of src/node/settings.ts:3, where source code listens on it',
      'web/vite.config.ts:1 it may be the port of src/node/settings.ts:3',
      'web/orval.config.ts:1 it may be the port of src/node/settings.ts:3',
    ],
  },
  {
    name: 'a test of what its own container publishes, and a script starts by hand as well',
    options: { isByHand: (path) => path.startsWith('server/') },
    tree: {
      'compose.yaml': `services:
  web: { build: ., ports: ["«WEB_PORT:5055»:5055"] }
  api: { build: ./api, ports: ["«API_PORT:8000»:8000"] }
`,
      'server/index.ts': 'const port = Number(process.env.PORT) || 5055;\n',
      'api/main.py': 'uvicorn.run(app, port=8000)\n',
      'cypress.config.ts':
        "export default { e2e: { baseUrl: 'http://localhost:5055' }, env: { api: 'http://localhost:«API_PORT:8000»' } };\n",
    },
    left: [
      'cypress.config.ts:1 it may be the port of server/index.ts:1, where source code listens on it',
      'server/index.ts:1 without PORT, source code listens on its default',
      'api/main.py:1 source code listens on it',
    ],
  },
  {
    name: 'a proxy in one example to what listens in another, to one of its own, and to a part of it',
    tree: {
      'tutorials/flow/app/src/main/resources/application.yml': 'server:\n  port: «APP_PORT:8080»\n',
      'tutorials/calculator/client/package.json': '{"proxy":"http://localhost:8080"}',
      'tutorials/form/client/package.json': '{"proxy":"http://localhost:«API_PORT:8090»"}',
      'tutorials/form/api/src/main/resources/application.yml': 'server:\n  port: «API_PORT:8090»\n',
      'demo/backend/src/main/resources/application.yml': 'server:\n  port: «BACKEND_PORT:8085»\n',
      'demo/frontend/package.json': '{"proxy":"http://localhost:«BACKEND_PORT:8085»"}',
      'examples/shop/package.json': '{"proxy":"http://localhost:«BACKEND_PORT:8085»"}',
    },
    left: [
      'tutorials/calculator/client/package.json:1 tutorials/flow/app/src/main/resources/application.yml:2 has the number in another example',
    ],
  },
  {
    name: 'settings in a folder for deployment stay, unless their program is in there',
    tree: {
      'compose.yaml': service('web', '«WEB_PORT:8080»:8080'),
      'shop/pom.xml': '<project><artifactId>shop</artifactId></project>',
      'shop/src/main/resources/application.yml':
        'server:\n  port: «SHOP_PORT:8082»\npage: http://localhost:«WEB_PORT:8080»\n',
      'deploy/shop/application.yml': 'server:\n  port: 8082\npage: http://localhost:8080\n',
      'deployments/agent/pom.xml': '<project><artifactId>agent</artifactId></project>',
      'deployments/agent/src/main/resources/application.yml':
        'server:\n  port: «AGENT_PORT:8084»\n',
    },
    left: [
      'deploy/shop/application.yml:2 it stands in "deploy" without its program',
      'deploy/shop/application.yml:3 it stands in "deploy" without its program',
    ],
  },
  {
    name: 'a script that Playwright starts says no port, and source code beside it listens on one',
    tree: {
      'web/package.json': pkg({
        dev: 'rspack serve«+WEB_DEV_PORT:8080»',
        start: 'node api/index.js',
      }),
      'web/index.js': 'app.listen(process.env.PORT || 8080);\n',
      'web/playwright.config.ts': `export default {
  use: { baseURL: 'http://localhost:8080' },
  webServer: { command: 'npm run start', port: 8080 },
};
`,
      'web/e2e/playwright.config.ts':
        "export default { webServer: { command: 'npm run dev', port: «WEB_DEV_PORT:8080» } };\n",
    },
    left: [
      'web/index.js:1 without PORT, source code listens on its default',
      'web/playwright.config.ts:2 what is started here says no port, and may be web/index.js:1',
      'web/playwright.config.ts:3 what is started here says no port, and may be web/index.js:1',
    ],
  },
  ...moduleCases,
  {
    name: 'a debugger in a container, whose number and address stay in the script',
    tree: {
      'compose.yaml': service('web', '«WEB_PORT:9229»:9229'),
      'api/package.json': pkg({ debug: 'nodemon x.js --inspect=0.0.0.0:9229' }),
    },
    left: ['api/package.json:1 it is a debugging port'],
  },
  {
    name: 'a number at the root is one port in all files',
    tree: {
      '.env': 'PORT=«PORT:3000»\nURL=http://localhost:«PORT:3000»\n',
      'compose.yaml': service('web', '«PORT:3000»:80'),
      'package.json': pkg({
        dev: 'next dev -p «PORT:3000»',
        wait: 'wait-on http://localhost:«PORT:3000»',
      }),
    },
  },
  {
    name: 'two packages that say the same number are two ports',
    tree: {
      'package.json': pkg({}),
      'apps/web/package.json': pkg({
        dev: 'next dev -p «WEB_DEV_PORT:3000»',
        open: 'open http://localhost:«WEB_DEV_PORT:3000»',
      }),
      'apps/api/package.json': pkg({ dev: 'tool --port «API_DEV_PORT:3000»' }),
    },
  },
  {
    name: 'a URL that could mean either is left alone, with both named',
    tree: {
      'package.json': pkg({ smoke: 'wait-on http://localhost:3000' }),
      'apps/web/package.json': pkg({ dev: 'next dev -p «WEB_DEV_PORT:3000»' }),
      'apps/api/package.json': pkg({ dev: 'tool --port «API_DEV_PORT:3000»' }),
    },
    left: [
      'package.json:1 3000 could be API_DEV_PORT (apps/api/package.json:1) or WEB_DEV_PORT (apps/web/package.json:1); settle it in portkeeper.yaml with "ports: { API_DEV_PORT: 3000 }"',
    ],
  },
  {
    name: 'a request settles it',
    tree: {
      'package.json': pkg({ smoke: 'wait-on http://localhost:«API_DEV_PORT:3000»' }),
      'apps/web/package.json': pkg({ dev: 'next dev -p «WEB_DEV_PORT:3000»' }),
      'apps/api/package.json': pkg({ dev: 'tool --port «API_DEV_PORT:3000»' }),
    },
    options: { requests: [{ name: 'API_DEV_PORT', protocols: ['tcp'], port: port(3000) }] },
  },
  {
    name: 'a URL across packages follows the only server',
    tree: {
      'compose.yaml': service('api', '«API_PORT:4000»:80'),
      'apps/web/package.json': pkg({
        dev: 'API=http://localhost:«API_PORT:4000» next dev -p «WEB_DEV_PORT:3000»',
      }),
      'apps/web/.env': 'API_URL=http://localhost:«API_PORT:4000»\n',
    },
  },
  {
    name: "a package's own server comes first",
    tree: {
      'compose.yaml': service('web', '«WEB_PORT:3000»:3000'),
      '.env': 'URL=http://localhost:«WEB_PORT:3000»\n',
      'apps/web/package.json': pkg({ dev: 'next dev -p «WEB_DEV_PORT:3000»' }),
      'apps/web/.env': 'URL=http://localhost:«WEB_DEV_PORT:3000»\n',
      'apps/api/package.json': pkg({}),
      'apps/api/.env': 'URL=http://localhost:3000\n',
    },
    left: ['apps/api/.env:1 3000 could be'],
  },
  {
    name: 'the same variable and number ties packages',
    tree: {
      'compose.yaml': service('api', '${API_PORT:-4000}:80'),
      '.env': 'API_PORT=«API_PORT:4000»\n',
      'apps/web/package.json': pkg({}),
      'apps/web/.env': 'API_PORT=«API_PORT:4000»\n',
      'apps/api/package.json': pkg({ dev: 'API_PORT=«API_PORT:4000» node .' }),
    },
  },
  {
    name: 'a variable that speaks of a server elsewhere follows it',
    tree: {
      'compose.yaml': service('db', '«DB_PORT:5432»:5432'),
      'apps/api/package.json': pkg({}),
      'apps/api/.env':
        'DB_HOST=localhost\nDB_PORT=«DB_PORT:5432»\nDATABASE_URL=postgres://u:p@localhost:«DB_PORT:5432»/x\n',
    },
  },
  {
    name: "PORT is each package's own",
    tree: {
      'apps/a/package.json': pkg({}),
      'apps/a/.env': 'PORT=«PORT:3000»\n',
      'apps/b/package.json': pkg({}),
      'apps/b/.env': 'PORT=«PORT_2:3000»\n',
    },
    ambiguous: ['PORT'],
  },
  {
    name: 'a request names what has its number',
    tree: {
      'compose.yaml': service('web', '«SITE:8080»:80'),
      '.env': 'URL=http://localhost:«SITE:8080»\n',
    },
    options: { requests: [{ name: 'SITE', protocols: ['tcp'], port: port(8080) }] },
    ports: ['SITE'],
  },
  {
    name: 'a request joins what nobody else has',
    tree: {
      '.env': 'URL=http://localhost:«SITE:8080»\nDB_HOST=localhost\nDB_PORT=«DB_PORT:5432»\n',
    },
    options: {
      requests: [
        { name: 'SITE', protocols: ['tcp'], port: port(8080) },
        { name: 'DB_PORT', protocols: ['tcp'], port: port(5432) },
        { name: 'OTHER', protocols: ['udp'] },
      ],
    },
    ports: ['SITE', 'DB_PORT', 'OTHER/udp'],
  },
  {
    name: "a CI runner's service is followed by URLs and variables",
    tree: {
      '.env':
        'DB_HOST=localhost\nDB_PORT=«POSTGRES_PORT:5432»\nURL=postgres://localhost:«POSTGRES_PORT:5432»/x\nREMOTE=postgres://db:5432/x\n',
    },
    options: {
      external: [
        { name: 'POSTGRES_PORT', protocol: 'tcp', port: port(5432), assigned: port(49153) },
      ],
    },
    ports: [],
  },
  {
    name: "a CI runner's service stands back behind the project's own",
    tree: {
      'compose.yaml': service('db', '«DB_PORT:5432»:5432'),
      '.env': 'URL=postgres://localhost:«DB_PORT:5432»/x\n',
    },
    options: {
      external: [
        { name: 'POSTGRES_PORT', protocol: 'tcp', port: port(5432), assigned: port(49153) },
      ],
    },
    ports: ['DB_PORT'],
  },
  {
    name: 'what has the number that a CI runner gave to a service stays, with all that says it',
    tree: {
      'compose.yaml': service('db', '5433:5432'),
      '.env': 'URL=postgres://localhost:5433/x\nWEB_PORT=«WEB_PORT:3000»\n',
    },
    options: {
      external: [
        { name: 'POSTGRES_PORT', protocol: 'tcp', port: port(5432), assigned: port(5433) },
      ],
    },
    left: [
      'compose.yaml:4 it cannot move: a service container of the job has 5433 (POSTGRES_PORT), and what says it may mean that one',
      '.env:1 it is the port 5433 of compose.yaml:4, which cannot move',
    ],
    ports: ['WEB_PORT'],
  },
  {
    name: "a CI runner's service and a variable of the same name with another number",
    tree: {
      '.env':
        'POSTGRES_PORT=«POSTGRES_PORT_2:5433»\nURL=postgres://localhost:«POSTGRES_PORT:5432»/x\n',
    },
    options: {
      external: [
        { name: 'POSTGRES_PORT', protocol: 'tcp', port: port(5432), assigned: port(49153) },
      ],
    },
    ambiguous: ['POSTGRES_PORT'],
  },
  {
    name: 'a request for what cannot move stands by itself',
    tree: { '.env': 'PORT=3000\n', 'compose.yaml': service('web', '${PORT}:${PORT}') },
    options: { requests: [{ name: 'PORT', protocols: ['tcp'], port: port(3000) }] },
    ports: ['PORT'],
    left: ['.env:1 PORT cannot move'],
    ambiguous: ['PORT'],
  },
  {
    name: 'a variable in a script and the env files beside it',
    tree: {
      'package.json': pkg({ dev: 'next dev -p $WEB', start: 'next start -p ${WEB:-«WEB:3000»}' }),
      '.env': 'WEB=«WEB:3000»\n',
      '.env.production': 'WEB=«WEB_2:8080»\n',
    },
    ambiguous: ['WEB'],
  },
  {
    name: 'servers that say no port are told one, as each tool takes it',
    tree: {
      'apps/web/package.json': pkg({
        dev: 'next dev«+WEB_DEV_PORT:3000»',
        start: 'next start«+WEB_DEV_PORT:3000»',
        e2e: 'start-server-and-test dev http://localhost:«WEB_DEV_PORT:3000» e2e',
      }),
      'apps/web/.env': 'SITE_URL=http://localhost:«WEB_DEV_PORT:3000»\n',
      'apps/admin/package.json': pkg({ dev: 'vite«+ADMIN_DEV_PORT:5173»' }),
      'apps/api/.env': 'CORS=http://localhost:«ADMIN_DEV_PORT:5173»\n',
      'apps/api/package.json': pkg({}),
    },
  },
  {
    name: 'what starts a script of another package that stays speaks of that, by the name of its folder',
    tree: {
      'compose.yaml': `services:
  web: { build: ./apps/web, ports: ["«WEB_PORT:3000»:3000"] }
`,
      'apps/web/package.json': `{
  "scripts": { "dev": "PORT=3000 tsx server.ts" }
}`,
      'package.json': pkg({}),
      'playwright.config.ts': `export default {
  webServer: { command: 'pnpm run --filter @shop/web dev', url: 'http://localhost:3000' },
};
`,
      'playwright.turbo.config.ts': `export default {
  webServer: { command: 'turbo run dev --filter=web', url: 'http://localhost:3000' },
};
`,
      'playwright.api.config.ts': `export default {
  webServer: { command: 'pnpm --filter api dev', url: 'http://localhost:«WEB_PORT:3000»' },
};
`,
    },
    left: [
      'playwright.config.ts:2 it is the port of the script "dev" (apps/web/package.json:2), which is started here and stays',
      'playwright.turbo.config.ts:2 it is the port of the script "dev" (apps/web/package.json:2)',
    ],
  },
  {
    name: 'the configuration of Vite in Ruby goes before the flag of a script beside it',
    tree: {
      'config/vite.json':
        '{ "all": {}, "development": { "port": «ASSETS_DEVELOPMENT_PORT:3036» }, "test": { "port": «ASSETS_TEST_PORT:3037» } }',
      'config/vite.config.ts': 'export default { server: { port: «CONFIG_DEV_PORT:5199» } };\n',
      'package.json': pkg({ dev: 'vite', preview: 'vite preview«+PREVIEW_PORT:4173»' }),
      'Procfile.dev': 'vite: bin/vite dev\n',
    },
  },
  {
    name: 'what starts a script that stays speaks of that, and not of what a container publishes',
    tree: {
      'compose.yaml': `services:
  web: { build: ./web, ports: ["«WEB_PORT:3000»:3000"] }
  sync: { build: ./sync, ports: ["«SYNC_PORT:4000»:4000"] }
`,
      '.env': 'SITE_URL=http://localhost:«WEB_PORT:3000»\n',
      'web/package.json': `{
  "scripts": {
    "dev": "next dev",
    "start": "next start -p 3000",
    "up": "docker compose up --wait",
    "e2e": "start-server-and-test start http://localhost:3000 test",
    "e2e:up": "start-server-and-test up http://localhost:«WEB_PORT:3000» test"
  }
}`,
      'web/playwright.config.ts': `const baseURL = process.env.BASE_URL ?? 'http://localhost:3000';
export default {
  use: { baseURL: 'http://localhost:3000', storage: 'http://localhost:«SYNC_PORT:4000»' },
  webServer: { command: process.env.CI ? 'npm run start' : 'npm run dev', url: 'http://127.0.0.1:3000' },
};
`,
      'web/playwright.up.config.ts': `export default {
  webServer: { command: 'npm run up', url: 'http://127.0.0.1:«WEB_PORT:3000»' },
};
`,
    },
    left: [
      'web/playwright.config.ts:4 it is the port of the script "start" (web/package.json:4), which is started here and stays',
      'web/package.json:6 it is the port of the script "start" (web/package.json:4)',
    ],
  },
  {
    name: 'what starts a server whose configuration stays speaks of that, also where it may be either of two',
    tree: {
      'compose.yaml': `services:
  web: { build: ./web, command: pnpm dev, ports: ["«WEB_PORT:3000»:3000"] }
`,
      'web/package.json': pkg({
        dev: 'vite dev',
        preview: 'vite preview',
        up: 'docker compose up',
      }),
      'web/vite.config.js': 'export default { server: { port: 3000 }, preview: { port: 3000 } };\n',
      'web/playwright.config.ts': `export default {
  use: { baseURL: 'http://localhost:3000' },
  webServer: { command: 'pnpm dev', url: 'http://localhost:3000' },
};
`,
      'web/playwright.ci.config.ts': `export default {
  webServer: { command: \`pnpm \${process.env.CI ? 'preview' : 'dev'}\`, url: 'http://localhost:3000' },
};
`,
      'web/playwright.up.config.ts': `export default {
  webServer: { command: 'npm run up', url: 'http://localhost:«WEB_PORT:3000»' },
};
`,
    },
    left: [
      'web/playwright.config.ts:2 it is the port of the script "dev" (web/vite.config.js:1), which is started here and stays',
      'web/playwright.config.ts:3 it is the port of the script "dev" (web/vite.config.js:1)',
      'web/playwright.ci.config.ts:2 it is the port of the script "preview" (web/vite.config.js:1)',
    ],
  },
  {
    name: 'what starts a script that stays on a default speaks of that, and not of its package’s other script',
    tree: {
      'package.json': pkg({ dev: 'next dev«+DEV_PORT:3000»', start: 'next start' }),
      Dockerfile: 'FROM node\nCOPY . .\nCMD ["npm", "start"]\n',
      'playwright.config.ts': `export default {
  webServer: { command: 'npm run build && npm start', url: 'http://localhost:3000' },
};
`,
      'playwright.dev.config.ts': `export default {
  webServer: { command: 'npm run dev', url: 'http://localhost:«DEV_PORT:3000»' },
};
`,
    },
    left: [
      'playwright.config.ts:2 it is the port of the script "start" (package.json:1), which is started here and stays: Dockerfile:3 runs it in a container',
    ],
  },
  {
    name: 'a variable of several packages is the port of each',
    tree: {
      'package.json': pkg({}),
      'compose.yaml': service('web', '«WEB_PORT:3000»:3000'),
      'a/package.json': pkg({}),
      'a/compose.yaml': service('app', '${APP_PORT:-«APP_PORT:3000»}:3000'),
      'b/package.json': pkg({}),
      'b/compose.yaml': `services:
  app: { image: x, ports: ["\${APP_PORT:-«APP_PORT:3000»}:80"] }
  test: { image: x, environment: { URL: "http://localhost:«APP_PORT:3000»" } }
`,
    },
  },
  {
    name: 'of two servers with one number, the name of a URL says which it means',
    tree: {
      'apps/web/package.json': pkg({ dev: 'vite«+WEB_DEV_PORT:5173»' }),
      'apps/admin/package.json': pkg({ dev: 'vite«+ADMIN_DEV_PORT:5173»' }),
      'apps/admin-api/package.json': pkg({ dev: 'next dev«+ADMIN_API_DEV_PORT:3000»' }),
      'apps/shop/package.json': pkg({ dev: 'next dev«+SHOP_DEV_PORT:3000»' }),
      'apps/app/package.json': pkg({ dev: 'next dev«+APP_DEV_PORT:3000»' }),
      '.env': [
        'ADMIN_URL=http://localhost:«ADMIN_DEV_PORT:5173»',
        'VITE_WEB_ORIGIN=http://localhost:«WEB_DEV_PORT:5173»/x',
        'WEB_ADMIN_URL=http://localhost:5173',
        'PAGES_URL=http://localhost:5173',
        'ADMIN_API_URL=http://localhost:3000',
        'APP_URL=http://localhost:3000',
        '',
      ].join('\n'),
      'apps/web/.env':
        'WEB_URL=http://localhost:«WEB_DEV_PORT:5173»\nURL=http://localhost:«WEB_DEV_PORT:5173»\nADMIN_URL=http://localhost:5173\n',
      'compose.yaml':
        'services:\n  x:\n    image: x\n    environment: { ADMIN_URL: "http://localhost:«ADMIN_DEV_PORT:5173»" }\n',
    },
    left: [
      '.env:3 5173 could be ADMIN_DEV_PORT',
      '.env:4 5173 could be ADMIN_DEV_PORT',
      '.env:5 3000 could be',
      '.env:6 3000 could be',
      'apps/web/.env:3 5173 could be WEB_DEV_PORT (apps/web/package.json:1) or ADMIN_DEV_PORT (apps/admin/package.json:1)',
    ],
  },
  {
    name: 'a URL of a container speaks of no server outside whose number containers have inside as well',
    tree: {
      'deploy/compose.yaml': `services:
  jobs: { image: acme/jobs, environment: { API_SERVICE_URL: "http://localhost:8080", WEB_URL: "http://localhost:«WEB_DEV_PORT:5173»", API_ORIGIN: "http://localhost:«PORT:8080»" } }
`,
      'deploy/Dockerfile': 'FROM acme/base\nEXPOSE 8080\n',
      'server/package.json': pkg({ dev: 'PORT=«PORT:8080» node server.js' }),
      'web/package.json': pkg({ dev: 'vite«+WEB_DEV_PORT:5173»' }),
    },
    left: [
      'deploy/compose.yaml:2 it is read inside a container, where it may speak of what listens there, and not of server/package.json:1',
    ],
  },
  {
    name: 'a script of the shell gives a PORT to the package that it has gone to, and to any where that is not known',
    tree: {
      'package.json': pkg({}),
      'apps/web/package.json': pkg({ dev: 'next dev«+WEB_DEV_PORT:3000»', e2e: 'next dev' }),
      'apps/admin/package.json': pkg({
        dev: 'next dev«+ADMIN_DEV_PORT:3000»',
        e2e: 'next dev«+ADMIN_DEV_PORT:3000»',
      }),
      'docs/package.json': pkg({ dev: 'next dev', e2e: 'next dev«+DOCS_E2E_PORT:3000»' }),
      'apps/any/package.json': pkg({ open: 'next dev' }),
      'scripts/e2e.sh': `APP_PORT="\${E2E_PORT:-«E2E_PORT:3100»}"
cd "$PROJECT_ROOT/apps/web"
PATH="$PWD/bin:$PATH" PORT="$APP_PORT" pnpm e2e > /tmp/log 2>&1 &
`,
      'docs/scripts/dev.sh': `cd "$(dirname "$0")/.."
PORT=«PORT_2:3200» pnpm dev
`,
      'bin/dev': `cd -- "$1"
PORT=«PORT:3300» pnpm open
`,
    },
    left: [
      'apps/web/package.json:1 next listens on its default only without the PORT that scripts/e2e.sh:3 runs it with',
      'docs/package.json:1 next listens on its default only without the PORT that docs/scripts/dev.sh:2 runs it with',
      'apps/any/package.json:1 next listens on its default only without the PORT that bin/dev:2 runs it with',
    ],
  },
  {
    name: 'a variable that the tool obeys says the port',
    tree: {
      'apps/cra/package.json': pkg({ start: 'react-scripts start' }),
      'apps/cra/.env': 'PORT=«PORT:3001»\n',
      'apps/next/package.json': pkg({ dev: 'dotenv -e .env -- next dev' }),
      'apps/next/.env': 'PORT=«PORT_3:3002»\n',
      'apps/deaf/package.json': pkg({ dev: 'next dev«+DEAF_DEV_PORT:3000»' }),
      'apps/deaf/.env': 'PORT=«PORT_2:3003»\n',
    },
    ambiguous: ['PORT'],
  },
  {
    name: 'a script that others run with a PORT is theirs to say',
    tree: {
      'package.json': pkg({ web: 'PORT=«PORT:3001» npm run dev -w web' }),
      'apps/web/package.json': pkg({ dev: 'next dev', site: 'vite«+WEB_SITE_PORT:5173»' }),
    },
    left: [
      'apps/web/package.json:1 next listens on its default only without the PORT that package.json:1 runs it with',
    ],
  },
  {
    name: 'a script that its own package runs with a PORT is no other package’s',
    tree: {
      'a/package.json': pkg({ start: 'react-scripts start', own: 'PORT=«PORT:4500» pnpm start' }),
      'b/package.json': pkg({ start: 'next start«+B_START_PORT:3000»' }),
    },
    left: [
      'a/package.json:1 react-scripts listens on its default only without the PORT that a/package.json:1',
    ],
  },
  {
    name: 'a file in a folder that is no package runs the scripts of the package around it',
    tree: {
      'package.json': pkg({ 'dev:next': 'pnpm next dev', start: 'next start«+START_PORT:3000»' }),
      'scripts/Procfile.dev': 'web: PORT=«PORT:3010» pnpm dev:next\n',
      'scripts/site/package.json': pkg({ 'dev:next': 'next dev«+SITE_DEV_NEXT_PORT:3000»' }),
    },
    left: [
      'package.json:1 next listens on its default only without the PORT that scripts/Procfile.dev:1 runs it with',
    ],
  },
  {
    name: 'end-to-end tests are of the package whose name they have, of several with one number',
    tree: {
      'package.json': pkg({}),
      'apps/shop/package.json': pkg({ dev: 'vite --port «SHOP_DEV_PORT:4200»' }),
      'apps/admin/package.json': pkg({ dev: 'vite --port «ADMIN_DEV_PORT:4200»' }),
      'apps/shop-e2e/package.json': pkg({ wait: 'wait-on http://localhost:«SHOP_DEV_PORT:4200»' }),
      'apps/admin-e2e/playwright.config.ts':
        'export default { use: { baseURL: "http://localhost:«ADMIN_DEV_PORT:4200»" } };\n',
      'apps/other-e2e/.env': 'BASE_URL=http://localhost:4200\n',
    },
    left: ['apps/other-e2e/.env:1 4200 could be ADMIN_DEV_PORT'],
  },
  {
    name: 'what speaks of a server of its own package that stays does not follow another’s',
    tree: {
      'package.json': pkg({}),
      'cms/package.json': pkg({ dev: 'strapi develop' }),
      'cms/.env': 'PUBLIC_URL=http://localhost:1337\n',
      'cms-e2e/.env': 'PUBLIC_URL=http://localhost:1337\n',
      'api/package.json': pkg({ dev: 'node api.js --port «API_DEV_PORT:1337»' }),
      'web/.env': 'PUBLIC_URL=http://localhost:«API_DEV_PORT:1337»\n',
    },
    left: [
      'cms/package.json:1 strapi listens on its default here',
      'cms/.env:1 cms/package.json:1 listens on 1337, and is left alone',
      'cms-e2e/.env:1 cms/package.json:1 listens on 1337, and is left alone',
    ],
  },
  {
    name: 'what speaks of a server that stays follows no container of another example’s compose file',
    tree: {
      'cms/package.json': pkg({ dev: 'strapi develop' }),
      'cms/.env': 'PUBLIC_URL=http://localhost:1337\n',
      'shop/docker/compose.yaml':
        'services: { shop: { image: x, ports: ["«SHOP_PORT:1337»:1337"] } }\n',
    },
    left: [
      'cms/package.json:1 strapi listens on its default here',
      'cms/.env:1 cms/package.json:1 listens on 1337, and is left alone',
    ],
  },
  {
    name: 'what speaks of a Spring application that says no port does not follow another example’s',
    tree: {
      'web/pom.xml': '<project/>',
      'web/src/main/resources/application.yml': 'spring: { application: { name: web } }\n',
      'web/src/main/resources/application-dev.yml': 'app: { url: "http://localhost:8080" }\n',
      'proxy/traefik/compose.yaml':
        'services: { proxy: { image: x, ports: ["«PROXY_PORT:8080»:8080"] } }\n',
    },
    left: [
      'web/src/main/resources/application.yml:1 a web application of Spring listens on its default',
      'web/src/main/resources/application-dev.yml:1 web/src/main/resources/application.yml:1 listens on 8080, and is left alone',
    ],
  },
  {
    name: 'what speaks of a Quarkus application that says no port does not follow another module’s',
    tree: {
      'docs/pom.xml': '<project/>',
      'docs/src/main/resources/application.properties':
        '%dev.quarkus.http.root-path=/\n%dev.site.url=http://localhost:8080\n',
      'ui/deploy/compose.yaml': 'services: { ui: { image: x, ports: ["«UI_PORT:8080»:80"] } }\n',
    },
    left: [
      'application.properties:1 a web application of Quarkus listens on its default',
      'application.properties:2 docs/src/main/resources/application.properties:1 listens on 8080, and is left alone',
    ],
  },
  {
    name: 'what speaks of a server that stays follows a container that publishes its number',
    tree: {
      'package.json': pkg({}),
      'cms/package.json': pkg({ dev: 'strapi develop' }),
      'cms/.env': 'PUBLIC_URL=http://localhost:«CMS_PORT:1337»\n',
      'docker/compose.yaml': 'services: { cms: { image: x, ports: ["«CMS_PORT:1337»:1337"] } }\n',
    },
    left: ['cms/package.json:1 strapi listens on its default here'],
  },
  {
    name: 'and one that is made of its module, wherever the compose file is',
    tree: {
      'cms/package.json': pkg({ dev: 'strapi develop' }),
      'cms/.env': 'PUBLIC_URL=http://localhost:«CMS_PORT:1337»\n',
      'deploy/docker/local/compose.yaml':
        'services: { cms: { build: ../../../cms, ports: ["«CMS_PORT:1337»:80"] }, web: { build: { context: ../../.., dockerfile: web/Dockerfile }, ports: ["«WEB_PORT:8080»:80"] } }\n',
      'web/pom.xml': '<project/>',
      'web/src/main/resources/application.yml': 'spring: { application: { name: web } }\n',
      'web/src/main/resources/application-dev.yml':
        'app: { url: "http://localhost:«WEB_PORT:8080»" }\n',
    },
    left: [
      'cms/package.json:1 strapi listens on its default here',
      'web/src/main/resources/application.yml:1 a web application of Spring listens on its default',
    ],
  },
  {
    name: 'what a test runner starts with a PORT of its own keeps to that',
    tree: {
      'package.json': pkg({ dev: 'next dev', start: 'next start«+START_PORT:3000»' }),
      'playwright.config.ts': `export default defineConfig({
  webServer: {
    command: 'npm run dev',
    url: 'http://localhost:«PORT:3008»',
    env: { PORT: '«PORT:3008»' },
  },
});
`,
    },
    left: [
      'package.json:1 next listens on its default only without the PORT that playwright.config.ts:5 runs it with',
    ],
  },
  {
    name: 'what depends on something follows on both of its sides',
    tree: {
      'package.json': pkg({
        dev: 'vite«+DEV_PORT:5173»',
        preview: 'vite preview«+PREVIEW_PORT:4173»',
        start: 'next start',
        site: 'next dev«+SITE_PORT:3000»',
      }),
      'playwright.config.ts': `const isBuilt = !!process.env.CI;
const port = isBuilt ? «PREVIEW_PORT:4173» : «DEV_PORT:5173»;
export default {
  use: { baseURL: \`http://localhost:\${port}\` },
  webServer: [
    { command: isBuilt ? 'npm run preview' : 'npm run dev', port },
    { command: isBuilt ? "db-server --run 'run-s build start'" : 'npm run x', env: { PORT: '«PORT:3008»' } },
    { command: 'node api.js', port: isBuilt ? 4001 : «PORT:3008» },
  ],
};
`,
      'vite.config.ts':
        'export default { server: { proxy: process.env.X ? {} : { a: "http://localhost:«PORT:3008»" } } };\n',
    },
    left: [
      'package.json:1 next listens on its default only without the PORT that playwright.config.ts:7 runs it with',
      'playwright.config.ts:8 nothing in this project listens on 4001',
    ],
  },
  {
    name: 'a test runner that waits for a script and gives it a PORT',
    tree: {
      'package.json': pkg({
        dev: 'next dev«+DEV_PORT:3000»',
        start: 'next start',
        e2e: 'cross-env PORT=«PORT:8811» start-server-and-test start http://localhost:«PORT:8811» e2e',
      }),
    },
    left: [
      'package.json:1 next listens on its default only without the PORT that package.json:1 runs it with',
    ],
  },
  {
    name: 'a constant that a command and a URL are made of is the port of that server',
    tree: {
      'playwright.config.js': `const port = «SERVER_PORT:3001»;
export default {
  use: { baseURL: \`http://localhost:\${port}\` },
  webServer: { command: \`node server.js --port=\${port}\`, url: \`http://localhost:\${port}\` },
};
`,
    },
  },
  {
    name: 'a program that the editor starts listens where its own files say it does',
    tree: {
      '.vscode/launch.json': `{"configurations": [
  {"program": "\${workspaceFolder}/shop/Sso.dll", "env": {"ASPNETCORE_URLS": "http://localhost:«SHOP_PORT:5182»"}},
  {"program": "app.js", "env": {"PORT": "«PORT:5999»", "API": "http://localhost:«SHOP_PORT:5182»"}}
]}
`,
      'shop/package.json': pkg({}),
      'shop/Properties/launchSettings.json': `{"profiles": {
  "Sso": {"commandName": "Project", "applicationUrl": "http://localhost:«SHOP_PORT:5182»"}
}}
`,
      'api/appsettings.Development.json': '{"sso": "http://localhost:«SHOP_PORT:5182»"}\n',
    },
  },
  {
    name: 'the page that the editor opens, the one that it debugs, and what tells it that the server is ready',
    tree: {
      '.vscode/launch.json': `{"configurations": [
  {"type": "node", "serverReadyAction": {"pattern": ".*http://localhost:«DEV_PORT:3000».*", "action": "startDebugging", "name": "page"}},
  {"type": "node", "serverReadyAction": {"pattern": "on port ([0-9]+)", "uriFormat": "http://localhost:%s"}},
  {"type": "chrome", "name": "page", "url": "http://localhost:«DEV_PORT:3000»", "urlFilter": "http://localhost:«DEV_PORT:3000»/*"}
]}
`,
      'package.json': pkg({ dev: 'next dev«+DEV_PORT:3000»' }),
    },
  },
  {
    name: 'a command that cannot be read may run any script',
    tree: {
      'package.json': pkg({ dev: 'next dev', site: 'vite«+SITE_PORT:5173»' }),
      'playwright.config.ts': `const PORT = process.env.PORT ?? '«PORT:3008»';
export default {
  webServer: [{ command: commandOf('dev'), env: { PORT } }],
  use: { baseURL: \`http://localhost:\${PORT}\` },
};
`,
    },
    left: [
      'package.json:1 next listens on its default only without the PORT that playwright.config.ts:3 runs it with',
    ],
  },
  {
    name: 'a script that the image runs says nothing of this machine',
    tree: {
      'web/package.json': pkg({
        dev: 'next dev«+WEB_DEV_PORT:3000»',
        start: 'next start',
        preview: 'vite preview',
      }),
      'web/Dockerfile': 'FROM node\nENV PORT=8080\nCMD ["npm", "run", "start"]\n',
      'web/Dockerfile.preview': 'FROM node\nCMD yarn preview\n',
    },
    left: [
      'web/package.json:1 next listens on its default here: web/Dockerfile:3 runs it in a container',
      'web/package.json:1 vite listens on its default here: web/Dockerfile.preview:2 runs',
    ],
  },
  {
    name: 'a shell script in the image with a PORT starts what is usual',
    tree: {
      'package.json': pkg({ dev: 'next dev«+DEV_PORT:3000»', start: 'next start' }),
      Dockerfile: 'FROM node\nENV PORT="8080"\nENTRYPOINT [ "./start.sh" ]\n',
    },
    left: [
      'package.json:1 next listens on its default here: Dockerfile:3 runs it in a container. If that file is not for this machine, leave it out in portkeeper.yaml with "ignore: [Dockerfile]"',
    ],
  },
  {
    name: 'a service with a PORT of its own runs the scripts of its folder with it',
    tree: {
      'compose.yaml': `services:
  web:
    build: ./web
    environment: { PORT: 8080 }
    ports: ["«WEB_PORT:8000»:8080"]
`,
      'web/package.json': pkg({ start: 'react-scripts start', docs: 'vite«+WEB_DOCS_PORT:5173»' }),
    },
    left: [
      'web/package.json:1 react-scripts listens on its default only without the PORT that compose.yaml:3 runs it with',
    ],
  },
  {
    name: 'what the image of a service exposes is inside, though nothing publishes it',
    tree: {
      'compose.yaml': `services:
  web: { build: ./web }
  docs: { build: { context: ., dockerfile: docs/Dockerfile.dev } }
  php: { image: caddy, ports: ["«PHP_PORT:80»:80"], environment: { UPSTREAM: "web:3000" } }
`,
      'web/Dockerfile': 'FROM node\nEXPOSE 3000/tcp 3001\nCMD ["node", "server.js"]\n',
      'web/package.json': pkg({ dev: 'next dev', start: 'serve -p 3001' }),
      'docs/Dockerfile.dev': 'FROM node\nENV PORT=4000\n',
      'docs/package.json': pkg({ start: 'serve -p 4000', dev: 'vite --port «DOCS_DEV_PORT:5000»' }),
    },
    left: [
      'web/Dockerfile:2 it is the port inside the container',
      'web/package.json:1 it cannot move: the service "web" is built from its folder',
      'docs/package.json:1 it cannot move: the service "docs" is built from its folder',
    ],
  },
  {
    name: 'of a whole repository an image runs the module that its Dockerfile stands in',
    tree: {
      'compose.yaml': `services:
  jobs:
    build: { context: ., dockerfile: apps/jobs/Dockerfile }
    environment: { DB_HOST: db }
    ports: ["«JOBS_PORT:8000»:3000"]
  db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] }
`,
      'package.json': pkg({ start: 'next start apps/jobs -p 3000' }),
      'apps/jobs/Dockerfile': 'FROM node\n',
      'apps/jobs/package.json': pkg({
        dev: 'next dev -p 3000',
        open: 'open http://localhost:«JOBS_PORT:8000»',
      }),
      'apps/mail/package.json': pkg({ dev: 'vite --port «MAIL_DEV_PORT:8000»' }),
      'apps/jobs/config/application.yml':
        'url: "jdbc:postgresql://${DB_HOST:localhost}:${DB_PORT:5432}/x"\n',
      'apps/web/package.json': pkg({ dev: 'next dev -p «WEB_DEV_PORT:3000»' }),
      'apps/web/config/application.yml':
        'url: "jdbc:postgresql://${DB_HOST:localhost}:${DB_PORT:«DB_PORT:5432»}/x"\n',
      'other/compose.yaml':
        'services: { all: { build: { context: ., dockerfile: docker/Dockerfile }, expose: [5000] } }\n',
      'other/docker/Dockerfile': 'FROM node\n',
      'other/apps/web/package.json': pkg({ dev: 'vite --port 5000' }),
    },
    left: [
      'package.json:1 it cannot move: the service "jobs" is built from its folder',
      'apps/jobs/package.json:1 it cannot move: the service "jobs" is built from its folder',
      'apps/jobs/config/application.yml:1 ',
      'other/apps/web/package.json:1 it cannot move: the service "all" is built from its folder',
    ],
  },
  {
    name: 'of a Dockerfile the stage counts that a service is made of, and those before it',
    tree: {
      'compose.yaml': `services:
  api: { build: { context: ., target: api } }
  web: { build: { context: . } }
  any: { build: { context: any, target: $STAGE } }
`,
      Dockerfile: `FROM --platform=linux/amd64 node:22 AS Base
EXPOSE 3000
FROM base AS api
EXPOSE 3001/tcp
FROM node AS web
ENV PORT=3002
`,
      'package.json': pkg({
        base: 'next dev -p 3000',
        api: 'next dev -p 3001',
        web: 'next dev -p 3002',
      }),
      'any/Dockerfile': 'FROM x AS a\nEXPOSE 4000\nFROM ${BASE} AS b\n',
      'any/package.json': pkg({ dev: 'next dev -p 4000' }),
      'other/compose.yaml': 'services: { web: { build: . } }\n',
      'other/Dockerfile': 'FROM x AS a\nEXPOSE 4000\nFROM x AS b\n',
      'other/package.json': pkg({ dev: 'next dev -p «OTHER_DEV_PORT:4000»' }),
    },
    left: [
      'package.json:1 it cannot move: the service "api" is built from its folder',
      'package.json:1 it cannot move: the service "web" is built from its folder',
      'any/package.json:1 it cannot move: the service "any" is built from its folder',
    ],
  },
  {
    name: 'an env file speaks of the server of the one package that has it by a link',
    tree: {
      '.env': 'SITE_URL=http://localhost:«WEB_DEV_PORT:3000»\nOTHER_URL=http://localhost:3001\n',
      'apps/web/package.json': pkg({
        dev: 'next dev -p «WEB_DEV_PORT:3000»',
        next: 'next dev -p «WEB_NEXT_PORT:3001»',
      }),
      'apps/docs/package.json': pkg({
        dev: 'vite --port «DOCS_DEV_PORT:3000»',
        next: 'vite --port «DOCS_NEXT_PORT:3001»',
      }),
      'apps/jobs/package.json': pkg({ dev: 'vite --port «JOBS_DEV_PORT:3001»' }),
    },
    options: {
      links: new Map([
        ['apps/web/.env', '.env'],
        ['apps/jobs/.env', '.env'],
      ]),
    },
    left: ['.env:2 3001 could be '],
  },
  {
    name: 'an env file that an image is given by its name says what the image exposes',
    tree: {
      Dockerfile: 'FROM x\nCOPY --chmod=666 .healthcheck.env .env ./\nEXPOSE 9091\n',
      '.healthcheck.env':
        'HEALTH_PORT=9091\nHEALTH_URL=http://localhost:9091\nOTHER_PORT=«OTHER_PORT:9000»\n',
      'web/Dockerfile': 'FROM x\nCOPY .env .\nEXPOSE 3000\n',
      '.env': 'PORT=«PORT:3000»\n',
      'web/.env': 'PORT=3000\n',
    },
    left: [
      '.healthcheck.env:1 Dockerfile:2 packs its file into an image',
      '.healthcheck.env:2 Dockerfile:2 packs its file into an image',
      'web/.env:1 web/Dockerfile:2 packs its file into an image',
    ],
  },
  {
    name: 'a script that an image is given by its name runs in there, and calls who is there',
    tree: {
      Dockerfile: 'FROM node\nENV API_PORT=3000\nCOPY scripts/start.sh ./\n',
      'scripts/start.sh': 'API_PORT=${API_PORT:-3000}\ncurl http://localhost:4000/\nnext start\n',
      'scripts/dev.sh': 'API_PORT=${API_PORT:-«API_PORT:5000»}\n',
      'web/package.json': pkg({ dev: 'vite --port «WEB_DEV_PORT:4000»' }),
    },
    left: [
      'scripts/start.sh:1 Dockerfile:3 packs its file into an image',
      'scripts/start.sh:2 Dockerfile:3 packs its file into an image',
      'scripts/start.sh:3 Dockerfile:3 packs its file into an image',
    ],
  },
  {
    name: 'and one that the image has with all that is copied',
    tree: {
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT_2:3306»:3306"] } }\n',
      Dockerfile: `FROM node AS dev
COPY . .
RUN mkdir -p /app \\
    && cp -a /src/wait.sh /src/startup-init.sh /app/ \\
    && curl -fsSL https://example.com/tool.sh | sh
FROM node
COPY --from=dev /app/startup-dev.sh /app/
CMD ["/app/start.sh"]
`,
      'startup-init.sh': 'DB_PORT=${DB_PORT:-3306}\n',
      'startup-dev.sh': 'DB_PORT=${DB_PORT:-3306}\n',
      'start.sh': 'DB_PORT=${DB_PORT:-3306}\n',
    },
    left: [
      'startup-init.sh:1 Dockerfile:4 packs its file into an image',
      'startup-dev.sh:1 Dockerfile:7 packs its file into an image',
      'start.sh:1 Dockerfile:8 packs its file into an image',
    ],
  },
  {
    name: 'a default of a package that runs in a container stays',
    tree: {
      'compose.yaml': `services:
  web:
    build: .
    ports: ["«WEB_PORT:8080»:3000"]
`,
      'package.json': pkg({ start: 'next start' }),
    },
    left: ['package.json:1 it cannot move: the service "web" is built from its folder'],
  },
  {
    name: 'a script of a folder that a container mounts keeps the default that it has inside',
    tree: {
      '.devcontainer/compose.yaml': `services:
  app:
    image: x
    volumes: ["..:/workspace:cached"]
    ports: ["«APP_PORT:3000»:3000"]
`,
      'bin/dev':
        '#!/usr/bin/env sh\nexport PORT="${PORT:-3000}"\nexport DOCS_PORT="${DOCS_PORT:-«DOCS_PORT:4000»}"\nexec foreman start\n',
    },
    left: ['bin/dev:2 PORT cannot move: the service "app" mounts its folder'],
  },
  {
    name: 'what stands in the sources of a dev container calls what listens in there',
    tree: {
      '.devcontainer/compose.yaml': `services:
  app:
    image: x
    volumes: ["..:/workspace:cached"]
    ports: ["«APP_PORT_8888:8888»:8888", "«APP_PORT_8025:18025»:8025"]
  db:
    image: postgres
    ports: ["«PGPORT:5432»:5432"]
`,
      '.devcontainer/devcontainer.json': '{"forwardPorts":[8888]}',
      'package.json': pkg({ dev: 'API_HOST=http://127.0.0.1:8888 node a.js' }),
      '.env.test':
        'MAIL_URL=http://localhost:«APP_PORT_8025:18025»\nPGPORT=«PGPORT:5432»\nPGHOST=localhost\n',
    },
    left: [
      'devcontainer.json:1 it is a port inside the dev container',
      'package.json:1 it stands in what the dev container "app" mounts (.devcontainer/compose.yaml:4), which has this number inside',
    ],
  },
  {
    name: 'what a container is mounted alone calls the container itself by the numbers inside',
    tree: {
      'compose.yaml': `services:
  app:
    image: x
    ports: ["«APP_PORT_7750:7750»:7750", "«APP_PORT_9527:9527»:9527"]
    volumes: ["./src/main/resources/application.properties:/app/application.properties"]
  db:
    image: y
    ports: ["«DB_PORT:8080»:8080"]
`,
      'src/main/resources/application.properties':
        'server.port=7750\nself.url=http://localhost:9527/\ndb.url=http://localhost:«DB_PORT:8080»/\n',
      'src/main/resources/application-dev.properties':
        'self.url=http://localhost:«APP_PORT_9527:9527»/\n',
    },
    left: [
      'application.properties:1 it cannot move: the service "app" mounts its folder (compose.yaml:5)',
      'application.properties:2 it cannot move: the service "app" mounts its folder (compose.yaml:5)',
    ],
  },
  {
    name: 'a service that runs the image of a module has the numbers that are packed into it',
    tree: {
      'compose.yaml': `services:
  config:
    image: acme/shop-config:\${TAG:-1.0}
    ports: ["«CONFIG_PORT:8888»:8888"]
  other:
    image: \${ANY}
    ports: ["«OTHER_PORT:8890»:8890"]
`,
      'shop-config/src/main/resources/application.yml':
        'server.port: 8888\nspring.application.name: config\n',
      'shop-cart/src/main/resources/application.yml':
        'server.port: «SHOP_CART_PORT:8889»\nconfig: http://localhost:«CONFIG_PORT:8888»\n',
    },
    left: [
      'shop-config/src/main/resources/application.yml:1 it cannot move: the service "config" runs an image with the name of its folder (compose.yaml:3)',
    ],
  },
  {
    name: 'what is packed in a folder of its own has the numbers of the module that it is called after',
    tree: {
      'docker/compose.yaml': `services:
  shop-gateway:
    build: { context: ./shop/gateway, dockerfile: dockerfile }
    ports: ["«SHOP_GATEWAY_PORT:8080»:8080"]
  orders:
    build: ./nowhere/
    image: acme/shop-orders
    environment: { SPRING_PROFILES_ACTIVE: local }
    ports: ["«ORDERS_PORT:8081»:8081"]
  web:
    build: ../app
    ports: ["«PORT:3000»:3000"]
`,
      'docker/shop/gateway/dockerfile': 'FROM eclipse-temurin\nCOPY ./jar/app.jar /app.jar\n',
      'shop-gateway/src/main/resources/bootstrap.yml': 'server.port: 8080\n',
      'shop-orders/src/main/resources/application-local.yml': 'server.port: 8081\n',
      'shop-orders/src/main/resources/application-dev.yml': 'server.port: «ORDERS_PORT:8081»\n',
      'app/.env': 'PORT=3000\n',
      'web/.env': 'PORT=«PORT:3000»\n',
    },
    left: [
      'shop-gateway/src/main/resources/bootstrap.yml:1 it cannot move: the service "shop-gateway" has the name of its folder (docker/compose.yaml:3)',
      'shop-orders/src/main/resources/application-local.yml:1 it cannot move: the service "orders" has the name of its folder (docker/compose.yaml:6)',
      'app/.env:1 PORT cannot move: the service "web" is built from its folder (docker/compose.yaml:11)',
    ],
  },
  {
    name: 'a server that stays for an image’s name alone may be whom other packages call',
    tree: {
      'package.json': '{}',
      'docker/compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.0
    ports: ["«API_PORT:3000»:3000"]
  db:
    image: x
    ports: ["«DB_PORT:5432»:5432"]
`,
      'playwright.config.ts':
        "export default { use: { baseURL: 'http://localhost:«API_PORT:3000»' } };\n",
      'apps/api/package.json': '{}',
      'apps/api/.env': 'PORT=3000\nSELF_URL=http://localhost:3000\nDB_PORT=«DB_PORT:5432»\n',
      'apps/web/package.json': '{}',
      'apps/web/.env': 'API_URL=http://localhost:3000\nSERVER_URL=http://localhost:3000\n',
      'apps/site/package.json': '{}',
      'apps/site/.env': 'SERVER_URL=http://localhost:3000\n',
    },
    left: [
      'apps/api/.env:1 PORT cannot move: the service "api" runs an image with the name of its folder',
      'apps/api/.env:2 it is PORT of apps/api/.env:1, which cannot move',
      'apps/web/.env:1 it is PORT of apps/api/.env:1, which cannot move',
      'apps/web/.env:2 it is PORT of apps/api/.env:1, which cannot move',
      'apps/site/.env:1 3000 could be API_PORT (docker/compose.yaml:4) or what stays at apps/api/.env:1; settle',
    ],
  },
  {
    name: 'what a package calls is one port, also where a name tells only once which',
    tree: {
      'package.json': '{}',
      'a/api/package.json': pkg({ dev: 'tool --port «API_DEV_PORT:4000»' }),
      'b/jobs/package.json': pkg({ dev: 'tool --port «JOBS_DEV_PORT:4000»' }),
      'web/package.json': pkg({ check: 'wait-on http://localhost:«API_DEV_PORT:4000»' }),
      'web/.env': 'API_URL=http://localhost:«API_DEV_PORT:4000»\n',
      'site/package.json': pkg({ check: 'wait-on http://localhost:4000' }),
      'site/.env':
        'API_URL=http://localhost:«API_DEV_PORT:4000»\nJOBS_URL=http://localhost:«JOBS_DEV_PORT:4000»\n',
    },
    left: ['site/package.json:1 4000 could be API_DEV_PORT'],
  },
  {
    name: 'who calls a server that stays in its container is told which it is',
    tree: {
      'package.json': '{}',
      'compose.yaml': 'services: { web: { build: web, expose: [3000] } }\n',
      'web/package.json': pkg({ dev: 'next dev -p 3000' }),
      'site/package.json': '{}',
      'site/.env': 'WEB_URL=http://localhost:3000\n',
    },
    left: [
      'web/package.json:1 it cannot move: the service "web" is built from its folder',
      'site/.env:1 web/package.json:1 listens on 3000, and is left alone',
    ],
  },
  {
    name: 'a package that also runs in a container keeps its own numbers there',
    tree: {
      'compose.yaml': `services:
  web:
    build: apps/web
    ports: ["«WEB_PORT:3000»:3000"]
  api:
    image: node
    volumes: [".:/app:ro", "data:/data", "\${A:-x}:/x"]
    ports: ["«API_PORT_2:4000»:4000"]
  docs:
    build: { dockerfile: x }
    ports: ["\${DOCS_PORT:-«DOCS_PORT:5000»}:\${INNER:-5001}"]
  db:
    build: https://github.com/x/y.git
    volumes: [{ type: bind, source: ./apps/db, target: /x }]
    ports: ["«DB_PORT:6000»:6000"]
`,
      '.env':
        'API_PORT=4000\nX_PORT=«X_PORT:4001»\nDB_PORT=«DB_PORT:6000»\nINNER_PORT=5001\nURL=http://localhost:«API_PORT_2:4000»\n',
      'apps/web/package.json': pkg({
        dev: 'next dev -p 3000',
        other: 'next dev -p «WEB_OTHER_PORT:3001»',
        open: 'open http://localhost:«WEB_PORT:3000»',
      }),
      'apps/db/package.json': pkg({ dev: 'tool --port 6000' }),
    },
    left: [
      '.env:1 API_PORT cannot move: the service "api" mounts its folder (compose.yaml:7) and has this number inside',
      'apps/web/package.json:1 it cannot move: the service "web" is built from its folder (compose.yaml:3)',
      'apps/db/package.json:1 it cannot move: the service "db" mounts its folder',
      '.env:4 INNER_PORT',
    ],
  },
  {
    name: 'a variable that compose publishes is the host side, whatever the container holds',
    tree: {
      'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["${PORT}:3000"]\n',
      '.env': 'PORT=«PORT:3000»\n',
    },
  },
  {
    name: 'the root speaks for each of the packages: one URL there settles nothing for the next',
    tree: {
      'package.json': '{"workspaces":["apps/*"]}',
      'apps/web/package.json': '{"scripts":{"dev":"next dev -p «WEB_DEV_PORT:3000»"}}',
      'apps/admin/package.json': '{"scripts":{"dev":"next dev -p «ADMIN_DEV_PORT:3000»"}}',
      '.env':
        'ADMIN_URL=http://localhost:«ADMIN_DEV_PORT:3000»\nNEXT_PUBLIC_URL=http://localhost:3000\n',
    },
    left: ['.env:2 3000 could be '],
  },
  {
    name: 'what nothing ties to a port that moves may mean a program that stays',
    tree: {
      'package.json': pkg({}),
      'apps/api/package.json': pkg({}),
      'apps/api/src/server.ts': 'app.listen(process.env.PORT || 3000);\n',
      'apps/docs/package.json': pkg({ dev: 'next dev -p «DOCS_DEV_PORT:3000»' }),
      'apps/docs/.env': 'URL=http://localhost:«DOCS_DEV_PORT:3000»\n',
      'apps/web/.env':
        'DOCS_URL=http://localhost:«DOCS_DEV_PORT:3000»\nURL=http://localhost:3000\n',
      '.devcontainer/devcontainer.json': '{ "image": "x", "forwardPorts": [3000] }\n',
    },
    left: [
      'apps/api/src/server.ts:1 without PORT, source code listens on its default here',
      'apps/web/.env:2 3000 could be DOCS_DEV_PORT (apps/docs/package.json:1) or what stays at apps/api/src/server.ts:1; settle it in portkeeper.yaml with "ports: { DOCS_DEV_PORT: 3000 }"',
      '.devcontainer/devcontainer.json:1 3000 could be DOCS_DEV_PORT',
    ],
  },
  {
    name: 'and the program of the port itself, which its command or its container starts, is no other',
    tree: {
      'package.json': pkg({ dev: 'PORT=«PORT:3000» node apps/api/server.js' }),
      'compose.yaml':
        'services: { jobs: { image: x, ports: ["«JOBS_PORT_4000:4000»:4000", "«JOBS_PORT_5000:5000»:5000"] } }\n',
      'apps/api/package.json': pkg({}),
      'apps/api/server.js': 'app.listen(process.env.PORT || 3000);\n',
      'apps/jobs/package.json': pkg({}),
      'apps/jobs/server.js': 'app.listen(4000);\n',
      'apps/web/package.json': pkg({}),
      'apps/web/.env': `API_URL=http://localhost:«PORT:3000»
JOBS_URL=http://localhost:«JOBS_PORT_4000:4000»
`,
    },
    left: ['apps/jobs/server.js:1 source code listens on it'],
  },
];
