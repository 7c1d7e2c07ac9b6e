import type { MarkedCase } from '../marked.js';

const service = (name: string, ...mappings: string[]): string =>
  `services:\n  ${name}:\n    image: x\n    ports: [${mappings.map((each) => `"${each}"`).join(', ')}]\n`;

/** Kinds of file that are rows of the table, alone and with the files that speak of the same ports. */
export const kindCases: readonly MarkedCase[] = [
  {
    name: 'settings of a program that nobody writes for the project are its container’s',
    tree: {
      'prometheus/config.yml': "targets: ['localhost:3000']\n",
      'deploy/grafana/config/app.yaml': 'server: { port: 3000 }\n',
      'shop/config.yaml': 'server: { port: «SHOP_PORT:3000» }\n',
    },
  },
  {
    name: 'a number that is not written as one is told, in every format',
    tree: {
      'supabase/config.toml':
        '[api]\nport = 54_321\n[db]\nport = 0xd432\n[studio]\nport = «STUDIO_PORT:54323»\n',
      'firebase.json':
        '{"emulators":{"auth":{"port":9.099e3},"ui":{"port":4000.0},"hub":{"port":0}}}',
      'src/main/resources/application.yml': 'server:\n  port: 0x1f90\n',
      '.env': 'WEB_PORT=99999\nPORT=0x1f90\nAPI_PORT=0\nREPORT=99999\nDB_PORT=08080\n',
    },
    left: [
      '.env:1 WEB_PORT: it is no port: those go from 1 to 65535',
      '.env:2 PORT: it is not written as a plain port number',
      '.env:5 DB_PORT: it is not written as a plain port number',
      'supabase/config.toml:2 it is not written as a plain port number',
      'supabase/config.toml:4 it is not written as a plain port number',
      'firebase.json:1 it is not written as a plain port number',
      'firebase.json:1 it is not written as a plain port number',
      'src/main/resources/application.yml:2 it is not written as a plain port number',
    ],
  },
  {
    name: 'process-compose: commands, environments and probes of programs, and no containers',
    tree: {
      'process-compose.yaml': `environment:
  - "API_URL=http://localhost:«PORT:4000»"
processes:
  api:
    command: "node server.js --port «PORT:4000»"
    environment: ["PORT=«PORT:4000»"]
    readiness_probe: { http_get: { host: 127.0.0.1, port: «PORT:4000» } }
  db:
    command: "docker run --rm -p «DB_PORT:5432»:5432 postgres"
  many:
    command: "python3 -m http.server 404{{.PC_REPLICA_NUM}}"
`,
    },
    left: ['process-compose.yaml:11 http.server listens on its default here: its argument'],
  },
  {
    name: 'dapr.yaml: the sidecar has ports of its own, the program what its own files say',
    tree: {
      'dapr.yaml': `apps:
  - appID: orders
    appDirPath: ./orders
    appPort: «ORDERS_PORT:9001»
    daprHTTPPort: «ORDERS_DAPR_HTTP_PORT:3500»
    daprGRPCPort: «ORDERS_DAPR_GRPC_PORT:50001»
    env: { API_URL: http://localhost:«ORDERS_PORT:9001» }
  - appID: stock
    appDirPath: ./stock
    appPort: 9002
    command: ["python3", "app.py"]
`,
      'orders/pom.xml': '',
      'orders/src/main/resources/application.properties': 'server.port=«ORDERS_PORT:9001»\n',
      'other/pom.xml': '',
      'other/src/main/resources/application.properties': 'server.port=«OTHER_PORT:9002»\n',
    },
    left: ['dapr.yaml:10 no file of stock says that something listens on 9002'],
  },
  {
    name: 'tasks of mise, Task, devbox, Zed and wireit, in each of their forms',
    tree: {
      'mise.toml': `[tasks.dev]
run = "vite --port «DEV_PORT:5173»"
env = { PORT = "«PORT:4000»" }
description = "on port 5173"
[tasks.all]
run = ["echo", "wait-on tcp:«DEV_PORT:5173»"]
[tasks]
short = "curl http://localhost:«DEV_PORT:5173»"
`,
      'Taskfile.yml': `tasks:
  one: vite --port «DEV_PORT:5173»
  two: [echo, "wait-on tcp:«DEV_PORT:5173»"]
  three: { cmd: curl http://localhost:«DEV_PORT:5173», desc: "on --port 5173" }
`,
      'devbox.json':
        '{"env":{"PORT":"«PORT:4000»"},"shell":{"scripts":{"dev":"vite --port «DEV_PORT:5173»","all":["echo","wait-on tcp:«DEV_PORT:5173»"]}}}',
      '.zed/tasks.json':
        '[{"label":"dev","command":"vite --port «DEV_PORT:5173»","env":{"PORT":"«PORT:4000»"}}]',
      'package.json': `{"scripts":{"dev":"wireit"},"wireit":{
"dev":{"command":"vite --port «DEV_PORT:5173»","env":{"PORT":"«PORT:4000»","API_URL":{"external":true,"default":"http://localhost:«PORT:4000»"},"RETRIES":"5173"}}}}`,
    },
  },
  {
    name: 'what an editor or an agent starts follows, in a workspace file too',
    tree: {
      'package.json': '{"scripts":{"dev":"vite --port «DEV_PORT:5173»"}}',
      'shop.code-workspace': `{
  "launch": { "configurations": [{ "type": "chrome", "url": "http://localhost:«DEV_PORT:5173»" },
    { "request": "attach", "port": 9229 }] },
  "tasks": { "tasks": [{ "label": "x", "command": "vite --port «DEV_PORT:5173»" }] }
}`,
      '.claude/launch.json':
        '{"configurations":[{"name":"web","runtimeArgs":["run","dev"],"port":«DEV_PORT:5173»}]}',
      '.vscode/tasks.json': `{"tasks":[
{"type":"dapr","appId":"shop","appPort":«DEV_PORT:5173»,"httpPort":3500,"metricsPort":«SHOP_METRICS_PORT:9091»},
{"label":"side","command":"daprd","args":["-app-port","«DEV_PORT:5173»","-dapr-http-port","3500","--dapr-grpc-port=50001","--max-port","3500"]},
{"label":"all","command":"dapr","args":["run","--dapr-http-port","«ALL_PORT:3501»","--","node","x.js"]},
{"label":"call","command":"curl","args":["-s","http://localhost:«DEV_PORT:5173»/"]}]}`,
    },
    left: [
      'shop.code-workspace:3 it is a debugging port',
      'tasks.json:2 the program is started apart from it',
      'tasks.json:3 the program is started apart from it',
    ],
  },
  {
    name: 'what clients are told in files of their own',
    tree: {
      'package.json': '{"scripts":{"dev":"vite --port «DEV_PORT:5173»"}}',
      'cypress.env.json': '{"api":"http://localhost:«DEV_PORT:5173»","retries":5173}',
      'http/http-client.env.json':
        '{"dev":{"host":"http://localhost:«DEV_PORT:5173»"},"live":{"host":"https://x.dev:5173"}}',
      'x.postman_environment.json':
        '{"values":[{"key":"base","value":"http://localhost:«DEV_PORT:5173»"}]}',
      'netlify.toml':
        '[dev]\ncommand = "vite --port «DEV_PORT:5173»"\n[build.environment]\nX = "5173"\n',
    },
  },
  {
    name: 'what Lando forwards, and the registry of k3d, whose number is in names of images',
    tree: {
      '.lando.yml':
        'services:\n  db: { portforward: «DB_PORT:5432» }\n  cache: { portforward: true }\n',
      'k3d.yaml': 'registries: { create: { name: r, hostPort: "5000" } }\n',
      'package.json': '{"scripts":{"x":"psql -h localhost -p «DB_PORT:5432»"}}',
    },
    left: ['k3d.yaml:1 the names of its images have it'],
  },
  {
    name: 'angular.json: a port a target, and what the proxy passes on',
    tree: {
      'angular.json': `{
  // comments are allowed
  "projects": {
    "shop": { "architect": {
      "serve": { "options": { "port": «SHOP_PORT:4201», "host": "0.0.0.0" },
        "configurations": { "de": { "port": «SHOP_PORT_2:4203» } } },
      "storybook": { "options": { "port": «SHOP_STORYBOOK_PORT:6006» } },
      "test": { "options": { "karmaConfig": "x", "polyfills": ["zone.js"], "budget": 5000 } }
    } },
    "admin-ui": { "targets": { "serve": { "options": { "port": «ADMIN_UI_PORT:4202» } } } }
  }
}`,
      'package.json':
        '{"scripts":{"e2e":"wait-on http://localhost:«SHOP_PORT:4201» && cypress run"}}',
      'src/proxy.conf.json':
        '{"/api":{"target":"http://localhost:«API_PORT:5000»"},"/x":{"target":"https://x.dev:5000"}}',
      'compose.yaml': service('api', '«API_PORT:5000»:80'),
    },
  },
  {
    name: 'angular.json says the port of ng serve, where it says one',
    tree: {
      'angular.json':
        '{"projects":{"a":{"architect":{"serve":{"options":{"port":«A_PORT:4300»}}}}}}',
      'package.json': '{"scripts":{"start":"ng serve"}}',
    },
  },
  {
    name: 'what a tool’s own file says goes before its default',
    tree: {
      'package.json':
        '{"scripts":{"w":"wrangler dev","n":"netlify dev","s":"streamlit run app.py","j":"jekyll serve"}}',
      'wrangler.json': '{"name":"edge","dev":{"port":«EDGE_PORT:8790»}}',
      'netlify.toml': 'dev.port = «NETLIFY_PORT:8800»\n',
      '.streamlit/config.toml': 'server.port = «APP_PORT:8502»\n',
      '_config.yml': 'port: «SITE_PORT:4001»\n',
    },
  },
  {
    name: 'a server that a file of any of its names configures, or another file that it names',
    tree: {
      'web/Makefile': 'serve:\n\ttrunk serve\n',
      'web/.trunk.json':
        '{"serve":{"port":«WEB_PORT_2:8090»},"proxy":[{"backend":"http://localhost:«API_PORT:4000»"}]}',
      'ui/Makefile': 'serve:\n\ttrunk serve\n',
      'ui/Cargo.toml': '[package.metadata.trunk.serve]\nport = «WEB_PORT:8091»\n',
      Makefile: 'docs:\n\tmkdocs serve\n',
      'mkdocs.yml': 'INHERIT: ../base.yml\nsite_name: x\n',
      'compose.yaml': service('api', '«API_PORT:4000»:80'),
      'config/vite.json':
        '{"all":{"watch":1},"development":{"port":«ASSETS_DEVELOPMENT_PORT:3036»},"test":{"port":«ASSETS_TEST_PORT:3037»}}',
      'config/shakapacker.yml':
        'development:\n  dev_server: { host: localhost, port: «ASSETS_DEVELOPMENT_PORT_2:3035» }\n',
    },
    left: [
      'Makefile:2 mkdocs listens on its default here: mkdocs.yml:1 may say another port: it takes in settings',
    ],
  },
  {
    name: 'a realm of Keycloak says where browsers go back to, and where it calls itself',
    tree: {
      'keycloak/realm-export.json': `{"clients":[{"rootUrl":"http://localhost:«WEB_PORT:3000»","adminUrl":"http://localhost:3000",
  "redirectUris":["http://localhost:«WEB_PORT:3000»/*"],"webOrigins":["+","http://localhost:«WEB_PORT:3000»"],
  "attributes":{"post.logout.redirect.uris":"http://localhost:«WEB_PORT:3000»/*##+"}}]}`,
      'compose.yaml': service('web', '«WEB_PORT:3000»:80'),
    },
  },
  {
    name: 'a profile of Spring that is called after containers has their numbers',
    tree: {
      'src/main/resources/application.yml':
        'server.port: «APP_PORT:8080»\n---\nspring.config.activate.on-profile: k8s\nserver.port: 8080\n',
      'src/main/resources/application-docker.properties': 'server.port=8080\n',
    },
    left: [
      'application.yml:4 by the name of its profile it is read inside a container',
      'application-docker.properties:1 by the name of its profile',
    ],
  },
  {
    name: 'what production alone listens on stays, and the number that this machine has too is one port',
    tree: {
      'shop/pom.xml': '',
      'shop/src/main/resources/application.yml':
        'server.port: «SHOP_PORT:8080»\n---\nspring.config.activate.on-profile: prod | staging\nserver.port: 80\nmanagement.server.port: 9090\nspring.data.redis: { host: localhost, port: «REDIS_PORT:6379» }\n---\nspring.config.activate.on-profile: "!prod"\nmanagement.server.port: «SHOP_MANAGEMENT_PORT:9000»\n',
      'cart/pom.xml': '',
      'cart/src/main/resources/application-dev.properties': 'server.port=«CART_DEV_PORT:8081»\n',
      'cart/src/main/resources/application-prod.properties': 'server.port=«CART_DEV_PORT:8081»\n',
      'mail/pom.xml': '',
      'mail/src/main/resources/application.properties':
        'quarkus.http.port=«MAIL_PORT:8082»\n%prod.quarkus.http.port=8888\n%dev.quarkus.http.port=«MAIL_PORT_2:8083»\n',
      'compose.yaml': service('redis', '«REDIS_PORT:6379»:6379'),
    },
    left: [
      'shop/src/main/resources/application.yml:4 by the name of its profile production',
      'shop/src/main/resources/application.yml:5 by the name of its profile production',
      'mail/src/main/resources/application.properties:2 by the name of its profile production',
    ],
  },
  {
    name: 'a name that no variable can have gives none',
    tree: {
      'angular.json':
        '{"projects":{"магазин":{"architect":{"serve":{"options":{"port":«APP_PORT:4300»}}}}}}',
      'src/main/resources/application.yml':
        'spring.application.name: "@project.name@"\nserver.port: «APP_PORT_2:8080»\n',
    },
  },
  {
    name: 'composer.json: the servers of its scripts, beside those of package.json',
    tree: {
      'composer.json': String.raw`{
  "require": { "php": "^8.2" },
  "scripts": {
    "start": "php -S localhost:«COMPOSER_START_PORT:8080» -t public",
    "serve": ["Composer\\Config::disableProcessTimeout", "@php artisan serve --port=«COMPOSER_SERVE_PORT:8001»"],
    "test": ["@start", "phpunit"]
  }
}`,
      'package.json': '{"scripts":{"dev":"vite --port «DEV_PORT:5173»"}}',
    },
  },
  {
    name: 'composer.json: the default of a server among several, which is written with the command',
    tree: {
      'composer.json': String.raw`{"scripts":{"dev":["npx concurrently -c \"#93c5fd\" \"php artisan serve«+COMPOSER_DEV_PORT:8000»\" \"npm run dev\""]}}`,
      '.env': 'APP_URL=http://localhost:«COMPOSER_DEV_PORT:8000»\n',
    },
  },
  {
    name: 'project.json of Nx: a development server that says no port, and what calls it',
    tree: {
      'apps/shop/project.json':
        '{"targets":{"serve":{"executor":"@nx/angular:dev-server","options":{"buildTarget":"shop:build"}}}}',
      'apps/shop-e2e/cypress.config.ts':
        "export default { e2e: { baseUrl: 'http://localhost:4200' } };\n",
      'apps/admin/project.json':
        '{"targets":{"serve":{"executor":"@nx/webpack:dev-server","options":{"port":«ADMIN_PORT:4300»}}}}',
      'apps/api/project.json':
        '{"targets":{"serve":{"executor":"@nx/js:node","options":{"buildTarget":"api:build"}}}}',
      'apps/jobs/project.json':
        '{"targets":{"serve":{"executor":"@nx/js:node","options":{"port":7000}}}}',
    },
    left: [
      'apps/jobs/project.json:1 it is a debugging port',
      'apps/shop/project.json:1 nx serve listens on its default here: with "targets.serve.options.port: 4200" here',
      'apps/shop-e2e/cypress.config.ts:1 apps/shop/project.json:1 listens on 4200, and is left alone',
    ],
  },
  {
    name: 'back ends that say their port in a file of their own',
    tree: {
      'cms/package.json':
        '{"scripts":{"dev":"keystone dev","wait":"wait-on localhost:«CMS_DEV_PORT:4100»/x"}}',
      'cms/keystone.ts':
        "export default withAuth(config<Info>({ server: { port: «CMS_DEV_PORT:4100», cors: { origin: ['http://localhost:«CMS_DEV_PORT:4100»'] } } }));\n",
      'studio/package.json': '{"scripts":{"dev":"sanity dev"}}',
      'studio/sanity.cli.ts':
        'export default defineCliConfig({ server: { port: «STUDIO_DEV_PORT:3344» } });\n',
      'party/package.json': '{"scripts":{"dev":"partykit dev"}}',
      'party/partykit.json': '{ "name": "x", "port": «PARTY_PORT:1998» }',
    },
  },
  {
    name: 'project.json of Nx: what is built is served on the number of a server that says none',
    tree: {
      'package.json': '{}',
      'apps/shop/project.json': `{ "targets": {
  "serve": { "executor": "@angular/build:dev-server" },
  "serve-static": { "options": { "port": 4200 } } } }`,
      'apps/admin/project.json':
        '{ "targets": { "serve-static": { "options": { "port": «ADMIN_SERVE_STATIC_PORT:4200» } } } }',
      'apps/shop-e2e/project.json': '{}',
      'apps/shop-e2e/cypress.config.ts':
        "export default { e2e: { baseUrl: 'http://localhost:4200' } };\n",
      'apps/admin-e2e/cypress.config.ts':
        "export default { e2e: { baseUrl: 'http://localhost:«ADMIN_SERVE_STATIC_PORT:4200»' } };\n",
    },
    left: [
      'apps/shop/project.json:2 nx serve listens on its default here',
      'apps/shop/project.json:3 it cannot move: apps/shop/project.json:2 listens on the same number',
      'apps/shop-e2e/cypress.config.ts:1 it is the port 4200 of apps/shop/project.json:3, which cannot',
    ],
  },
  {
    name: 'config/default.json of a program of Node, and who calls it',
    tree: {
      'package.json': '{}',
      'chat/config/default.json':
        '{"host":"localhost","port":«CHAT_PORT:3030»,"origins":["http://localhost:«CHAT_PORT:3030»"],"paginate":{"port":3030},"db":"mongodb://localhost:«DB_PORT:27017»/chat"}',
      'chat/config/test.json':
        '{"server":{"port":«CHAT_PORT_2:8998»},"mail":{"port":25},"db":{"host":"localhost","port":«DB_PORT:27017»},"db2":{"mongo":{"host":"db.example.com","port":27017}},"api":{"host":"localhost","port":27017}}',
      'chat/config/production.json': '{"port":3030}',
      'shop/config/development.json': '{"host":"localhost","user":"shop","port":5432}',
      'chat/config/custom-environment-variables.json': '{"port":{"__name":"PORT"}}',
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT:27017»:27017"] } }\n',
      '.env': 'CHAT_URL=http://localhost:«CHAT_PORT:3030»\n',
    },
  },
  {
    name: 'project.json of Nx',
    tree: {
      'apps/web/project.json':
        '{"targets":{"serve":{"options":{"port":«WEB_PORT:4300»}},"e2e":{"options":{"baseUrl":"http://localhost:«WEB_PORT:4300»"}}}}',
    },
  },
  {
    name: 'application.yml: server, management, profiles, and clients of what compose publishes',
    tree: {
      'src/main/resources/application.yml': `spring:
  application.name: orders
  datasource:
    url: jdbc:postgresql://localhost:«DB_PORT:5432»/orders?ApplicationName=5432
  kafka:
    bootstrap-servers: localhost:«KAFKA_PORT:9092»
    properties: { schema.registry.url: "http://localhost:«REGISTRY_PORT:8081»" }
  data.redis: { host: localhost, port: «REDIS_PORT:6379» }
server:
  port: \${PORT:«PORT:8080»}
management.server.port: «ORDERS_MANAGEMENT_PORT:9000»
timeouts: { read-port-timeout: 8080, size: 5432 }
---
spring.config.activate.on-profile: dev
server.port: «APP_DEV_PORT:8090»
`,
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT:5432»:5432"] }
  redis: { image: x, ports: ["«REDIS_PORT:6379»:6379"] }
  registry: { image: x, ports: ["«REGISTRY_PORT:8081»:8081"] }
  kafka:
    image: x
    ports: ["«KAFKA_PORT:9092»:9092"]
    environment:
      KAFKA_LISTENERS: PLAINTEXT://:29092,HOST://:9092
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:29092,HOST://localhost:«KAFKA_PORT:9092»
`,
    },
  },
  {
    name: 'application.properties: separators, escapes, continued lines, documents',
    tree: {
      'src/main/resources/application.properties': `# server.port=1
server.port : «APP_PORT:8080»
spring.datasource.url=jdbc\\:mysql\\://localhost\\:«DB_PORT:3306»/x
spring.kafka.bootstrapServers = db:9092,\\
    localhost:«KAFKA_PORT:9094»
app.frontend http://localhost:«APP_PORT:8080»/x
#---
spring.config.activate.on-profile=it
server.port=«APP_IT_PORT:8099»
`,
      'compose.yml': `services:
  db: { image: x, ports: ["«DB_PORT:3306»:3306"] }
  kafka: { image: x, ports: ["«KAFKA_PORT:9094»:9094"] }
`,
    },
  },
  {
    name: 'application.yml: placeholders with and without defaults',
    tree: {
      'src/main/resources/application.yml': `server.port: \${SERVER_PORT:\${PORT:«PORT:8080»}}
a.url: jdbc:postgresql://\${DB_HOST:localhost}:\${DB_PORT:«DB_PORT:5432»}/x
b.url: "\${ORDERS_URL:http://localhost:«PORT:8080»/orders}"
c.url: jdbc:postgresql://\${DB_HOST}:5432/x
d.url: http://localhost:\${server.port}
e.url: http://localhost:80\${SUFFIX:80}
f.url: http://localhost:\${OTHER_PORT}
`,
      'compose.yaml': service('db', '«DB_PORT:5432»:5432'),
    },
  },
  {
    name: 'application.yml: what a build puts in, aliases, quotes, and CRLF',
    tree: {
      'src/main/resources/application.yml':
        'spring.profiles.active: @profile@\r\nserver: { port: "«APP_PORT:8080»" }\r\n' +
        "x: &x 'http://localhost:«APP_PORT:8080»'\r\ny: *x\r\n",
    },
  },
  {
    name: 'application.yml: modules and profiles have ports of their own',
    tree: {
      'orders/src/main/resources/application.yml': 'server: { port: «ORDERS_PORT:8081» }\n',
      'orders/src/main/resources/application-dev.yaml': 'server.port: «ORDERS_DEV_PORT:8082»\n',
      'stock/src/main/resources/application.yml':
        'orders.url: http://localhost:«ORDERS_PORT:8081»\nquarkus.http.port: «STOCK_PORT:8083»\n',
    },
  },
  {
    name: 'application.yml: numbers of other machines and of backing services stay',
    tree: {
      'src/main/resources/application.yml': `spring:
  mail: { host: smtp.example.com, port: 2525 }
  data: { redis: { port: 6379 } }
  rabbitmq: { host: localhost, port: 5672 }
server.port: 0
`,
    },
    left: [
      'application.yml:2 SPRING_MAIL_PORT: it is a port of what SPRING_MAIL_HOST names',
      'application.yml:3 nothing in this project listens on 6379',
      'application.yml:4 nothing in this project listens on 5672',
    ],
  },
  {
    name: 'application.yml: without a port, it is told where one would stand',
    tree: { 'src/main/resources/application.yml': 'spring.application.name: x\n' },
    left: ['application.yml:1 a web application of Spring listens on its default'],
  },
  {
    name: 'the default of Spring, where the file of an active profile says another port',
    tree: {
      'a/src/main/resources/application.yml': 'spring.profiles.active: "dev, local"\n',
      'a/src/main/resources/application-local.properties': 'server.port=«A_LOCAL_PORT:8081»\n',
      'b/src/main/resources/application.yml': 'spring.profiles.active: local\n',
      'b/src/main/resources/application-local.yml': 'a.url: http://localhost:«A_LOCAL_PORT:8081»\n',
    },
    left: ['b/src/main/resources/application.yml:1 a web application of Spring listens on its'],
  },
  {
    name: 'the defaults of Quarkus and Micronaut, where no profile, env file or setting says another port',
    tree: {
      'a/src/main/resources/application.properties': '%dev.quarkus.http.root-path=/\n',
      'b/src/main/resources/application.properties': '%dev.quarkus.http.port=«B_PORT:8081»\n',
      'c/src/main/resources/application.yml': 'quarkus: { http: { cors: true } }\n',
      'c/.env': 'QUARKUS_HTTP_PORT=«QUARKUS_HTTP_PORT:8082»\n',
      'd/src/main/resources/application.yml': 'micronaut: { application: { name: x } }\n',
      'e/src/main/resources/application.yml': 'micronaut: { server: { port: «E_PORT:8083» } }\n',
      'f/src/main/resources/application-test.yml': 'micronaut: { application: { name: x } }\n',
    },
    left: [
      'a/src/main/resources/application.properties:1 a web application of Quarkus listens on its default here: with "quarkus.http.port: 8080"',
      'd/src/main/resources/application.yml:1 a web application of Micronaut listens on its default here: with "micronaut.server.port: 8080"',
    ],
  },
  {
    name: 'what a service of Dubbo listens on',
    tree: {
      'shop/src/main/resources/application.yml':
        'server.port: «SHOP_PORT:8080»\ndubbo: { protocol: { name: dubbo, port: «SHOP_DUBBO_PORT:20881» } }\n',
      'cart/src/main/resources/application.properties': 'dubbo.protocol.port=-1\n',
    },
  },
  {
    name: 'connectors of Dropwizard',
    tree: {
      'shop/src/main/resources/application.yml': `server:
  applicationConnectors: [{ type: http, port: «SHOP_PORT:3002» }]
  adminConnectors: [{ type: http, port: «SHOP_ADMIN_PORT:9900» }]
`,
      'stock/config.yml':
        'server: { type: simple, connector: { type: http, port: «STOCK_PORT:3003» } }\n',
      'packed/src/main/resources/application.yml':
        'server.applicationConnectors: [{ type: http, port: 3004 }]\nown.port: 9848\n',
      'compose.yaml': `services:
  packed: { build: packed, ports: ["«PACKED_PORT_3004:3004»:3004", "«PACKED_PORT_9848:9848»:9848"] }
`,
    },
    left: [
      'packed/src/main/resources/application.yml:1 it cannot move: the service "packed" is built from its folder',
      'packed/src/main/resources/application.yml:2 it cannot move: the service "packed" is built from its folder',
    ],
  },
  {
    name: 'IIS Express has certificates for few numbers',
    tree: {
      'Shop/Properties/launchSettings.json':
        '{ "iisSettings": { "iisExpress": { "applicationUrl": "https://localhost:44355/", "sslPort": 44355 } } }',
    },
    left: ['launchSettings.json:1 IIS Express has its certificates'],
  },
  {
    name: 'launchSettings.json and appsettings.json',
    tree: {
      'src/Shop.Api/Properties/launchSettings.json': `\uFEFF{
  "iisSettings": { "iisExpress": { "applicationUrl": "http://localhost:«SHOP_API_IIS_PORT:3907»", "sslPort": 44355 } },
  "profiles": {
    "http": { "commandName": "Project", "applicationUrl": "http://localhost:«SHOP_API_PORT_2:5247»" },
    "https": { "commandName": "Project",
      "applicationUrl": "https://localhost:«SHOP_API_HTTPS_PORT:7176»;http://localhost:«SHOP_API_PORT_2:5247»",
      "launchUrl": "https://localhost:«SHOP_API_HTTPS_PORT:7176»/swagger",
      "environmentVariables": { "ASPNETCORE_URLS": "http://+:«ASPNETCORE_PORT:5300»", "SEQ": "http://localhost:«SEQ_PORT:5341»" } },
    "Container": { "commandName": "Docker", "launchUrl": "{Scheme}://{ServiceHost}:{ServicePort}",
      "environmentVariables": { "ASPNETCORE_URLS": "https://+:443;http://+:80" },
      "httpPort": «SHOP_API_CONTAINER_PORT:51803», "sslPort": «SHOP_API_CONTAINER_HTTPS_PORT:44360» }
  }
}`,
      'src/Shop.Api/appsettings.json': `{
  "Urls": "http://*:«SHOP_API_PORT:5080»",
  "Kestrel": { "Endpoints": { "Http": { "Url": "http://localhost:«SHOP_API_PORT_2:5247»" }, "Grpc": { "Url": "http://[::1]:«SHOP_API_GRPC_PORT:5100»" } } },
  "ConnectionStrings": {
    "Default": "Server=localhost,«DB_PORT:1433»;Database=shop;User Id=sa;Password=p;TrustServerCertificate=True",
    "Other": "Server=sql.example.com,1433;Database=shop",
    "Redis": "localhost:«REDIS_PORT:6379»,abortConnect=false"
  },
  "Kafka:BootstrapServers": "localhost:9092",
  "Smtp": { "Host": "smtp.example.com", "Port": 587 },
}`,
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT:1433»:1433"] }
  redis: { image: x, ports: ["«REDIS_PORT:6379»:6379"] }
  seq: { image: x, ports: ["«SEQ_PORT:5341»:80"] }
`,
    },
    left: [
      'launchSettings.json:2 IIS Express has its certificates for 44300 to 44399 alone',
      'appsettings.json:9 nothing in this project listens on 9092',
      'appsettings.json:10 SMTP_PORT: it is a port of what SMTP_HOST names',
    ],
  },
  {
    name: 'launchSettings.json of an Aspire app host',
    tree: {
      'Host/Properties/launchSettings.json': `{ "profiles": {
  "https": { "applicationUrl": "https://shop.dev.localhost:«HOST_HTTPS_PORT:17000»;http://shop.dev.localhost:«HOST_PORT:15000»",
    "environmentVariables": {
      "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL": "https://localhost:«HOST_OTLP_HTTPS_PORT:21000»",
      "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL": "https://localhost:«HOST_RESOURCE_SERVICE_HTTPS_PORT:22000»",
      "OTEL_EXPORTER_OTLP_ENDPOINT": "https://localhost:«HOST_OTLP_HTTPS_PORT:21000»", "OTHER_ENDPOINT_URL": "http://localhost:9" } },
  "http": { "environmentVariables": { "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL": "http://localhost:«HOST_OTLP_HTTP_PORT:19000»" } }
} }`,
    },
    left: ['launchSettings.json:6 nothing in this project listens on 9'],
  },
  {
    name: 'ocelot.json: a gateway passes on to what another project listens on',
    tree: {
      'Gateway/ocelot.Development.json': `{ "Routes": [ { "UpstreamPathTemplate": "/orders",
  "DownstreamHostAndPorts": [ { "Host": "localhost", "Port": «ORDERS_PORT:5002» }, { "Host": "localhost", "Port": 5009 } ] } ],
  "GlobalConfiguration": { "BaseUrl": "http://localhost:«GATEWAY_PORT:5000»" } }`,
      'Gateway/Properties/launchSettings.json':
        '{"profiles":{"x":{"applicationUrl":"http://localhost:«GATEWAY_PORT:5000»"}}}',
      'Orders/appsettings.json': '{"urls":"http://localhost:«ORDERS_PORT:5002»"}',
    },
    left: ['ocelot.Development.json:2 nothing in this project listens on 5009'],
  },
  {
    name: 'supabase/config.toml',
    tree: {
      'supabase/config.toml': `project_id = "demo" # 54321
[api]
port = «API_PORT:54321»
[db]
port = «DB_PORT:54322»
shadow_port = «DB_SHADOW_PORT:54320»
[db.pooler]
enabled = false
port = «DB_POOLER_PORT:54329»
[studio]
port = «STUDIO_PORT:54323»
api_url = "http://127.0.0.1:«API_PORT:54321»"
[inbucket]
port = «INBUCKET_PORT:54324»
smtp_port = «INBUCKET_SMTP_PORT:54325»
[auth]
site_url = "http://127.0.0.1:«WEB_PORT:3000»"
additional_redirect_urls = ["https://127.0.0.1:«WEB_PORT:3000»", 'http://localhost:«WEB_PORT:3000»/x']
jwt_expiry = 3600
[auth.email.smtp]
host = "smtp.sendgrid.net"
port = 587
[edge_runtime]
inspector_port = 8083
[analytics]
port = «ANALYTICS_PORT:54327»
`,
      '.env':
        'WEB_PORT=«WEB_PORT:3000»\nDATABASE_URL=postgresql://postgres:postgres@127.0.0.1:«DB_PORT:54322»/postgres\nSUPABASE_URL=http://127.0.0.1:«API_PORT:54321»\n',
    },
    left: [
      'config.toml:22 AUTH_EMAIL_SMTP_PORT: it is a port of what AUTH_EMAIL_SMTP_HOST names',
      'config.toml:24 it is a debugging port',
    ],
  },
  {
    name: 'supabase/config.toml: without numbers, it is told where they would stand',
    tree: { 'supabase/config.toml': '[api]\nenabled = true\n[db.pooler]\nenabled = true\n' },
    left: [
      '"api" listens on its default where nothing says otherwise; with "port = 54321" here',
      '54329',
      '54322',
    ],
  },
  {
    name: 'a container that has emulators of a firebase.json has all of them, published or not',
    tree: {
      'compose.yaml': `services:
  firebase:
    image: tools
    volumes: [./firebase:/home/node]
    ports: ["«FIREBASE_PORT:9099»:9099"]
  api: { image: x, environment: { PUBSUB_EMULATOR_HOST: firebase:8085 } }
`,
      'firebase/firebase.json': '{"emulators":{"auth":{"port":9099},\n"pubsub":{"port":8085}}}',
      'web/firebase.json': '{"emulators":{"auth":{"port":«AUTH_EMULATOR_PORT:9199»}}}',
    },
    left: [
      'firebase/firebase.json:1 it cannot move: the service "firebase" mounts its folder (compose.yaml:4) and has this number',
      'firebase/firebase.json:2 it cannot move: the service "firebase" mounts its folder (compose.yaml:4) and has others of its file',
    ],
  },
  {
    name: 'firebase.json',
    tree: {
      'firebase.json': `{
  "hosting": { "public": "dist" },
  "emulators": {
    "auth": { "port": «AUTH_EMULATOR_PORT:9099», "host": "0.0.0.0" },
    "firestore": { "port": «FIRESTORE_EMULATOR_PORT:8080», "websocketPort": «FIRESTORE_WEBSOCKET_PORT:9150» },
    "functions": {},
    "ui": { "enabled": true },
    "singleProjectMode": true
  }
}`,
      '.env': 'FIRESTORE_EMULATOR_HOST=localhost:«FIRESTORE_EMULATOR_PORT:8080»\n',
    },
    left: ['firebase.json:6 the functions emulator listens on its default'],
  },
  {
    name: 'wrangler.toml and wrangler.jsonc',
    tree: {
      'workers/edge/wrangler.toml': `name = "edge"
[dev]
port = «EDGE_PORT:8787»
inspector_port = 9229
[vars]
API_URL = "http://localhost:«FRONT_PORT:8788»"
`,
      'workers/front/.dev.vars': 'FRONT_URL=http://localhost:«FRONT_PORT:8788»\n',
      'workers/front/wrangler.jsonc': '{\n  // x\n  "dev": { "port": «FRONT_PORT:8788», },\n}\n',
    },
    left: ['wrangler.toml:4 it is a debugging port'],
  },
  {
    name: 'devcontainer.json: what is forwarded follows a program, what is published moves',
    tree: {
      '.devcontainer/devcontainer.json': `{
  "image": "x",
  "forwardPorts": [«DEV_PORT:3000», "db:5432", 5432],
  "portsAttributes": { "«DEV_PORT:3000»": { "label": "3000" }, "db:5432": {}, "40000-50000": {} },
  "appPort": ["«APP_PORT:8080»:80", "«APP_PORT_2:5353»:53/udp", "127.0.0.1:«APP_PORT_3:8443»:443", 9000],
  "runArgs": ["-p", "«APP_PORT_4:7000»:70", "--name", "x:3000"]
}`,
      'package.json': '{"scripts":{"dev":"vite --port «DEV_PORT:3000»"}}',
    },
    ports: ['DEV_PORT', 'APP_PORT', 'APP_PORT_2/udp', 'APP_PORT_3', 'APP_PORT_4'],
    left: [
      'devcontainer.json:3 it is a port inside the dev container',
      'devcontainer.json:5 it is the number on both sides',
    ],
  },
  {
    name: 'devcontainer.json: a container’s own number is not the one that is published',
    tree: {
      '.devcontainer/devcontainer.json': '{"forwardPorts": [3000]}',
      'compose.yaml': service('web', '«WEB_PORT:3000»:3000'),
    },
    left: ['devcontainer.json:1 it is a port inside the dev container'],
  },
  {
    name: 'devcontainer.json: of a number that a container publishes and a program listens on, the program’s',
    tree: {
      '.devcontainer/devcontainer.json': '{"forwardPorts": [«WEB_PORT:3000»]}',
      'deploy/compose.yaml': 'services: { web: { image: x, ports: ["«WEB_PORT:3000»:80"] } }\n',
      'package.json': '{"scripts":{"dev":"vite --port «WEB_PORT:3000»"}}',
    },
  },
  {
    name: 'defaults that something beside the file settles',
    tree: {
      'a/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web" />',
      'a/Properties/launchSettings.json':
        '{"profiles":{"a":{"applicationUrl":"http://localhost:«A_PORT:5100»"}}}',
      'b/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web" />',
      'b/appsettings.json': '{"urls":"http://localhost:«B_PORT:5200»"}',
      'c/Lib.csproj': '<Project Sdk="Microsoft.NET.Sdk" />',
      'd/Api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web" />',
      'd/appsettings.json': '{"Logging":{}}',
      'e/angular.json': '{"projects":{"x":{"architect":{"serve":{"options":{"x":1}}}}}}',
      'e/package.json': '{"scripts":{"start":"ng serve«+E_START_PORT:4200»"}}',
      'f/angular.json':
        '{"projects":{"x":{"architect":{"serve":{"options":{"port":«X_PORT:4300»}}}}}}',
    },
    left: ['d/Api.csproj:1 Kestrel listens on its default here'],
  },
  {
    name: 'the tools’ own files',
    tree: {
      '.vscode/launch.json':
        '{"configurations":[{"port":9229,"url":"http://localhost:«WEB_PORT:3000»","env":{"PORT":"«WEB_PORT:3000»"}}]}',
      '.env': 'WEB_PORT=«WEB_PORT:3000»\n',
      'netlify.toml':
        '[dev]\nport = «NETLIFY_PORT:8888»\ntargetPort = «WEB_PORT:3000»\nfunctionsPort = «FUNCTIONS_PORT:34567»\n',
      'docs/mkdocs.yml': 'dev_addr: 127.0.0.1:«DOCS_PORT:8001»\nextra: !ENV X\n',
      'site/_config.yml': 'port: «SITE_PORT:4000»\nurl: https://x.dev\n',
      'api/serverless.yml':
        'custom:\n  serverless-offline: { httpPort: «HTTP_PORT:4001», lambdaPort: «LAMBDA_PORT:4002» }\n  dynamodb: { start: { port: «DYNAMODB_PORT:8010» } }\n',
      'src-tauri/tauri.conf.json': '{"build":{"devUrl":"http://localhost:«WEB_PORT:3000»"}}',
      'src-tauri/tauri.portable.macos.conf.json':
        '{"build":{"devUrl":"http://127.0.0.1:«WEB_PORT:3000»"}}',
      'app/.streamlit/config.toml': '[server]\nport = «APP_PORT:8501»\n',
      'bs-config.json': '{"port":«WEB_PORT_2:8000»,"ui":{"port":«WEB_UI_PORT:8002»}}',
    },
    left: ['launch.json:1 it is a debugging port'],
  },
  {
    name: 'a password among the arguments of a program is no port',
    tree: {
      '.vscode/launch.json': `{ "configurations": [
  { "name": "import", "args": ["import.ts", "-u", "anna", "-p", "1234", "-w", "shop"] },
  { "name": "export", "args": ["export.ts", "-p", "1234", "--user", "anna"] },
  { "name": "serve", "args": ["serve.ts", "-p", "«SERVE_PORT:1234»", "-w", "shop"] }
] }`,
    },
  },
  {
    name: 'what runs programs, containers and clusters',
    tree: {
      'skaffold.yaml':
        'portForward:\n  - { resourceName: web, port: 8080, localPort: «WEB_PORT_2:9000» }\n',
      'kind-config.yaml':
        'nodes:\n  - extraPortMappings: [{ containerPort: 80, hostPort: «CLUSTER_PORT:8880», protocol: TCP }]\n',
      '.ddev/config.yaml':
        'name: x\nhost_db_port: "«DB_PORT:59002»"\nrouter_http_port: "80"\nhost_mailpit_port: «MAILPIT_PORT:59003»\n',
      '.wp-env.json': '{"port":«WEB_PORT:8881»,"testsPort":«WEB_TESTS_PORT:8882»}',
      'mise.toml':
        '[env]\nAPI_PORT = "«API_PORT:4000»"\nAPI_URL = "http://localhost:«API_PORT:4000»"\n[tools]\nnode = "22"\n',
      'rust/Rocket.toml': '[default]\nport = «WEB_PORT_6:8001»\n',
      'rust/Trunk.toml':
        '[serve]\nport = «WEB_PORT_5:8081»\n[[proxy]]\nbackend = "http://localhost:«WEB_PORT_6:8001»/api"\n',
      'leptos/Cargo.toml':
        '[package]\nname = "x"\n[package.metadata.leptos]\nsite-addr = "127.0.0.1:«WEB_PORT_4:3003»"\nreload-port = «WEB_RELOAD_PORT:3004»\n',
      'go/.air.toml':
        '[proxy]\nenabled = true\nproxy_port = «WEB_PORT_3:8090»\napp_port = «PORT:8091»\n',
      'go/.env': 'PORT=«PORT:8091»\n',
    },
  },
  {
    name: 'manifests of Kubernetes are not Spring’s',
    tree: {
      'k8s/application.yaml':
        'apiVersion: v1\nkind: Service\nspec: { ports: [{ port: 8080 }] }\n---\nserver.port: «APP_PORT:8085»\n',
      'api/src/main/resources/application.yml': 'server.port: «API_PORT:8080»\n',
    },
  },
  {
    name: 'copies that a build made are not read',
    tree: {
      'src/Api/bin/Debug/net8.0/appsettings.json': '{"Urls":"http://localhost:5000"}',
      'bin/main/application.yml': 'server.port: 8080\n',
      'src/Api/appsettings.json': '{"Urls":"http://localhost:«API_PORT:5000»"}',
    },
  },
  {
    name: 'Ktor in YAML',
    tree: {
      'chat/src/main/resources/application.yaml':
        'ktor:\n  deployment:\n    port: «CHAT_PORT:8081»\n    sslPort: «CHAT_HTTPS_PORT:8444»\n',
      'web/src/main/resources/application.yaml': 'ktor:\n  deployment:\n    port: "$PORT:8082"\n',
    },
    left: ['web/src/main/resources/application.yaml:3 Ktor takes it where PORT is not set'],
  },
  {
    name: 'a variable without a default, set in a folder above',
    tree: {
      '.env': 'WEB_PORT=«WEB_PORT:8080»\n',
      'src/main/resources/application.yml': 'server.port: ${WEB_PORT}\n',
    },
  },
  {
    name: 'what a broker in a container advertises',
    tree: {
      'compose.yaml': `services:
  redpanda:
    image: x
    command:
      - redpanda start
      - --kafka-addr internal://0.0.0.0:9092,external://0.0.0.0:19092
      - --advertise-kafka-addr internal://redpanda:9092,external://localhost:«REDPANDA_PORT_19092:19092»
      - --pandaproxy-addr 0.0.0.0:8082
      - --advertise-pandaproxy-addr=localhost:«REDPANDA_PORT_8082:8082»
      - --advertise-rpc-addr redpanda:33145
    ports: ["«REDPANDA_PORT_19092:19092»:19092", "«REDPANDA_PORT_8082:8082»:8082"]
`,
      '.env': 'KAFKA_BROKERS=localhost:«REDPANDA_PORT_19092:19092»\n',
    },
  },
  {
    name: 'connection strings in env files and in the environment of a service',
    tree: {
      '.env': `DATABASE_URL=host=localhost port=«DB_PORT:5432» dbname=x
ConnectionStrings__Default="Server=localhost,«SQL_PORT:1433»;Database=x"
GO_DSN=u:p@tcp(127.0.0.1:«MYSQL_PORT:3306»)/x
`,
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT:5432»:5432"] }
  sql: { image: x, ports: ["«SQL_PORT:1433»:1433"] }
  mysql: { image: x, ports: ["«MYSQL_PORT:3306»:3306"] }
  job:
    image: x
    environment:
      OUTER: Server=host.docker.internal,«SQL_PORT:1433»;Database=x
      INNER: Server=sql,1433;Database=x
`,
    },
  },
  {
    name: 'a port of settings beside the name of a host that is a container',
    tree: {
      'compose.yaml':
        'services: { rabbitmq: { image: x, ports: ["«RABBITMQ_PORT:5672»:5672"] } }\n',
      'Api/appsettings.json':
        '{ "RabbitMqOptions": { "HostName": "localhost", "Port": «RABBITMQ_PORT:5672» } }\n',
      'Api/appsettings.docker.json':
        '{ "RabbitMqOptions": { "HostName": "rabbitmq", "Port": 5672 } }\n',
    },
    left: [
      'Api/appsettings.docker.json:1 RABBIT_MQ_OPTIONS_PORT: it is a port of what RABBIT_MQ_OPTIONS_HOST_NAME names',
    ],
  },
  {
    name: 'data source names of Go in commands',
    tree: {
      Makefile: `run:
\tdocker run -d --name mysql -p «RUN_PORT:3306»:3306 mysql
\tapp migrate --datastore-uri 'root:secret@tcp(localhost:«RUN_PORT:3306»)/app?parseTime=true'
\tCompileDaemon -build='make install' -command="app run --datastore-uri root:secret@tcp(localhost:«RUN_PORT:3306»)/app"
\tgoose mysql "root:secret@(127.0.0.1:«RUN_PORT:3306»)/app" up
`,
    },
  },
  {
    name: 'what an env file tells a container to listen on stays',
    tree: {
      '.env': 'KAFKA_LISTENERS=A://0.0.0.0:29092,B://0.0.0.0:9092\n',
      'compose.yaml': `services:
  kafka:
    image: x
    environment: { KAFKA_LISTENERS: "\${KAFKA_LISTENERS}" }
    ports: ["«KAFKA_PORT:9092»:9092"]
`,
    },
    left: [".env:1 it cannot move: it is read for the container's side"],
  },
  {
    name: 'Streamlit: what it tells the browser follows',
    tree: {
      '.streamlit/config.toml':
        '[server]\nport = «APP_PORT:8502»\n[browser]\nserverPort = «APP_PORT:8502»\n',
    },
  },
  {
    name: 'Streamlit: the number of a proxy that nobody here is',
    tree: {
      '.streamlit/config.toml': '[server]\nport = «APP_PORT:8502»\n[browser]\nserverPort = 8600\n',
    },
    left: ['.streamlit/config.toml:4 nothing in this project listens on 8600'],
  },
  {
    name: 'Micronaut, Quarkus, Ktor and Helidon listen in places of their own',
    tree: {
      'a/src/main/resources/application.yml':
        'micronaut: { server: { port: «A_PORT:8080» } }\nendpoints: { all: { port: «A_MANAGEMENT_PORT:8085» } }\n',
      'b/src/main/resources/application.properties':
        'quarkus.http.port=«B_PORT:8081»\nquarkus.management.port=«B_MANAGEMENT_PORT:9001»\n',
      'c/src/main/resources/application.yaml': 'ktor: { deployment: { port: «C_PORT:8082» } }\n',
      'd/src/main/resources/application.yaml':
        'server: { port: «D_PORT:8083», sockets: [{ name: admin, port: «D_ADMIN_PORT:9090» }] }\n',
      'e/src/main/resources/META-INF/microprofile-config.properties': 'server.port=«E_PORT:7001»\n',
    },
  },
  {
    name: 'Redwood: two sides, one of which says its port',
    tree: {
      'redwood.toml': '[web]\n  port = «WEB_PORT:8910»\n  apiUrl = "/api"\n[api]\n',
      '.env.defaults': 'SITE=http://localhost:«WEB_PORT:8910»/\n',
    },
    left: ['redwood.toml:4 the API side listens on its default where nothing says otherwise'],
  },
  {
    name: 'Azure Functions, SAM, MkDocs and json-server have their ports in files of their own',
    tree: {
      'local.settings.json':
        '{"Values":{"WEB_URL":"http://localhost:«WEB_PORT:3006»"},"Host":{"LocalHttpPort":«FUNCTIONS_PORT:7072»,"CORS":"*"}}',
      'samconfig.toml': '[default.local_start_api.parameters]\nport = «API_PORT:3030»\n',
      'json-server.json': '{ "port": «API_PORT_2:3004» }',
      'mkdocs.yml': 'dev_addr: 127.0.0.1:«DOCS_PORT:8001»\n',
      'bs-config.js':
        'module.exports = { port: «WEB_PORT:3006», ui: { port: «WEB_UI_PORT:3007» }, proxy: "localhost:«FUNCTIONS_PORT:7072»" };\n',
      'package.json':
        '{"scripts":{"a":"func start","b":"sam local start-api","c":"json-server db.json","d":"browser-sync start -c bs-config.js","e":"mkdocs serve"}}',
    },
  },
  {
    name: 'clusters on this machine: k3d, kind, DevSpace',
    tree: {
      'k3d.yaml':
        'ports: [{ port: «CLUSTER_PORT:8081»:80, nodeFilters: [loadbalancer] }]\nkubeAPI: { hostPort: "«CLUSTER_API_PORT:6445»" }\n',
      'kind.yaml': 'networking: { apiServerPort: «CLUSTER_API_PORT_2:6443» }\n',
      'devspace.yaml':
        'dev: { web: { ports: [{ port: "«WEB_PORT:3001»:3000" }, { port: "8080" }] } }\n',
    },
    left: ['devspace.yaml:1 it is the number on both sides'],
  },
  {
    name: 'tasks of VS Code: commands, and their arguments where those are beside them',
    tree: {
      '.vscode/tasks.json': `{ "tasks": [
  { "label": "docs", "command": "mkdocs serve«+DOCS_PORT:8000»" },
  { "label": "web", "command": "vite", "args": ["--port", "«WEB_PORT:3001»"] },
  { "label": "site", "command": "vite", "args": ["--host"] },
  { "label": "book", "command": "npx", "args": ["serve", "-p", "«BOOK_PORT:3002»"] },
  { "label": "log in", "command": "/usr/bin/ssh", "args": ["-p", "2222", "me@host.example.com"] },
  { "label": "cache", "command": "redis-cli", "args": ["-h", "cache", "-p", "6379"] },
  { "label": "test", "command": "pytest", "args": ["-p", "8000"] },
  { "label": "api", "command": "npm start", "options": { "env": { "PORT": "«PORT:4000»" } } }
] }`,
    },
  },
  {
    name: 'tasks of editors and runners: the configuration of the folder that a command works in',
    tree: {
      'vite.config.ts': 'export default { server: { port: «DEV_PORT:3000» } };\n',
      'web/vite.config.ts': 'export default { server: { port: «WEB_DEV_PORT:3001» } };\n',
      'web/package.json': '{}',
      '.vscode/tasks.json': `{ "tasks": [
  { "label": "root", "command": "\${workspaceRoot}/node_modules/.bin/vite dev" },
  { "label": "web", "command": "npx vite", "options": { "cwd": "\${workspaceFolder}/web" } },
  { "label": "book", "command": "npx vite«+BOOK_PORT:5173»", "options": { "cwd": "book" } },
  { "label": "any", "command": "npx vite", "options": { "cwd": "\${fileDirname}" } }
] }`,
      '.vscode/launch.json':
        '{ "configurations": [{ "name": "x", "command": "vite", "cwd": "${workspaceFolder}/web" }] }',
      '.zed/tasks.json':
        '[{ "label": "x", "command": "vite" }, { "label": "y", "command": "vite", "cwd": "$ZED_WORKTREE_ROOT/web" }]',
      'process-compose.yaml':
        'processes:\n  a: { command: vite }\n  b: { command: vite, working_dir: ./web }\n  c: { command: vite, working_dir: /srv }\n',
      'bin/dev': 'vite &\ncd web\nvite\n',
    },
    left: [
      '.vscode/tasks.json:5 vite listens on its default here: vite.config.ts:1 may say another port',
      'process-compose.yaml:4 vite listens on its default here: vite.config.ts:1 may say another port',
    ],
  },
  {
    name: 'project.json of Nx: commands of targets, which work in the folder of the workspace',
    tree: {
      'package.json': '{}',
      'apps/api/project.json': `{ "targets": {
  "serve": { "executor": "@nx/vite:dev-server", "options": { "port": «PORT:4205» },
    "configurations": { "production": { "port": «PORT:4205» } } },
  "start": { "executor": "nx:run-commands", "options": { "command": "PORT=«PORT:4205» node main.js" } },
  "pair": { "executor": "nx:run-commands", "options": { "commands": [
    "PORT=«PORT_2:4206» node a.js", { "command": "PORT=«PORT_3:4207» node b.js" }] } },
  "other": { "executor": "@acme/x:y", "options": { "command": "4208", "url": "http://localhost:«PORT:4205»" } }
} }`,
      'apps/site/project.json':
        '{ "targets": { "serve": { "command": "astro dev --root apps/site --port «SITE_PORT:4321»" } } }',
      'apps/site-e2e/project.json':
        '{ "targets": { "e2e": { "executor": "nx:run-commands", "options": { "command": "start-server-and-test \'nx serve site\' http://localhost:«SITE_PORT:4321» \'nx test\'" } } } }',
      'apps/docs/project.json':
        '{ "targets": { "serve": { "executor": "nx:run-commands", "options": { "command": "vite", "cwd": "apps/docs" } } } }',
      'apps/docs/vite.config.ts': 'export default { server: { port: «DOCS_DEV_PORT:5000» } };\n',
      'apps/book/project.json':
        '{ "targets": { "serve": { "command": "vite«+BOOK_PORT:5173»", "options": { "cwd": "{projectRoot}" } } } }',
    },
  },
  {
    name: 'arguments that a package manager passes on to a script, whose tool takes no second port',
    tree: {
      'docs/package.json': '{"scripts":{"dev":"mint dev"}}',
      'web/package.json': '{"scripts":{"start":"vite«+WEB_START_PORT:5173»"}}',
      '.claude/launch.json': `{ "configurations": [
  { "name": "docs", "runtimeExecutable": "pnpm", "runtimeArgs": ["--filter", "docs", "dev", "--port", "«DOCS_PORT:3333»"] },
  { "name": "web", "runtimeExecutable": "npm", "runtimeArgs": ["start", "--", "--port=«WEB_PORT:3334»"] }
] }`,
    },
    left: [
      'docs/package.json:1 mint listens on its default only without the port that .claude/launch.json:2 passes on',
    ],
  },
  {
    name: 'gunicorn: what its configuration says goes before its default',
    tree: {
      Procfile: 'web: gunicorn shop:app\n',
      'gunicorn.conf.py': 'bind = "0.0.0.0:8001"\n',
    },
    left: ['gunicorn.conf.py:1 gunicorn listens on it'],
  },
];
