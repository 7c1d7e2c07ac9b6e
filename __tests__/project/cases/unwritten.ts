import type { MarkedCase } from '../marked.js';

const web = (published = '«WEB_PORT:80»'): string =>
  `services:\n  web:\n    image: nginx\n    ports: ["${published}:80"]\n`;
/** Publishes the number of each scheme. */
const all = (...numbers: readonly number[]): string =>
  numbers
    .map((number) => `  s${number}:\n    image: x\n    ports: ["«S${number}_PORT:${number}»:1"]\n`)
    .reduce((text, each) => text + each, 'services:\n');

/** Where a scheme's default is a port of the project, a URL of it follows. */
const schemes: readonly (readonly [url: string, number: number])[] = [
  ['http://localhost«»', 80],
  ['https://localhost«»/app', 443],
  ['ws://127.0.0.1«»', 80],
  ['wss://localhost«»/live?x=1', 443],
  ['HTTP://LOCALHOST«»', 80],
  ['postgres://u:p@localhost«»/db', 5432],
  ['postgresql+asyncpg://u:p%40@localhost«»/db', 5432],
  ['jdbc:postgresql://localhost«»/db?ssl=false', 5432],
  ['jdbc:mysql://localhost«»/db', 3306],
  ['mysql2://root@127.0.0.1«»/db', 3306],
  ['mariadb://localhost«»', 3306],
  ['jdbc:sqlserver://localhost«»;databaseName=db', 1433],
  ['redis://localhost«»/0', 6379],
  ['rediss://:secret@localhost«»', 6379],
  ['amqp://guest:guest@localhost«»//', 5672],
  ['amqps://localhost«»', 5671],
  ['mongodb://localhost«»/db', 27017],
  ['nats://localhost«»', 4222],
  ['mqtt://localhost«»', 1883],
  ['bolt://localhost«»', 7687],
  ['http://[::1]«»/x', 80],
  ['http://host.docker.internal«»', 80],
  ['http://app.localhost«»/', 80],
  ['"http://u:p@localhost«»#top"', 80],
  ['http://${HOST:-localhost}«»/', 80],
  ['${X:-${Y:-http://localhost«»}}/', 80],
];

/** What says no port and follows none all the same. */
const others: readonly (readonly [url: string, number: number])[] = [
  ['http://example.com', 80],
  ['http://localhost.example.com', 80],
  ['http://localhostess', 80],
  ['http://web', 80],
  ['http://localhost:', 80],
  ['http://localhost:/x', 80],
  ['http://localhost${SUFFIX}', 80],
  ['http://localhost{port}', 80],
  ['${X:-http://localhost}:3000', 80],
  ['${X:-${Y:-http://localhost}}:3000', 80],
  ['mongodb+srv://localhost/db', 27017],
  ['http+unix://localhost/x', 80],
  ['smtp://localhost', 25],
  ['capacitor://localhost', 80],
  ['postgres://localhost/db?host=/var/run/postgresql', 5432],
  ['postgres://localhost/db?port=6000', 5432],
  ['jdbc:sqlserver://localhost;instanceName=X;databaseName=db', 1433],
  ['jdbc:sqlserver://localhost\\SQLEXPRESS;databaseName=db', 1433],
  ['sqlserver://localhost/SQLEXPRESS', 1433],
  ['postgres:///db', 5432],
  ['http://0.0.0.0', 80],
  ['http://[::]/', 80],
  ['localhost', 80],
];

