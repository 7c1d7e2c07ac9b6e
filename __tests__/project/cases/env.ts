import type { MarkedCase } from '../marked.js';

/** What an env file alone says. */
export const envCases: readonly MarkedCase[] = [
  {
    name: 'a name that a hosts file may lead here: told where the port moves that it says',
    tree: {
      '.env':
        'PORT=«PORT:3000»\nURL=https://local.shop.dev:3000\nAPI_URL=http://shop.test:3000/api\n',
      '.env.development':
        'URL=http://app.lvh.me:3000\nOTHER_URL=http://shop.test:4000\nDB_URL=redis://db.default.svc.cluster.local:3000\n',
    },
    left: [
      '.env:2 local.shop.dev may be this machine, which its name alone does not tell',
      '.env:3 shop.test may be this machine',
      '.env.development:1 app.lvh.me may be this machine',
    ],
  },
  {
    name: 'a variable in which gunicorn finds its address',
    tree: {
      '.env':
        'GUNICORN_CMD_ARGS="--bind=127.0.0.1:«GUNICORN_PORT:8023» --workers=2000"\nAPI_URL=http://localhost:«GUNICORN_PORT:8023»\n',
      Makefile: 'run:\n\tset -a; . ./.env; gunicorn app:app\n',
    },
  },
  {
    name: 'and in a container',
    tree: {
      'compose.yaml':
        'services:\n  web:\n    build: .\n    environment: { GUNICORN_CMD_ARGS: "-b 0.0.0.0:8000" }\n    ports: ["«WEB_PORT:8000»:8000"]\n',
    },
  },
  {
    name: "a number of privileged programs is another machine's, but that of pages",
    tree: { '.env': 'DIRECTORY_PORT=389\nADMIN_PORT=«ADMIN_PORT:443»\n' },
    left: ['.env:1 nothing in this project listens on 389'],
  },
  {
    name: 'a URL in a parameter of another',
    tree: {
      '.env':
        'PORT=«PORT:3000»\nLOGIN=https://auth.example.com/?back=http%3A%2F%2Flocalhost%3A«PORT:3000»%2Fcb&a=http%3A%2F%2Fexample.com%3A3000\n',
    },
  },
  {
    name: 'a default of its own is what a variable is in a file that the environment overrules',
    tree: {
      '.env':
        'WEB_PORT=${WEB_PORT:-«WEB_PORT:3000»}\nURL=http://localhost:${WEB_PORT}/\nRPC_PORT="${RPC_PORT-«RPC_PORT:3001»}"\nRAW_PORT=\'${RAW_PORT:-3002}\'\nLOOP_PORT=${LOOP_PORT}\n',
      'compose.yaml':
        'services:\n  a: { image: x, ports: ["${WEB_PORT}:80", "${RPC_PORT:-3001}:81"] }\n',
    },
  },
  { name: 'a bare number', tree: { '.env': 'PORT=«PORT:3000»\n' } },
  {
    name: 'files that have their word first, but those of other places',
    tree: {
      '.test.env': 'API_ADDR=localhost:«API_PORT:3000»\n',
      'config/.local.env':
        'DB_URL=postgres://localhost:«DB_PORT:5433»/x\nWEB_PORT=«WEB_PORT:8088»\n',
      '.docker.env': 'API_PORT=3000\n',
      'dev.env': 'PORT=3000\n',
      '.test.ci.env': 'API_ADDR=localhost:3000\n',
      'prod.env': 'API_ADDR=localhost:3000\n',
      'settings.env': 'API_ADDR=localhost:3000\n',
      'compose.yaml':
        'services:\n  api: { image: x, ports: ["«API_PORT:3000»:3000"] }\n  db: { image: x, ports: ["«DB_PORT:5433»:5432"] }\n',
    },
  },
  {
    name: 'a variable in lower case names its port in upper case',
    tree: {
      '.env': 'web_port=«WEB_PORT:3000»\napiPort=«API_PORT_2:4000»\nAPI_PORT=«API_PORT:4001»\n',
      'compose.yaml':
        'services:\n  a: { image: x, ports: ["${web_port}:80"] }\n  b: { image: x, ports: ["${apiPort}:80"] }\n',
    },
  },
  {
    name: 'quotes of all kinds',
    tree: { '.env': 'A_PORT="«A_PORT:3000»"\nB_PORT=\'«B_PORT:3001»\'\nC_PORT=`«C_PORT:3002»`\n' },
  },
  {
    name: 'comments and spaces',
    tree: { '.env': '# PORT=1\n  export  PORT = «PORT:3000»   # 3000\n#\n' },
  },
  { name: 'a colon', tree: { '.env': 'PORT: «PORT:3000»\n' } },
  {
    name: 'CRLF, a byte order mark, no last newline',
    tree: {
      '.env': '\uFEFFA_PORT=«A_PORT:3000»\r\nB_PORT="«B_PORT:3001»"\r\nC_PORT=«C_PORT:3002»',
    },
  },
  { name: 'the last of duplicates counts', tree: { '.env': 'PORT=3000\nX=1\nPORT=«PORT:4000»\n' } },
  { name: 'an open quote', tree: { '.env': 'A="3000\nPORT=«PORT:4000»\nB_PORT="3001\n' } },
  {
    name: 'a value over several lines',
    tree: { '.env': 'KEY="-----\nPORT=3000\n-----"\nPORT=«PORT:4000»\n' },
  },
  {
    name: 'a comment without a space',
    tree: { '.env': 'PORT=3000#dev\n' },
    left: ['.env:1 PORT: a "#" follows it'],
  },
  {
    name: 'names of ports',
    tree: { '.env': 'PORT_WEB=«PORT_WEB:3000»\nAPP_PORT_HTTP=«APP_PORT_HTTP:3001»\n' },
  },
  {
    name: 'numbers that are no ports',
    tree: {
      '.env':
        'TIMEOUT=3000\nMAX=8080\nPORT_TIMEOUT=3000\nPORT_RETRIES=5\nSUPPORT=3000\nEXPORT=3000\nREPORT_SIZE=100\nVIEWPORT=1280\n',
    },
  },
  {
    name: 'what is no port number',
    tree: {
      '.env':
        'PORT=0\nA_PORT=65536\nB_PORT=030\nC_PORT=3e3\nD_PORT=-1\nE_PORT=3000a\nF_PORT=\nG_PORT= \nH_PORT=99999999999\n',
    },
    left: [
      '.env:2 A_PORT: it is no port: those go from 1 to 65535',
      '.env:3 B_PORT: it is not written as a plain port number',
      '.env:4 C_PORT: it is not written as a plain port number',
      '.env:9 H_PORT: it is no port: those go from 1 to 65535',
    ],
  },
  {
    name: 'bounds, bases and debuggers',
    tree: {
      '.env':
        'MIN_PORT=1024\nPORT_RANGE_START=8000\nBASE_PORT=3000\nDEBUG_PORT=9229\nCONTAINER_PORT=80\n',
    },
    left: [
      '.env:1 MIN_PORT',
      '.env:2 PORT_RANGE_START',
      '.env:3 BASE_PORT',
      '.env:4 DEBUG_PORT',
      '.env:5 CONTAINER_PORT',
    ],
  },
  {
    name: 'ports of other machines',
    tree: {
      '.env':
        'DB_HOST=mysql\nDB_PORT=3306\nSMTP_HOST="smtp.gmail.com"\nSMTP_PORT=587\nREDIS_PORT=«REDIS_PORT:6379»\nPGHOST=db\nPGPORT=5432\nDB_HOST_DOCS=mongodb\nDB_PORT_DOCS=27017\n',
    },
    left: [
      '.env:2 DB_PORT: it is a port of what DB_HOST names',
      '.env:4 SMTP_PORT',
      '.env:7 PGPORT',
      '.env:9 DB_PORT_DOCS: it is a port of what DB_HOST_DOCS names',
    ],
  },
  {
    name: 'a program that the project uses on this machine, and nobody starts',
    tree: { '.env': 'DB_HOST=localhost\nDB_PORT=5432\n' },
    left: ['.env:2 nothing in this project listens on 5432'],
  },
  {
    name: "a server's own host",
    tree: {
      '.env':
        'SERVER_HOST=127.0.0.1\nSERVER_PORT=«SERVER_PORT:8080»\nHOST=example.org\nPORT=«PORT:3000»\n',
    },
  },
  {
    name: 'URLs to this machine follow, others stay',
    tree: {
      '.env': `PORT=«PORT:3000»
A=http://localhost:«PORT:3000»
B="http://127.0.0.1:«PORT:3000»/path?x=http://localhost:«PORT:3000»"
C=http://[::1]:«PORT:3000»
D=ws://app.localhost:«PORT:3000»
E=https://user:p@ss@localhost:«PORT:3000»/
F=http://host.docker.internal:«PORT:3000»
G=https://example.com:3000
H=http://192.168.1.4:3000
I=http://localhost.example.com:3000
J=http://localhost:30000/3000
K=http://localhost/3000
L=postgres://localhost:3000@db.example.com:3000/x
`,
    },
    left: ['.env:11 nothing in this project listens on 30000'],
  },
  {
    name: 'URLs of any scheme, and several in a value',
    tree: {
      '.env': `PORT=«PORT:5432»
A=postgres://u:p@localhost:«PORT:5432»/db
B=jdbc:postgresql://localhost:«PORT:5432»/db?x=1
C=redis://:secret@127.0.0.1:«PORT:5432»
D=tcp://0.0.0.0:«PORT:5432»
E=http://localhost:«PORT:5432»,http://127.0.0.1:«PORT:5432» https://a.example:5432
F=mongodb://u:p@localhost:«PORT:5432»,localhost:«PORT:5432»,db.example:5432/x
G=PLAINTEXT://localhost:«PORT:5432»
`,
    },
  },
  {
    name: 'addresses',
    tree: {
      '.env': `PORT=«PORT:3000»
A=localhost:«PORT:3000»
B=127.0.0.1:«PORT:3000»
LISTEN_ADDR=:«PORT:3000»
BROKERS=localhost:«PORT:3000»,127.0.0.1:«PORT:3000»
C=db:3000
D=12:30
E=:3000
F=redis:6379
`,
    },
  },
  {
    name: 'an address to listen on',
    tree: {
      '.env':
        'LISTEN_ADDR=127.0.0.1:«LISTEN_PORT:3000»\nURL=http://localhost:«LISTEN_PORT:3000»\nHTTP_ADDR=:«HTTP_PORT:3001»\n',
    },
  },
  {
    name: 'a URL that nobody serves',
    tree: { '.env': 'URL=http://localhost:9999\n' },
    left: ['.env:1 nothing in this project listens on 9999'],
  },
  {
    name: 'words before a port that name no host',
    tree: {
      '.env':
        'PORT=«PORT:3000»\nBANNER=Listening on:${PORT}\nINFO=host:x,port:${PORT}\nWHERE="Up at:${PORT}"\n',
    },
  },
  {
    name: 'interpolated values follow by themselves',
    tree: {
      '.env':
        'PORT=«PORT:3000»\nURL=http://localhost:${PORT}/\nURL2=http://localhost:$PORT\nURL3="http://localhost:${PORT:-3000}"\nWEB_PORT=$PORT\nWEB2_PORT=${PORT:-1}\n',
    },
  },
  {
    name: 'a default of a variable that nobody sets',
    tree: {
      '.env': 'WEB_PORT=${PORT:-«WEB_PORT:3000»}\nURL=http://localhost:${PORT:-«WEB_PORT:3000»}\n',
    },
  },
  {
    name: 'one number in one package is one port',
    tree: {
      '.env': 'PORT=«PORT:3000»\nWEB_PORT=«PORT:3000»\n',
      '.env.local': 'PORT=«PORT:3000»\n',
      '.env.test': 'URL=http://localhost:«PORT:3000»\n',
    },
  },
  {
    name: 'one variable with two numbers is two ports',
    tree: {
      '.env': 'PORT=«PORT:3000»\n',
      '.env.test': 'PORT=«PORT_2:3001»\nURL=http://localhost:«PORT_2:3001»\n',
    },
    ambiguous: ['PORT'],
  },
  {
    name: 'documentation is not read',
    tree: {
      '.env.example': 'PORT=3000\n',
      '.env.sample': 'PORT=3000\n',
      '.env.local.template': 'PORT=3000\n',
      '.env.dist': 'PORT=3000',
      '.env.d.ts': 'PORT=3000',
      '.env-sample': 'PORT=3000',
      '.env_example': 'PORT=3000',
      '.env-cmdrc': 'PORT=3000',
      '.env.example-e2e': 'PORT=3000',
      '.env.sample_dev': 'PORT=3000',
      '.env.default': 'PORT=3000',
      '.flaskenv.example': 'FLASK_RUN_PORT=3000',
      'my.env': 'PORT=3000',
    },
  },
  {
    name: 'what Flask reads besides, in which a .env goes before it',
    tree: {
      Makefile: 'run:\n\tflask run --debug\n',
      '.flaskenv': 'FLASK_APP=shop\nFLASK_RUN_PORT=5001\nADMIN_PORT=«ADMIN_PORT:5003»\n',
      '.env': 'FLASK_RUN_PORT=«FLASK_RUN_PORT:5002»\n',
    },
    left: ['.flaskenv:2 FLASK_RUN_PORT is set at .env:1, which goes before this file'],
  },
  {
    name: 'what Flask reads besides, alone, in place of its default',
    tree: {
      Makefile: 'run:\n\tflask run --debug\n',
      '.flaskenv': 'FLASK_RUN_PORT=«FLASK_RUN_PORT:5001»\n',
    },
  },
  {
    name: 'defaults of env files, which a .env with the same number is one port with',
    tree: {
      '.env.defaults':
        'WEB_PORT=«WEB_PORT:8910»\nAPI_PORT=8911\nDOMAIN_URL=http://localhost:«WEB_PORT:8910»/\n',
      '.env': 'WEB_PORT=«WEB_PORT:8910»\nAPI_PORT=«API_PORT:9911»\n',
    },
    left: ['.env.defaults:2 API_PORT is set at .env:2, which goes before this file'],
  },
  {
    name: 'variants with other signs than a dot',
    tree: {
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT:5432»:5432"] } }\n',
      '.env-local': 'DATABASE_URL=postgres://localhost:«DB_PORT:5432»/x\n',
      '.env_test': 'DATABASE_URL=postgres://localhost:«DB_PORT:5432»/y\n',
    },
  },
  {
    name: 'what means a port without saying it, told where that moves',
    tree: {
      'compose.yaml': `services:
  sql: { image: mssql, ports: ["«SQL_PORT:1433»:1433"] }
  pg: { image: postgres, ports: ["«PG_PORT:5432»:5432"] }
  blobs: { image: azurite, ports: ["«BLOBS_PORT:10000»:10000"] }
  cache: { image: redis, ports: ["«REDIS_PORT:6379»:6379"] }
`,
      '.env': `DSN="host=localhost user=x dbname=y sslmode=disable"
OTHER_DSN="host=localhost port=«PG_PORT:5432» dbname=y"
PGHOST=127.0.0.1
REDIS_HOST=localhost
REDIS_PORT=«REDIS_PORT:6379»
STORAGE=UseDevelopmentStorage=true
MYSQL_ADDR=localhost
MYSQL=root:x@tcp(localhost)/x
`,
      'appsettings.json': `{ "ConnectionStrings": {
  "A": "Server=localhost;Database=x;TrustServerCertificate=True",
  "B": "Data Source=.;Initial Catalog=x",
  "C": "Server=localhost,«SQL_PORT:1433»;Database=x",
  "D": "Server=.\\\\SQLEXPRESS;Database=x",
  "E": "Server=localhost;Database=x;Uid=y",
  "F": "host=localhost;username=guest",
  "G": "Server=db.example.com;Database=x"
} }
`,
    },
    left: [
      '.env:1 DSN says no port, and its client takes 5432; with "port=5432" it follows',
      '.env:3 PGHOST is this machine, and no port stands beside it: what reads it may take 5432',
      '.env:6 UseDevelopmentStorage=true means 10000 to 10002 of this machine',
      'appsettings.json:2 CONNECTION_STRINGS_A says no port, and its client takes 1433; with "localhost,1433" it follows',
      'appsettings.json:3 CONNECTION_STRINGS_B says no port',
      'appsettings.json:6 CONNECTION_STRINGS_E says no port, and its client takes 5432',
      'appsettings.json:6 CONNECTION_STRINGS_E says no port, and its client takes 1433',
    ],
  },
  { name: 'prototype names', tree: { '.env': '__proto__=3000\nconstructor=3000\n' } },
  {
    name: 'a privileged port of a program that others run',
    tree: { '.env': 'SMTP_PORT=587\nWEB_PORT=«WEB_PORT:80»\nEMAIL_PORT=«EMAIL_PORT:1025»\n' },
    left: ['.env:1 nothing in this project listens on 587'],
  },
];
