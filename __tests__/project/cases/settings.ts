import type { MarkedCase } from '../marked.js';

const db = `services:
  db:
    image: postgres
    ports: ["«DB_PORT:5432»:5432"]
`;

/** What programs read by a library that leaves the names of settings to people. */
export const settingsCases: readonly MarkedCase[] = [
  {
    name: 'a host and a port beside each other follow the server, and the program’s own port is one',
    tree: {
      'compose.yaml': `${db}  cache:\n    image: redis\n    ports: ["«CACHE_PORT:6379»:6379"]\n`,
      'config/config.yaml': `server:
  host: 0.0.0.0
  port: «APP_PORT:8080»
grpc: { port: "«APP_GRPC_PORT:9000»" }
database: { host: localhost, port: «DB_PORT:5432» }
redis: { addr: "localhost:«CACHE_PORT:6379»" }
`,
      'configuration/base.toml': `[application]
port = «APP_PORT_2:8000»
[database]
host = "127.0.0.1"
port = «DB_PORT:5432»
url = "postgres://app@localhost:«DB_PORT:5432»/app"
`,
      'src/main/resources/db.properties': 'db.host=localhost\ndb.port=«DB_PORT:5432»\n',
    },
  },
  {
    name: 'settings of each environment in a folder of their own',
    tree: {
      'compose.yaml': db,
      'blog/config/env/config.development.json':
        '{ "server": { "port": «BLOG_PORT:2368» }, "database": { "connection": { "host": "127.0.0.1", "port": «DB_PORT:5432» } } }',
      'blog/config/env/config.production.json': '{ "server": { "port": 2368 } }',
    },
  },
  {
    name: 'what a container is told half of stays for its sake, by the name that is told',
    tree: {
      'compose.yaml': `${db}  blog:
    build: ./blog
    environment: { database__connection__host: db }
`,
      'blog/config/env/config.development.json':
        '{ "database": { "connection": { "host": "127.0.0.1", "port": 5432 } } }',
    },
    left: [
      'blog/config/env/config.development.json:1 the service "blog" is built from its folder (compose.yaml:6), and containers are told database__connection__host without its port',
    ],
  },
  {
    name: 'Go writes a port behind a colon, and an address as a number',
    tree: {
      'config.yaml':
        'http: { port: ":«APP_HTTP_PORT:8081»" }\nsystem: { addr: «APP_SYSTEM_PORT:8888» }\n',
    },
  },
  {
    name: 'serverpod: each server of an application, and what the public goes to',
    tree: {
      'shop/config/development.yaml': `apiServer:
  port: «SHOP_API_SERVER_PORT:8080»
  publicHost: localhost
  publicPort: «SHOP_API_SERVER_PORT:8080»
webServer:
  port: «SHOP_WEB_SERVER_PORT:8082»
  publicHost: shop.example.com
database:
  host: localhost
  port: «DB_PORT:5432»
`,
      'shop/config/production.yaml': 'database: { host: localhost, port: 5432 }\n',
      'shop/compose.yaml': db,
    },
  },
  {
    name: 'beside an account it is where a database is; what is for production stays',
    tree: {
      'compose.yaml': db,
      'config/config.json': `{
  "development": { "username": "a", "host": "127.0.0.1", "port": «DB_PORT:5432», "dialect": "postgres" },
  "production": { "username": "a", "host": "127.0.0.1", "port": 5432, "dialect": "postgres" }
}`,
      'config/db.json': '{ "user": "a", "host": "localhost", "port": «DB_PORT:5432» }',
      'config/settings.yaml': 'smtp: { host: smtp.example.com, port: 5432 }\n',
    },
    left: ['config/settings.yaml:1 SMTP_PORT: it is a port of what SMTP_HOST names'],
  },
  {
    name: 'what a container is mounted, or built from, has its own numbers',
    tree: {
      'compose.yaml': `services:
  loki:
    image: grafana/loki:3
    ports: ["«LOKI_PORT:3100»:3100"]
    volumes: ["./logs/config.yaml:/etc/loki.yaml"]
  traces:
    image: grafana/tempo:2
    ports: ["«TRACES_PORT:4317»:4317"]
    volumes: ["./traces:/etc/tempo"]
  api:
    build: ./api
    ports: ["«API_PORT:8088»:8088"]
`,
      'logs/config.yaml':
        'server: { http_listen_port: 3100 }\nclient: { url: "http://localhost:3100" }\n',
      'traces/config.yaml': 'receivers: { otlp: { endpoint: "localhost:4317" } }\n',
      'api/config/config.yaml': 'server: { port: 8088 }\nbase_url: http://localhost:8088\n',
    },
    left: [
      'logs/config.yaml:1 it cannot move: the service "loki" mounts its folder',
      'logs/config.yaml:2 it cannot move',
      'traces/config.yaml:1 it cannot move: the service "traces" mounts its folder',
      'api/config/config.yaml:1 it cannot move: the service "api" is built from its folder',
      'api/config/config.yaml:2 it cannot move',
    ],
  },
  {
    name: 'what tests put before a program, readers are shown, or is in force elsewhere is not its own',
    tree: {
      'config/app.yaml': 'server: { port: «APP_PORT:8080» }\n',
      'config/prod/app.yaml': 'server: { port: 8080 }\n',
      'testdata/config.yaml': 'server: { port: 8080 }\n',
      'pkg/load/fixtures/config.toml': '[server]\nport = 8080\n',
      'pkg/load/test_resources/config.yml': 'server: { port: 8080 }\n',
      'pkg/shared/test_integration/assets/config.yaml': 'server: { port: 8080 }\n',
      'integration/util/config-base.yaml': 'server: { port: 8080 }\n',
      'tool/docs/demo/files/config.yaml': 'server: { port: 8080 }\n',
    },
  },
  {
    name: 'a program that listens on the very number does not read it there',
    tree: {
      'go.mod': 'module shop\n',
      'main.go': 'package main\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
      'config.yaml': 'server: { port: 8080 }\n',
    },
    left: [
      'config.yaml:1 it cannot move: main.go:3 listens on 8080 whatever it says; let the program read the variable first',
      'main.go:3 source code listens on it, and is not changed; let it read a variable first',
    ],
  },
  {
    name: 'by its name alone: manifests, templates and what is no YAML are something else',
    tree: {
      'compose.yaml': db,
      'deploy/config/app.yaml':
        'apiVersion: v1\nkind: ConfigMap\ndata: { url: "redis://localhost:5432" }\n',
      'config/default.yaml': 'port: {{ get_env(name="PORT", default="5432") }}\nb: [\n',
      '.github/config.yml': 'server: { port: 5432 }\n',
    },
  },
  {
    name: 'a container that is told the host alone takes the port from the settings',
    tree: {
      'compose.yaml': `${db.replace('DB_PORT', 'DB_PORT_2')}  app:
    build: .
    environment: { DB_HOST: db, MAIL__HOST: mail, CACHE_HOST: cache, CACHE_PORT: "6379" }
  cache:
    image: redis
    ports: ["«CACHE_PORT:6379»:6379"]
  mail:
    image: mailpit
    ports: ["«MAIL_PORT:1025»:1025"]
`,
      'src/main/resources/application.yml': `db: { url: "jdbc:postgresql://\${DB_HOST:localhost}:\${DB_PORT:5432}/app" }
own: { url: "jdbc:postgresql://\${DB_HOST:localhost}:5432/app" }
cache: { host: "\${CACHE_HOST:localhost}", port: "\${CACHE_PORT:«CACHE_PORT:6379»}" }
plain: { url: "jdbc:postgresql://\${DB_HOST:localhost}/app" }
`,
      'appsettings.json': '{"Mail":{"Host":"localhost","Port":1025}}',
    },
    left: [
      'application.yml:1 the service "app" is built from its folder (compose.yaml:6), and containers are told DB_HOST without its port',
      'application.yml:2 the service "app" is built from its folder',
      'application.yml:4 the service "app" is built from its folder',
      'appsettings.json:1 the service "app" is built from its folder',
    ],
  },
];