/** URLs that leave their port out. */
export const unwrittenCases: readonly MarkedCase[] = [
  ...schemes.map(
    ([url, number]): MarkedCase => ({
      name: url,
      tree: {
        '.env': `X_URL=${url.replace('«»', `«+S${number}_PORT:${number}»`)}\n`,
        'compose.yaml': all(number),
      },
    }),
  ),
  ...others.map(
    ([url, number]): MarkedCase => ({
      name: `${url} follows nothing`,
      tree: { '.env': `X_URL=${url}\n`, 'compose.yaml': all(number) },
    }),
  ),
  {
    name: 'nothing has the number: nothing is said',
    tree: {
      '.env':
        'APP_URL=http://localhost\nDB_URL=postgres://localhost/db\nCORS_ORIGINS=http://localhost\nAPI_HOST=http://localhost\n',
      'compose.yaml': web('«WEB_PORT:8080»'),
    },
  },
  {
    name: 'what has the number cannot move: nothing is said of the URL',
    tree: {
      '.env': 'APP_URL=http://localhost\nAPI_HOST=http://localhost\nWEB_PORT=80\n',
      'compose.yaml':
        'services:\n  web:\n    image: x\n    ports: ["${WEB_PORT}:80"]\n    environment: { P: "${WEB_PORT}" }\n',
    },
    left: ['.env:3 WEB_PORT cannot move'],
  },
  {
    name: 'a default of a variable that compose publishes, as in Sail',
    tree: {
      '.env': 'APP_NAME=Laravel\nAPP_URL=http://localhost«+APP_PORT:80»\n',
      'compose.yaml':
        "services:\n  laravel.test:\n    image: x\n    ports:\n      - '${APP_PORT:-«APP_PORT:80»}:80'\n    volumes: ['.:/var/www/html']\n",
    },
  },
  {
    name: 'quotes, comments and line ends of an env file',
    tree: {
      '.env':
        'A_URL="http://localhost«+WEB_PORT:80»"\r\nB_URL=\'http://localhost«+WEB_PORT:80»\' # http://localhost\r\n# C_URL=http://localhost\r\nexport D_URL = http://localhost«+WEB_PORT:80»/ # x\r\nE_URL="${D_URL}/e"\r\n',
      'compose.yaml': web(),
    },
  },
  {
    name: 'several URLs, several hosts',
    tree: {
      '.env':
        'A_URLS=http://localhost«+S80_PORT:80»,http://localhost:«S80_PORT:80»,https://localhost«+S443_PORT:443»/\nB=mongodb://localhost«+S27017_PORT:27017»,localhost:«S27017_PORT:27017»,127.0.0.1«+S27017_PORT:27017»/db?replicaSet=rs0\nC_URLS=http://localhost«+S80_PORT:80»,localhost\n',
      'compose.yaml': all(80, 443, 27017),
    },
  },
  {
    name: 'two ports have the number',
    tree: {
      'a/compose.yaml': web('«WEB_PORT:80»'),
      'a/package.json': '{}',
      'b/compose.yaml': web('«B_WEB_PORT:80»').replace('web', 'b-web'),
      'b/package.json': '{}',
      '.env': 'X_URL=http://localhost\n',
    },
    left: [
      '.env:1 80 could be WEB_PORT (a/compose.yaml:4) or B_WEB_PORT (b/compose.yaml:4); settle it in portkeeper.yaml with "ports: { WEB_PORT: 80 }"',
    ],
  },
  {
    name: 'lists of what is allowed are told of',
    tree: {
      '.env':
        'BACKEND_CORS_ORIGINS=http://localhost,http://localhost:5173\nALLOWED_ORIGIN=http://localhost\nREDIRECT_URIS=http://localhost/callback\nX_URL=http://localhost/*\nREDIRECT_URI=http://localhost«+WEB_PORT:80»/callback\nORIGIN=http://localhost«+WEB_PORT:80»\n',
      'compose.yaml': web(),
    },
    left: [
      '.env:1 BACKEND_CORS_ORIGINS says what is allowed, which may be this machine with any port; write ":80" behind its host, and it follows',
      '.env:2 ALLOWED_ORIGIN says what is allowed',
      '.env:3 REDIRECT_URIS says what is allowed',
      '.env:4 X_URL says what is allowed',
    ],
  },
  {
    name: 'hosts to which programs may add a port are told of',
    tree: {
      '.env':
        'API_HOST=http://localhost\nA_URL=http://localhost\nA_PORT=«A_PORT:3000»\nAPP_URL=http://localhost«+APP_PORT:80»\nAPP_PORT=«APP_PORT:80»\n',
      'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: ["${APP_PORT}:80"]\n',
    },
    left: [
      '.env:1 API_HOST says a host, and programs may put a port of their own behind it; write ":80" behind its host, and it follows',
      '.env:2 A_URL says a host',
    ],
  },
  {
    name: 'a URL behind which a port is written elsewhere is told of',
    tree: {
      '.env':
        'A_URL=http://localhost\nB_URL=http://localhost\nC_URL=http://localhost\nD_URL=http://localhost«+WEB_PORT:80»\nE=${A_URL}:3000/x\nF=${D_URL}/x:3000\n',
      'vite.config.ts':
        'export default { define: { x: `${process.env.B_URL}:${process.env.PORT}` } };\n',
      'compose.yaml': `${web()}    environment: { X: "\${C_URL:-http://localhost}:3000" }\n`,
    },
    left: [
      '.env:1 its port cannot be said: a port stands behind A_URL elsewhere',
      '.env:2 its port cannot be said: a port stands behind B_URL elsewhere',
      '.env:3 its port cannot be said: a port stands behind C_URL elsewhere',
    ],
  },
  {
    name: 'what a service is told: a page, a container, the host by its own name',
    tree: {
      'compose.yaml': [
        'services:',
        '  web:',
        '    image: nginx',
        '    ports: ["«WEB_PORT:80»:80"]',
        '    environment:',
        '      APP_URL: http://localhost«+WEB_PORT:80»',
        '      CHECK_URL: http://localhost/health',
        '      GATE_URL: "http://host.docker.internal«+WEB_PORT:80»/"',
        '  api:',
        '    image: x',
        '    command: ["wait", "http://host.docker.internal«+WEB_PORT:80»", "http://localhost"]',
        '    environment:',
        '      - PAGE_URL=${PAGE_URL:-http://localhost«+WEB_PORT:80»}',
        '      - BIND_URL=http://0.0.0.0',
        '    healthcheck: { test: ["CMD", "curl", "http://localhost"] }',
        '',
      ].join('\n'),
    },
    left: ['compose.yaml:7 CHECK_URL is read inside the container of "web"'],
  },
  {
    name: 'an env file that a service loads',
    tree: {
      '.env': 'CHECK_URL=http://localhost/health\nAPP_URL=http://localhost«+WEB_PORT:80»\n',
      'compose.yaml': `${web()}    env_file: .env\n`,
    },
    left: ['.env:1 its port cannot be said: the service "web" loads its file by env_file'],
  },
  {
    name: 'the address of a site of Caddy, which listens on what its URL says',
    tree: {
      '.env':
        'BASE_URL=https://shop.localhost\nSITE_URL=https://localhost\nDOCS_URL=https://localhost«+PROXY_PORT:443»\n',
      'shop/.env': 'BASE_URL=https://localhost«+PROXY_PORT:443»\n',
      Caddyfile: '{\n\tdebug\n}\n{$BASE_URL}, https://{$SITE_URL} {\n\trespond {$DOCS_URL}\n}\n',
      'compose.yaml': [
        'services:',
        '  web: { image: shop, environment: { BASE_URL: "${BASE_URL}" } }',
        '  proxy:',
        '    image: caddy',
        '    ports: ["«PROXY_PORT:443»:443"]',
        '    environment: { BASE_URL: "${BASE_URL}", SITE_URL: "https://localhost:443" }',
        '',
      ].join('\n'),
    },
    left: [
      '.env:1 its port cannot be said: Caddy listens on what BASE_URL says (Caddyfile:4), which',
      'compose.yaml:6 it cannot move: Caddy listens on what SITE_URL says',
    ],
  },
  {
    name: 'a "#" that may be a comment',
    tree: { '.env': 'A_URL=http://localhost/#top\n', 'compose.yaml': web() },
    left: ['.env:1 A_URL: a "#" follows it without a space'],
  },
  {
    name: 'a "#" where nothing has the number',
    tree: { '.env': 'A_URL=http://localhost/#top\n' },
  },
  {
    name: 'scripts, a proxy, and what runs elsewhere',
    tree: {
      'package.json': JSON.stringify({
        scripts: {
          test: 'start-server-and-test up http://localhost«+WEB_PORT:80» "cypress run --config baseUrl=http://localhost«+WEB_PORT:80»/"',
          e2e: 'BASE_URL=http://localhost«+WEB_PORT:80» playwright test && echo http://localhost«+WEB_PORT:80»',
          flags:
            'x --url http://localhost«+WEB_PORT:80» --base=http://localhost«+WEB_PORT:80» --host http://localhost --cors-domain http://localhost --allow=http://localhost --listen http://localhost',
          in: 'docker compose exec web curl http://localhost && ssh box curl http://localhost',
        },
        proxy: 'http://localhost«+WEB_PORT:80»',
      }),
      'compose.yaml': web(),
    },
    left: ['--cors-domain says what is allowed', '--allow says what is allowed'],
  },
  {
    name: 'Makefile and shell',
    tree: {
      Makefile:
        'URL ?= http://localhost«+WEB_PORT:80»\ncheck: # http://localhost\n\tcurl -f http://localhost«+WEB_PORT:80»/health\n',
      'bin/dev': '#!/bin/sh\n# http://localhost\nopen http://localhost«+WEB_PORT:80»/\n',
      'compose.yaml': web(),
    },
  },
  {
    name: 'configurations in TypeScript',
    tree: {
      'playwright.config.ts':
        "export default { use: { baseURL: 'http://localhost«+WEB_PORT:80»' }, webServer: { command: 'npm start', url: 'http://localhost«+WEB_PORT:80»/' } };\n",
      'vite.config.ts':
        "const u = new URL(x, 'http://localhost');\nexport default { server: { proxy: { '/api': 'http://localhost«+WEB_PORT:80»', '/b': { target: `http://localhost«+WEB_PORT:80»` }, '/c': 'http://localhost' + ':' + port } }, test: { environmentOptions: { jsdom: { url: 'http://localhost' } } } };\n",
      'compose.yaml': web(),
    },
    left: ['vite.config.ts:1 '],
  },
  {
    name: 'JSON, YAML, TOML and properties',
    tree: {
      'appsettings.Development.json':
        '{ "Api": { "Url": "http://localhost«+S80_PORT:80»" }, "AllowedOrigins": ["http://localhost"] }\n',
      'src/main/resources/application.yml':
        'spring:\n  datasource:\n    url: jdbc:postgresql://localhost«+S5432_PORT:5432»/db\n  data: { mongodb: { uri: "${MONGO_URI:mongodb://localhost«+S27017_PORT:27017»}" } }\n',
      'src/main/resources/application-dev.properties':
        'spring.datasource.url = jdbc:postgresql://localhost«+S5432_PORT:5432»/db\n',
      'supabase/config.toml':
        '[studio]\napi_url = "http://127.0.0.1"\n[auth]\nsite_url = "http://localhost«+S80_PORT:80»"\nadditional_redirect_urls = ["http://localhost"]\n',
      'compose.yaml': all(80, 5432, 27017),
    },
    left: ['appsettings.Development.json:1 ', 'supabase/config.toml:5 '],
  },
  {
    name: 'behind a variable that is the host, and within one that is more',
    tree: {
      'src/main/resources/application.properties': `one.url=jdbc:postgresql://\${DOCKER_HOST_IP:localhost}«+S5432_PORT:5432»/db
two.url=mongodb://u:\${PASSWORD:x}@\${A:\${B:localhost}}«+S27017_PORT:27017»
three.url=jdbc:postgresql://\${DB:localhost«+S5432_PORT:5432»/db}
`,
      'compose.yaml': all(5432, 27017),
    },
  },
  {
    name: "a runner's own service",
    tree: { '.env': 'DATABASE_URL=postgres://postgres@localhost«+POSTGRES_PORT:5432»/db\n' },
    options: {
      external: [
        {
          name: 'POSTGRES_PORT',
          protocol: 'tcp',
          port: 5432 as never,
          assigned: 49153 as never,
        },
      ],
    },
  },
];
