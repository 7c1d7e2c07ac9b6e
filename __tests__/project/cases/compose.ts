import type { PortNumber } from '../../../src/ports/index.js';
import type { MarkedCase } from '../marked.js';

const ports = (...entries: readonly string[]): string =>
  [
    'services:',
    '  web:',
    '    image: x',
    '    ports:',
    ...entries.map((entry) => `      - ${entry}`),
    '',
  ].join('\n');

/** One compose file, each shape of a mapping. */
const shapes: readonly MarkedCase[] = [
  { name: 'a container port alone', tree: { 'compose.yaml': ports('"80"', '81', '"82/udp"') } },
  { name: 'published and target', tree: { 'compose.yaml': ports('"«WEB_PORT:8080»:80"') } },
  {
    name: 'unquoted and in single quotes',
    tree: { 'compose.yaml': ports('«WEB_PORT_80:8080»:80', "'«WEB_PORT_81:8081»:81'") },
  },
  { name: 'an address', tree: { 'compose.yaml': ports('"127.0.0.1:«WEB_PORT:8080»:80"') } },
  { name: 'an address and no published port', tree: { 'compose.yaml': ports('"127.0.0.1::80"') } },
  { name: 'IPv6 in brackets', tree: { 'compose.yaml': ports('"[::1]:«WEB_PORT:8080»:80"') } },
  {
    name: 'a protocol',
    tree: { 'compose.yaml': ports('"«WEB_PORT:5353»:53/udp"') },
    ports: ['WEB_PORT/udp'],
  },
  { name: 'published and target alike', tree: { 'compose.yaml': ports('"«WEB_PORT:3000»:3000"') } },
  { name: 'zero is no port', tree: { 'compose.yaml': ports('"0:80"') } },
  {
    name: 'ranges, each of its numbers a port',
    tree: {
      'compose.yaml': ports(
        '"«WEB_PORT_80:8000»-«WEB_PORT_82:8002»:80-82"',
        '"3000-3005"',
        '"127.0.0.1:«WEB_PORT_6000:5000»-«WEB_PORT_6001:5001»:6000-6001/udp"',
      ),
    },
    ports: ['WEB_PORT_80', 'WEB_PORT_81', 'WEB_PORT_82', 'WEB_PORT_6000/udp', 'WEB_PORT_6001/udp'],
  },
  {
    name: 'a range of which the container has one port, and what speaks of its middle',
    tree: {
      'compose.yaml': ports('"«WEB_PORT:8000»-«WEB_PORT_3:8002»:80"'),
      '.env': 'API_URL=http://localhost:«WEB_PORT_2:8001»/x\n',
    },
    ports: ['WEB_PORT_2', 'WEB_PORT', 'WEB_PORT_3'],
  },
  {
    name: 'a range of one number',
    tree: { 'compose.yaml': ports('"«WEB_PORT:8000»-«WEB_PORT:8000»:80-80"') },
  },
  {
    name: 'ranges that are none, are too long, or do not fit their other side',
    tree: {
      'compose.yaml': ports('"8010-8000:80"', '"1000-9000:1000-9000"', '"8000-8003:80-81"'),
    },
    left: [
      'compose.yaml:5 a port of the service "web" cannot be moved: it is not written as a plain',
      'compose.yaml:6 a port of the service "web" cannot be moved: it publishes 8001 neighbouring',
      'compose.yaml:7 a port of the service "web" cannot be moved: its two sides',
    ],
  },
  {
    name: 'a range whose numbers the service itself is told',
    tree: {
      'compose.yaml': `${ports('"5000-5002:5000-5002/udp"')}    environment: [RTP_END=5002]\n`,
    },
    left: ['compose.yaml:5 the range of the service "web" cannot be moved: RTP_END gives it'],
  },
  {
    name: 'a range with a number that cannot move stays as a whole',
    tree: {
      'compose.yaml': `${ports('"8000-8002:80-82"')}  api: { image: x, ports: ["\${API:-8001}:\${API:-8001}"] }\n`,
    },
    left: [
      'compose.yaml:5 it cannot move: its range needs neighbouring ports, and 8001 at compose.yaml:5',
      'compose.yaml:6 API cannot move: it is read for the container',
    ],
  },
  {
    name: 'numbers that clients of Nacos count from its port, where one cannot move',
    tree: {
      'compose.yaml': `services:
  nacos: { image: nacos/nacos-server, ports: ["7848:8848", "8848:9848", "8849:9849"] }
  other: { image: x, ports: ["\${API:-8849}:\${API:-8849}"] }
`,
    },
    left: [
      'compose.yaml:2 it cannot move: its range needs neighbouring ports, and 8849 at compose.yaml:2',
      'compose.yaml:3 API cannot move: it is read for the container',
    ],
  },
  {
    name: 'an address of the host says no protocol',
    tree: {
      'compose.yaml': `services:
  agent: { image: x, ports: ["«AGENT_PORT:6831»:6831/udp"] }
  web:
    image: y
    environment:
      - AGENT=host.docker.internal:«AGENT_PORT:6831»
      - URL=http://host.docker.internal:6831/x
`,
    },
    left: ['compose.yaml:7 nothing in this project listens on 6831'],
  },
  {
    name: 'what a broker of RocketMQ tells its clients stays',
    tree: {
      'compose.yaml': `services:
  names: { image: apache/rocketmq:5, ports: ["«NAMES_PORT:9876»:9876"] }
  broker: { image: apache/rocketmq:5, ports: ["10911:10911", "«BROKER_PORT_8081:8081»:8081"] }
  other: { image: x, ports: ["«OTHER_PORT:10909»:10909"] }
`,
    },
    left: ['compose.yaml:3 it cannot be moved: a broker of RocketMQ tells its clients the number'],
  },
  {
    name: 'a range of two variables, which an env file sets',
    tree: {
      '.env': 'RTC_START=«RTC_START:50000»\nRTC_END=«RTC_END:50002»\n',
      'compose.yaml': ports(
        '"${RTC_START}-${RTC_END:-50010}:6000-6002/udp"',
        '"127.0.0.1:${RTC_START}-${RTC_END:-50010}:6000-6002"',
      ),
    },
    ports: ['RTC_START/tcp+udp', 'WEB_PORT_6001/tcp+udp', 'RTC_END/tcp+udp'],
  },
  {
    name: 'a range of variables by their defaults, and of one of them',
    tree: {
      'compose.yaml': ports(
        '"${A:-«A:8000»}-${B-«B:8002»}:80"',
        '"«WEB_PORT_91:9000»-${C:-«C:9001»}:91-92"',
      ),
    },
    ports: ['A', 'WEB_PORT_80_2', 'B', 'WEB_PORT_91', 'C'],
  },
  {
    name: 'a range of variables in the long form',
    tree: {
      'compose.yaml': ports('{ target: 80, published: "${A:-«A:8000»}-${B:-«B:8001»}" }'),
    },
  },
  {
    name: 'ranges of variables that are not settled, or are none',
    tree: {
      '.env': 'A=8000\nWIDE=9000\nHOST=a\n',
      'compose.yaml': ports(
        '"${A}-${B}:80"',
        '"${A}-${WIDE}:80"',
        '"${WIDE}-${A}:80"',
        '"${A}-${HOST}:80"',
        '"${A}-${C:-8003}:80-81"',
        '"${A}-${C:-8001}-${D:-8003}:80"',
      ),
    },
    left: [
      'compose.yaml:5 a range of the service "web" cannot be moved: B is set nowhere',
      'compose.yaml:6 a range of the service "web" cannot be moved: it publishes 1001 neighbouring',
      'compose.yaml:7 a range of the service "web" cannot be moved: it begins with 9000 and ends with 8000',
      'compose.yaml:8 a range of the service "web" cannot be moved: HOST is set to something else',
      'compose.yaml:9 a range of the service "web" cannot be moved: its two sides are not',
      'compose.yaml:10 a port of the service "web" cannot be moved: it is put together',
      '.env:2 WIDE cannot move: a range of the service "web"',
    ],
  },
  {
    name: 'a range of variables whose numbers the service is told',
    tree: {
      '.env': 'A=8000\n',
      'compose.yaml': `${ports('"${A}-${B:-8001}:8000-8001"')}    environment: [RTP_END=8001]\n`,
    },
    left: [
      'compose.yaml:5 the range of the service "web" cannot be moved: RTP_END gives it',
      '.env:1 A cannot move: the range of the service "web"',
    ],
  },
  {
    name: 'a range of variables that the container reads too',
    tree: {
      '.env': 'A=8000\nB=8001\n',
      'compose.yaml': ports('"${A}-${B}:${A}-${B}"'),
    },
    left: [".env:1 A cannot move: it is read for the container's side too", '.env:2 '],
  },
  {
    name: 'a range of variables on both sides, of which a media server is told by a file of its own',
    options: { overlay: true },
    tree: {
      '.env': 'A=8000\nB=8001\n',
      'compose.yaml': ports('"${A}-${B}:${A}-${B}/udp"'),
    },
    left: [
      'compose.yaml:5 the range of the service "web" cannot be moved: its other side gives it',
    ],
  },
  {
    name: 'a leading zero',
    tree: { 'compose.yaml': ports('"08080:80"') },
    left: ['compose.yaml:5 '],
  },
  { name: 'a default', tree: { 'compose.yaml': ports('"${WEB:-«WEB:8080»}:80"') } },
  { name: 'a default without a colon', tree: { 'compose.yaml': ports('"${WEB-«WEB:8080»}:80"') } },
  {
    name: 'every part interpolated',
    tree: { 'compose.yaml': ports('"${HOST_IP:-127.0.0.1}:${P-«P:8080»}:${T:-80}/tcp"') },
  },
  { name: 'nested defaults', tree: { 'compose.yaml': ports('"${A:-${B:-«B:3000»}}:80"') } },
  {
    name: 'nested without a default',
    tree: { 'compose.yaml': ports('"${A:-${B}}:80"') },
    left: ['compose.yaml:5 A and B is set nowhere'],
  },
  {
    name: 'required',
    tree: { 'compose.yaml': ports('"${P:?must be set}:80"', '"${Q?e}:81"') },
    left: ['compose.yaml:5 P is set nowhere', 'compose.yaml:6 Q is set nowhere'],
  },
  {
    name: 'an empty default',
    tree: { 'compose.yaml': ports('"${P:-}:80"') },
    left: ['compose.yaml:5 P is set nowhere'],
  },
  {
    name: 'without a default',
    tree: { 'compose.yaml': ports('"$P:80"') },
    left: ['compose.yaml:5 P is set nowhere'],
  },
  {
    name: 'an alternative',
    tree: { 'compose.yaml': ports('"${P:+8080}:80"', '"${Q+x}:81"') },
    left: ['compose.yaml:5 ', 'compose.yaml:6 '],
  },
  {
    name: 'an optional address',
    tree: { 'compose.yaml': ports('"${BIND:+$BIND:}«WEB_PORT:8080»:80"') },
  },
  {
    name: 'an address in the default',
    tree: { 'compose.yaml': ports('"${WEB:-127.0.0.1:«WEB:8080»}:80"') },
  },
  {
    name: 'put together',
    tree: { 'compose.yaml': ports('"80${N}:80"') },
    left: ['compose.yaml:5 '],
  },
  { name: 'a dollar', tree: { 'compose.yaml': ports('"$$P:80"') }, left: ['compose.yaml:5 '] },
  {
    name: 'broken interpolation',
    tree: { 'compose.yaml': ports('"${P:80"') },
    left: ['compose.yaml:5 '],
  },
  {
    name: 'the long form',
    tree: {
      'compose.yaml': ports(
        '{ target: 80, published: «WEB_PORT_80:8080» }',
        '{ target: 443, published: "«WEB_PORT_443:8443»", host_ip: 127.0.0.1, protocol: tcp }',
        '{ target: 53, published: "${DNS:-«DNS:5353»}", protocol: udp, mode: host }',
        '{ target: 90 }',
        '{ target: 91, published: "«WEB_PORT_91:9000»-«WEB_PORT_91_2:9001»" }',
      ),
    },
    ports: ['WEB_PORT_80', 'WEB_PORT_443', 'DNS/udp', 'WEB_PORT_91', 'WEB_PORT_91_2'],
  },
  {
    name: 'both sides of one variable: the mode overlay is the way out',
    tree: { 'compose.yaml': ports('"${P:-3000}:${P:-3000}"') },
    left: [
      "compose.yaml:5 P cannot move: it is read for the container's side too, by the container's side of a mapping of the service \"web\" (compose.yaml:5); the mode overlay moves the host's side alone",
    ],
  },
  {
    name: 'one mapping that cannot move says nothing of another compose project',
    tree: {
      'a/compose.yaml': 'services: { web: { image: x, ports: ["${P:-3000}:${P:-3000}"] } }\n',
      'b/compose.yaml': 'services: { shop: { image: y, ports: ["«SHOP_PORT:3000»:80"] } }\n',
      'c/compose.yaml': 'services: { web: { image: y, ports: ["«SHOP_PORT:3000»:80"] } }\n',
    },
    left: ['a/compose.yaml:1 P cannot move'],
  },
  {
    name: 'nor of a mapping in a variant that nothing else speaks of',
    tree: {
      '.env': 'P=3000\n',
      'compose.yaml': ports('"${P}:${P}"'),
      'compose.test.yaml': ports('"«WEB_PORT:3000»:80"'),
      'deploy/compose.yaml': ports('"«WEB_PORT:3000»:3000"'),
    },
    left: ['.env:1 P cannot move'],
  },
  {
    name: 'but of the same mapping in a variant, which compose merges',
    tree: {
      'compose.yaml': ports('"${P:-3000}:${P:-3000}"'),
      'compose.prod.yaml': ports('"127.0.0.1:3000:3000"'),
    },
    left: ['compose.yaml:5 P cannot move', 'compose.prod.yaml:5 it is P of compose.yaml:5'],
  },
  {
    name: 'and of what a URL may mean',
    tree: {
      '.env': 'URL=http://localhost:3000\n',
      'a/compose.yaml': ports('"${P:-3000}:${P:-3000}"'),
      'a/compose.test.yaml': ports('"3000:80"'),
      'b/compose.yaml': ports('"3000:3000"'),
    },
    left: [
      '.env:1 it is P of a/compose.yaml:5',
      'a/compose.test.yaml:5 it is P of',
      'b/compose.yaml:5 it is P of',
    ],
  },
  {
    name: 'what keeps a number in one of many projects, each with what speaks of its own',
    tree: {
      'e/compose.yaml': ports('"${P:-3000}:${P:-3000}"'),
      'e/.env': 'URL=http://localhost:3000\n',
      'b/compose.yaml': ports('"«WEB_PORT:3000»:3000"'),
      'b/docker/compose.yaml': ports('"«WEB_PORT:3000»:80"'),
      'b/app/.env': 'URL=http://localhost:«WEB_PORT:3000»\n',
      'c/compose.yaml': `services:
  kafka:
    image: x
    environment: { KAFKA_ZOOKEEPER_CONNECT: "zk:2181", KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://localhost:3000" }
    ports: ["3000:3000"]
`,
      'd/compose.yaml': ports('"«WEB_PORT:3000»:3000"'),
    },
    left: [
      'e/.env:1 it is P of e/compose.yaml:5, which cannot move',
      'e/compose.yaml:5 P cannot move',
      'c/compose.yaml:4 it cannot move: by its listener PLAINTEXT',
      'c/compose.yaml:5 it is the port 3000 of c/compose.yaml:4, which cannot move: by its listener PLAINTEXT',
    ],
  },
  {
    name: 'which are one where they share a variable',
    tree: {
      'a/compose.yaml': ports('"${P:-3000}:${P:-3000}"'),
      'b/compose.yaml': ports('"${P:-3000}:80"'),
    },
    left: ['a/compose.yaml:5 P cannot move', 'b/compose.yaml:5 it is P of a/compose.yaml:5'],
  },
  {
    name: 'an override that only mounts the folder of a service',
    tree: {
      'compose.yaml': `services:
  web: { image: node, command: npm run dev, ports: ["«WEB_PORT:8080»:3000"] }
`,
      'compose.override.yaml': 'services:\n  web:\n    volumes: [".:/app"]\n',
      'package.json': '{"scripts":{"dev":"vite --port 3000"}}',
    },
    left: [
      'package.json:1 it cannot move: the service "web" mounts its folder (compose.override.yaml:3)',
    ],
  },
  {
    name: 'an override that only loads an env file of a service',
    tree: {
      'compose.yaml': 'services:\n  web: { image: x, ports: ["«WEB_PORT:8080»:3000"] }\n',
      'compose.override.yaml': 'services:\n  web: { env_file: .env }\n',
      '.env': 'SELF=http://localhost:3000/\n',
    },
    left: ['.env:1 it cannot move: the service "web" loads its file by env_file'],
  },
  {
    name: 'the folder of a service that extends another one, and of one that is extended',
    tree: {
      'compose.yaml': `services:
  web: { extends: { file: base/compose.yaml, service: base }, volumes: ["./web:/app"] }
  api: { extends: part, ports: ["«API_PORT:8081»:4000"] }
  part: { image: x, build: ./api }
  other: { image: x, build: ./other }
`,
      'base/compose.yaml': 'services:\n  base: { image: x, ports: ["«BASE_PORT:8080»:3000"] }\n',
      'web/package.json': '{"scripts":{"dev":"vite --port 3000"}}',
      'api/package.json': '{"scripts":{"dev":"vite --port 4000"}}',
      'other/package.json': '{"scripts":{"dev":"vite --port «OTHER_DEV_PORT:4000»"}}',
    },
    left: [
      'web/package.json:1 it cannot move: the service "web" mounts its folder',
      'api/package.json:1 it cannot move: the service "part" is built from its folder',
    ],
  },
  {
    name: 'an override of a service whose ports another file says',
    tree: {
      'compose.yaml': `services:
  web: { image: x, ports: ["«WEB_PORT:3000»:3000"] }
  api: { image: y, ports: ["«API_PORT:4000»:4000"] }
`,
      'compose.override.yaml': `services:
  web:
    environment:
      SELF_URL: http://localhost:3000
      OTHER_URL: http://127.0.0.1:\${NONE:-3000}/x
      API_URL: http://localhost:«API_PORT:4000»
      APP_URL: http://localhost:«WEB_PORT:3000»
      HOST_URL: http://host.docker.internal:«WEB_PORT:3000»
  api: { environment: { BACK: "http://localhost:«WEB_PORT:3000»" } }
`,
      'other/compose.yaml':
        'services: { web: { image: z, environment: { BACK: "http://localhost:«WEB_PORT:3000»" } } }\n',
    },
    left: [
      'compose.override.yaml:4 it is read inside the container of "web", which has this number itself',
      'compose.override.yaml:5 it cannot move: a URL at compose.override.yaml:5 is read inside a container',
    ],
  },
  {
    name: 'the default of one variable, told to a service that has the number and to one that has it not',
    tree: {
      'compose.yaml': `services:
  api:
    image: x
    environment:
      SERVER_URL: \${SERVER_URL:-http://localhost:«API_PORT:3000»}
      LOGIN: \${LOGIN_URL:-http://localhost«+FRONT_PORT:80»}
      OWN_URL: \${OWN_URL:-http://localhost:3000}
    ports: ["«API_PORT:3000»:3000"]
  front:
    image: y
    environment:
      API_URL: \${SERVER_URL:-http://localhost:«API_PORT:3000»}
      LOGIN: \${LOGIN_URL:-http://localhost«+FRONT_PORT:80»}
      OWN_URL: \${OTHER_URL:-http://localhost:«API_PORT:3000»}
    ports: ["«FRONT_PORT:80»:80"]
`,
    },
    left: [
      'compose.yaml:7 OWN_URL is read inside the container of "api", which has this number itself',
    ],
  },
  {
    name: 'a server with the number of what cannot move is that port, and told how to say otherwise',
    tree: {
      'docker/compose.yaml': ports('"${PORT:-3000}:${PORT:-3000}"'),
      'package.json':
        '{"scripts":{"dev":"next dev -p 3000","wait":"wait-on http://localhost:3000"}}',
    },
    left: [
      'docker/compose.yaml:5 PORT cannot move',
      'package.json:1 it is PORT of docker/compose.yaml:5, which cannot move: ',
      '. If it is a port of its own, say so in portkeeper.yaml with "ports: { DEV_PORT: 3000 }"',
    ],
  },
  {
    name: 'and that is said: what speaks of the number follows the server that moves',
    tree: {
      'docker/compose.yaml': ports('"${PORT:-3000}:${PORT:-3000}"'),
      'package.json':
        '{"scripts":{"dev":"next dev -p «DEV_PORT:3000»","wait":"wait-on http://localhost:«DEV_PORT:3000»"}}',
    },
    options: { requests: [{ name: 'DEV_PORT', protocols: ['tcp'], port: 3000 as PortNumber }] },
    left: ['docker/compose.yaml:5 PORT cannot move'],
  },
  {
    name: 'the name of what cannot move parts nothing from it',
    tree: {
      'docker/compose.yaml': ports('"${PORT:-3000}:${PORT:-3000}"'),
      'package.json': '{"scripts":{"dev":"next dev -p 3000"}}',
    },
    options: { requests: [{ name: 'PORT', protocols: ['tcp'], port: 3000 as PortNumber }] },
    left: ['docker/compose.yaml:5 PORT cannot move', 'package.json:1 it is PORT of'],
  },
  {
    name: 'a URL of a service whose image listens on the number: another service, a healthcheck',
    tree: {
      'compose.yaml': `services:
  web: { image: app, ports: ["«WEB_PORT:3000»:3000"] }
  worker: { image: app, environment: { SELF: "http://localhost:3000" } }
  mail:
    image: mail
    environment: { SELF: "http://localhost:3000", API: "http://localhost:«API_PORT:4000»" }
    healthcheck: { test: [CMD, curl, "http://127.0.0.1:3000/"] }
  api: { image: api, ports: ["«API_PORT:4000»:80"] }
  proxy: { image: proxy, environment: { UPSTREAM: "http://localhost:«WEB_PORT:3000»" } }
`,
    },
    left: ['compose.yaml:3 SELF is read inside', 'compose.yaml:6 SELF is read inside'],
  },
  {
    name: 'a URL under an anchor, told once',
    tree: {
      'compose.yaml': `x-env: &env { SELF: "http://localhost:80" }
services:
  a: { image: a, expose: ["80"], environment: *env }
  b: { image: b, expose: ["80"], environment: *env }
`,
    },
    left: ['compose.yaml:1 SELF is read inside the container of "a"'],
  },
  {
    name: 'several documents, which compose merges as if each were a file',
    tree: {
      'compose.yaml': `services:
  web: { image: x, ports: ["«WEB_PORT:8080»:80"] }
---
services:
  web: { environment: { INSIDE: "http://localhost:80", API: "http://localhost:«API_PORT:9000»" } }
  api: { image: y, ports: ["«API_PORT:9000»:90"] }
--- # nothing here
`,
    },
    left: ['compose.yaml:5 INSIDE is read inside the container of "web", which has this number'],
  },
  {
    name: 'CRLF, a byte order mark, tabs in comments, flow style',
    tree: {
      'compose.yaml':
        '\uFEFFservices:\r\n  web: # \t8080\r\n    { image: x, ports: ["«WEB_PORT:8080»:80"] }\r\n',
    },
  },
  {
    name: 'folded scalars',
    tree: {
      'compose.yaml': ports(
        '>-\n        «WEB_PORT:8080»:80',
        '|-\n        «WEB_PORT_81:8081»:81',
      ).replace('«WEB_PORT:', '«WEB_PORT_80:'),
    },
  },
  {
    name: 'escaped digits',
    tree: { 'compose.yaml': ports('"\\x38080:80"') },
    left: ['compose.yaml:5 its digits are written as escapes'],
  },
];

/** What must not move, and why. */
const innerSide: readonly MarkedCase[] = [
  {
    name: 'what the engine does with logs it does on the host',
    tree: {
      'compose.yaml': `x-logging: &loki
  driver: loki
  options: { loki-url: "http://host.docker.internal:«LOKI_PORT:3100»/loki/api/v1/push" }
services:
  web: { image: x, logging: *loki }
  api:
    image: x
    logging:
      driver: fluentd
      options: { fluentd-address: "localhost:«LOGS_PORT:24224»", tag: "localhost:9999", max-file: 3 }
  worker:
    image: x
    logging: { driver: gelf, options: { gelf-address: "udp://127.0.0.1:\${GELF_PORT:-«GELF_PORT:12201»}" } }
  cron:
    image: x
    logging: { driver: fluentd, options: { fluentd-address: "localhost:\${LOGS:-«LOGS_PORT:24224»}" } }
  elsewhere:
    image: x
    logging: { driver: syslog, options: { syslog-address: "tcp://logs.example.com:24224" } }
  logs: { image: x, ports: ["«LOGS_PORT:24224»:24224"] }
  gelf: { image: x, ports: ["\${GELF_PORT:-«GELF_PORT:12201»}:12201/udp"] }
  loki: { image: x, ports: ["«LOKI_PORT:3100»:3100"] }
`,
    },
    left: ['compose.yaml:10 nothing in this project listens on 9999'],
    ports: ['LOKI_PORT', 'LOGS_PORT', 'GELF_PORT/udp'],
  },
  {
    name: 'a variable that the engine is told for its logs moves, though no container reads it',
    tree: {
      '.env': 'FLUENTD_PORT=«FLUENTD_PORT:24224»\n',
      'compose.yaml': `services:
  web:
    image: x
    logging: { driver: fluentd, options: { fluentd-address: "localhost:\${FLUENTD_PORT}" } }
  logs: { image: x, ports: ["\${FLUENTD_PORT}:24224"] }
`,
    },
  },
  {
    name: 'addresses that go into URLs for a browser, and such as a variable has by default',
    tree: {
      '.env': 'DOMAIN_OF_ENV=shop.test:8000\n',
      'compose.yaml': `services:
  web:
    image: x
    environment:
      APP_DOMAIN: localhost:«WEB_PORT:8000»
      CORS_ORIGINS: "localhost:«WEB_PORT:8000»,127.0.0.1:«WEB_PORT:8000»"
      PEER: localhost:8000
      LOGIN_ORIGIN: "\${PROTOCOL:-http}://\${DOMAIN:-localhost:«WEB_PORT:8000»}/x"
      ELSEWHERE_ORIGIN: "http://\${HOST:-example.com:8000}/x"
      LOCAL_DOMAIN: "\${LOCAL_DOMAIN:-localhost:«WEB_PORT:8000»}"
      SET_DOMAIN: "\${DOMAIN_OF_ENV:-localhost:8000}"
      VITE_SERVERS: \${SERVERS-localhost:«WEB_PORT:8000»,example.com:8000,127.0.0.1:«WEB_PORT:8000»}
      VITE_OTHER: \${OTHER:-example.com:8000}
      PEERS: \${PEERS:-localhost:8000}
    ports: ["«WEB_PORT:8000»:8000"]
`,
    },
  },
  {
    name: 'an address that is the default of a variable counts where no env file sets it',
    tree: {
      '.env': 'DOMAIN=shop.test\nEMPTY=\n',
      'compose.yaml': `services:
  web:
    image: x
    environment:
      SITE_URL: "http://\${DOMAIN:-localhost:3000}"
      EMPTY_URL: "http://\${EMPTY-localhost:3000}"
      OTHER_URL: "http://\${EMPTY:-localhost:«WEB_PORT:3000»}"
      OPEN_URL: "http://\${NONE-localhost:«WEB_PORT:3000»}"
      HOST_URL: "http://\${DOMAIN:-host.docker.internal:3000}"
      WHOLE_URL: "\${DOMAIN:-http://localhost:3000} \${A:-\${DOMAIN:-http://localhost:3000}/x}"
      FREE_URL: "\${NONE:-http://localhost:«WEB_PORT:3000»} \${A:-\${NONE:-http://localhost:«WEB_PORT:3000»}}"
    ports: ["«WEB_PORT:3000»:80"]
  agent:
    image: y
    network_mode: host
    command: run http://\${DOMAIN:-localhost:3000} http://\${NONE:-localhost:«WEB_PORT:3000»}
`,
      'b/.env':
        'DOMAIN=shop.test\nA_URL=http://${DOMAIN:-localhost:3000}\nB_URL=http://${NONE:-localhost:«WEB_PORT:3000»}\nC_URL=${NONE:-http://localhost:«WEB_PORT:3000»}\nD_URL=${DOMAIN:-http://localhost:3000}\n',
    },
  },
  {
    name: 'a workflow that is called like a compose file is none, and a template neither',
    tree: {
      'compose.yaml': ports('"«WEB_PORT:3000»:80"'),
      '.github/workflows/test-compose.yml': ports('"4000:80"'),
      'docker-compose.tmpl.yml': '{{ if . }}',
    },
  },
  {
    name: 'an address that a server advertises at this machine',
    tree: {
      'compose.yaml': `services:
  queue:
    image: x
    environment:
      QUEUE_CLIENT_ADVERTISE: localhost:«QUEUE_PORT:4222»
      QUEUE_ADVERTISE: queue:4222
      QUEUE_PEER: localhost:4222
    ports: ["«QUEUE_PORT:4222»:4222"]
`,
    },
  },
  {
    name: 'an address that a server advertises, in an item of its own behind the flag',
    tree: {
      'compose.yaml': `services:
  broker:
    image: x
    command:
      - start
      - --kafka-addr
      - INSIDE://0.0.0.0:29092,OUTSIDE://localhost:9092
      - --advertise-kafka-addr
      - INSIDE://broker:29092,OUTSIDE://localhost:«BROKER_PORT:9092»
      - OTHER://localhost:9092
    ports: ["«BROKER_PORT:9092»:9092"]
`,
    },
  },
  {
    name: 'a port that a server advertises at this machine is the one that is published',
    tree: {
      'compose.yaml': `services:
  node:
    image: x
    environment:
      - STORE_ADVERTISE_HOST_TO_CLIENT_AS=127.0.0.1
      - STORE_ADVERTISE_NODE_PORT_TO_CLIENT_AS=«NODE_PORT:2111»
      - STORE_HTTP_PORT=2111
    ports: ["«NODE_PORT:2111»:2113"]
  cache:
    image: x
    environment: { ANNOUNCE_IP: cache, ANNOUNCE_PORT: 6379 }
    ports: ["«CACHE_PORT:6379»:6379"]
`,
    },
  },
  {
    name: "the container's side stays",
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    expose: ["8080", 8081]
    ports: ["«WEB_PORT:8080»:8080"]
    environment:
      PORT: 8080
      UPSTREAM: api:8080
      SELF: http://localhost:8080/
    command: serve --port 8080
    healthcheck:
      test: curl -f http://localhost:8080/
    labels:
      - traefik.http.services.web.loadbalancer.server.port=8080
`,
    },
    left: ['compose.yaml:9 SELF is read inside the container of "web"'],
  },
  {
    name: 'where a proxy finds a container that holds the folder is a number of its own',
    tree: {
      'compose.yaml': `services:
  app:
    image: php
    volumes: [".:/var/www"]
    labels:
      - traefik.http.services.app.loadbalancer.server.port=80
      - traefik.http.services.app-vite.loadbalancer.server.port=5173
  docs:
    build: ./docs
    environment: { VIRTUAL_PORT: 3100 }
  db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] }
`,
      'package.json': '{ "scripts": { "dev": "vite" } }',
      'docs/package.json': '{ "scripts": { "dev": "next dev -p 3100" } }',
    },
    left: [
      'package.json:1 it cannot move: the service "app" mounts its folder',
      'docs/package.json:1 it cannot move: the service "docs" is built from its folder',
    ],
  },
  {
    name: 'one variable on both sides',
    tree: { '.env': 'PORT=3000\n', 'compose.yaml': ports('"${PORT}:${PORT}"') },
    left: [
      '.env:1 PORT cannot move: it is read for the container\'s side too, by the container\'s side of a mapping of the service "web" (compose.yaml:5)',
    ],
  },
  {
    name: 'the same by its default',
    tree: { 'compose.yaml': ports('"${PORT:-3000}:${PORT:-3000}"') },
    left: ['compose.yaml:5 PORT cannot move'],
  },
  {
    name: 'a published variable that the container reads',
    tree: {
      '.env': 'PORT=3000\nURL=http://localhost:3000\n',
      'compose.yaml': `services:\n  web:\n    image: x\n    ports: ["\${PORT}:3000"]\n    environment: { PORT: "\${PORT}" }\n`,
    },
    left: [
      '.env:1 PORT cannot move',
      'services.web.environment.PORT (compose.yaml:5)',
      '.env:2 it is PORT of .env:1, which cannot move',
    ],
  },
  {
    name: 'passed on by its name',
    tree: {
      '.env': 'PORT=3000\n',
      'compose.yaml': `services:\n  web:\n    image: x\n    ports: ["\${PORT:-3000}:3000"]\n    environment: [PORT, OTHER=1]\n`,
    },
    left: ['.env:1 PORT cannot move'],
  },
  ...[
    'command: serve -p ${PORT}',
    'healthcheck: { test: "nc -z localhost ${PORT}" }',
    'expose: ["${PORT}"]',
    'labels: { a: "${PORT}" }',
    'build: { args: { PORT: "${PORT}" } }',
    'container_name: web-${PORT}',
  ].map(
    (line): MarkedCase => ({
      name: `a published variable in ${line.split(':')[0]}`,
      tree: {
        '.env': 'PORT=3000\n',
        'compose.yaml': `services:\n  web:\n    image: x\n    ports: ["\${PORT}:3000"]\n    ${line}\n`,
      },
      left: ['.env:1 PORT cannot move'],
    }),
  ),
  {
    name: 'a variable of containers alone, beside a literal mapping of the same number',
    tree: {
      '.env': 'PORT=3000\n',
      'compose.yaml': `services:\n  web:\n    image: x\n    ports: ["«WEB_PORT:3000»:3000"]\n    environment: { PORT: "\${PORT}" }\n`,
    },
    left: ['.env:1 PORT cannot move'],
  },
  {
    name: 'a derived name is never a variable of something else',
    tree: {
      '.env': 'DB_HOST=db\nDB_PORT=5432\n',
      'compose.yaml': `services:\n  db:\n    image: x\n    ports: ["«DB_PORT_2:5432»:5432"]\n  api:\n    image: x\n    environment: [DB_HOST, DB_PORT]\n`,
    },
    left: ['.env:2 DB_PORT: it is a port of what DB_HOST names'],
  },
  {
    name: 'a variable that the address of another container is put together of',
    tree: {
      '.env': `REDIS_PORT=6379
REDIS_URL=redis://:x@redis:\${REDIS_PORT}/0
PG_HOST=db
POSTGRES_PORT=5432
DATABASE_URL=postgres://u:p@\${PG_HOST}:\${POSTGRES_PORT:-5432}/app
KAFKA_PORT=9092
BROKERS="one:9092,kafka:$KAFKA_PORT"
PORT=«PORT:3000»
APP_URL=http://localhost:\${PORT}
SITE_URL=http://app.test:\${PORT}
OTHER_URL='http://web:\${PORT}'
ADMIN_PORT=«ADMIN_PORT:3001»
ADMIN_HOST=127.0.0.1
ADMIN_URL=http://\${ADMIN_HOST}:\${ADMIN_PORT}
`,
      'compose.yaml': ports(
        '"${REDIS_PORT}:6379"',
        '"${POSTGRES_PORT}:5432"',
        '"${KAFKA_PORT:-9092}:9092"',
        '"${PORT}:80"',
        '"${ADMIN_PORT}:81"',
      ),
    },
    left: [
      ".env:1 REDIS_PORT cannot move: it is read for the container's side too, by REDIS_URL (.env:2); the mode overlay",
      ".env:4 POSTGRES_PORT cannot move: it is read for the container's side too, by DATABASE_URL (.env:5)",
      ".env:6 KAFKA_PORT cannot move: it is read for the container's side too, by BROKERS (.env:7)",
    ],
  },
  {
    name: 'published by a variable of another machine or container',
    tree: { '.env': 'DB_HOST=db\nDB_PORT=5432\n', 'compose.yaml': ports('"${DB_PORT}:5432"') },
    left: ['.env:2 DB_PORT cannot move: it is a port of what DB_HOST names'],
  },
  ...(
    [
      ['moves on both sides where .env says it', {}, 'VITE_PORT=«VITE_PORT:5174»\n', ['VITE_PORT']],
      ['stays where no file is edited', { edits: false }, 'VITE_PORT=5174\n', []],
      ['stays where only the default does', {}, 'OTHER=1\n', []],
    ] as const
  ).map(([how, options, env, names]) => ({
    name: `Vite's port of Laravel Sail ${how}`,
    options,
    tree: {
      '.env': env,
      'compose.yaml': `services:
  laravel.test:
    image: x
    ports: ["\${VITE_PORT:-5173}:\${VITE_PORT:-5173}"]
    environment: { LARAVEL_SAIL: 1 }
    volumes: [".:/var/www/html"]
`,
      'package.json': '{"scripts":{"dev":"vite"}}',
    },
    ports: [...names],
    left:
      names.length > 0
        ? ['package.json:1']
        : ["inside the container Laravel's Vite plugin reads it"],
  })),
  {
    name: 'Laravel Sail: the forwarded port moves, the inner one stays',
    tree: {
      '.env':
        'APP_PORT=«APP_PORT:8000»\nDB_HOST=mysql\nDB_PORT=3306\nFORWARD_DB_PORT=«FORWARD_DB_PORT:3307»\nREDIS_HOST=redis\nREDIS_PORT=6379\nVITE_PORT=5173\n',
      'docker-compose.yml': `services:
  laravel.test:
    image: sail
    extra_hosts: ['host.docker.internal:host-gateway']
    ports:
      - '\${APP_PORT:-80}:80'
      - '\${VITE_PORT:-5173}:\${VITE_PORT:-5173}'
    environment:
      XDEBUG_CONFIG: '\${SAIL_XDEBUG_CONFIG:-client_host=host.docker.internal}'
  mysql:
    image: mysql
    ports: ['\${FORWARD_DB_PORT:-3306}:3306']
  redis:
    image: redis
    ports: ['\${FORWARD_REDIS_PORT:-«FORWARD_REDIS_PORT:6379»}:6379']
`,
    },
    left: ['.env:3 DB_PORT', '.env:6 REDIS_PORT', '.env:7 VITE_PORT cannot move'],
  },
  {
    name: 'env_file hands a number of the containers to one of them',
    tree: {
      '.env':
        'PORT=3000\nWEB_PORT=«WEB_PORT:8080»\nDB_PORT=5432\nSELF=http://localhost:3000\nPAGE=http://localhost:«WEB_PORT:8080»\n',
      'compose.yaml': `services:
  web:
    image: x
    env_file: .env
    ports: ["\${WEB_PORT}:3000"]
  db:
    image: x
    ports: ["\${DB_PORT}:5432"]
`,
    },
    left: [
      '.env:1 PORT cannot move: the service "web" loads its file by env_file (compose.yaml:4)',
      '.env:3 DB_PORT cannot move',
      '.env:4 it cannot move',
    ],
  },
  {
    name: 'env_file with what a browser is told of the services that are given it',
    tree: {
      '.env':
        'VITE_API_URL=http://localhost:«API_PORT:3170»/graphql\nWHITELISTED_ORIGINS=http://localhost:«API_PORT:3170»,http://localhost:«APP_PORT:3000»\nSELF=http://localhost:3170\nSITE_ROOT=http://localhost:«API_PORT:3170»\n',
      'compose.yaml': `services:
  api: { image: x, env_file: .env, ports: ["«API_PORT:3170»:3170"] }
  app: { image: x, env_file: .env, ports: ["«APP_PORT:3000»:3000"] }
`,
    },
    left: ['.env:3 it cannot move: the service "api" loads its file by env_file'],
  },
  {
    name: 'env_file with a number beside a host that is this machine',
    tree: {
      'compose.yaml': `services:
  mail: { image: x, ports: ["«SMTP_PORT:1025»:1025"] }
  cube: { image: x, env_file: .env, ports: ["«CUBE_PORT_2:4000»:4000"] }
`,
      '.env':
        'SMTP_HOST=localhost\nSMTP_PORT=«SMTP_PORT:1025»\nCUBE_HOST=127.0.0.1\nCUBE_PORT=4000\nMAIL_PORT=1025\n',
    },
    left: [
      '.env:4 CUBE_PORT cannot move: the service "cube" loads its file by env_file',
      '.env:5 MAIL_PORT cannot move: the service "cube" loads its file by env_file',
    ],
  },
  {
    name: 'env_file with such a host that containers are told otherwise',
    tree: {
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT_2:5432»:5432"] }
  redis: { image: x, ports: ["«REDIS_PORT_2:6379»:6379"] }
  api: { image: x, env_file: .env, environment: { DB_HOST: db } }
  job: { image: x, env_file: [.env, .env.job] }
`,
      '.env': 'DB_HOST=localhost\nDB_PORT=5432\nREDIS_HOST=localhost\nREDIS_PORT=6379\n',
      '.env.job': 'REDIS_HOST=redis\n',
    },
    left: ['.env:2 DB_PORT cannot move', '.env:4 REDIS_PORT cannot move'],
  },
  {
    name: 'env_file with such a host that other compose projects are told otherwise',
    tree: {
      '.env':
        'DB_HOST=localhost\nDB_PORT=5432\nREDIS_HOST=localhost\nREDIS_PORT=«REDIS_PORT:6379»\n',
      'docker/compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT_2:5432»:5432"] }
  redis: { image: x, ports: ["«REDIS_PORT:6379»:6379"] }
  api: { extends: { file: ../base/compose.yaml, service: api }, env_file: ../.env }
`,
      'base/compose.yaml': 'services: { api: { image: x, environment: { DB_HOST: db } } }\n',
      'hosting/compose.yaml':
        'services: { api: { image: x, environment: { REDIS_HOST: redis } } }\n',
    },
    left: ['.env:2 DB_PORT cannot move'],
  },
  {
    name: 'env_file as lists and maps',
    tree: {
      'a/.env.web': 'PORT=3000\n',
      'a/.env.api': 'PORT=4000\n',
      'a/compose.yaml': `services:
  web: { image: x, expose: [3000], env_file: [./.env.web] }
  api: { image: x, expose: [4000], env_file: [{ path: .env.api, required: false }] }
`,
    },
    left: ['a/.env.web:1 PORT cannot move', 'a/.env.api:1 PORT cannot move'],
  },
  {
    name: 'the host network',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    network_mode: host
    ports: ["8080:80"]
    environment:
      API: http://localhost:«API_PORT:4000»
  api:
    image: x
    ports: ["«API_PORT:4000»:80"]
`,
    },
    left: ['compose.yaml:5 the service "web" is on the host network'],
  },
  {
    name: 'what a service on the host network says of the ports of this machine',
    tree: {
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT:5432»:5432"] }
  broker: { image: x, ports: ["\${BROKER_PORT:-«BROKER_PORT:9092»}:9092"] }
  remote: { image: x, ports: ["«REMOTE_PORT:6379»:6379"] }
  app:
    image: x
    network_mode: host
    environment:
      - DB_HOST=127.0.0.1
      - DB_PORT=«DB_PORT:5432»
      - BOOTSTRAP_SERVERS=localhost:«BROKER_PORT:9092»,localhost:«BROKER_PORT:9092»
      - BROKER_PORT=\${BROKER_PORT:-«BROKER_PORT:9092»}
      - PORT=3000
      - LISTEN=0.0.0.0:6000
      - REDIS_HOST=cache.example.com
      - REDIS_PORT=6379
      - TIMEOUT=5432
    command: ["--db=localhost:«DB_PORT:5432»", "--url", "http://localhost:«BROKER_PORT:9092»/x", "--bind", "0.0.0.0:5432"]
    healthcheck: { test: "wait 127.0.0.1:«DB_PORT:5432»,localhost:«DB_PORT:5432» -t 5432" }
  inside: { image: x, environment: ["DB_PORT=5432", "BOOT=localhost:9092"], command: "--db localhost:5432" }
`,
    },
    left: [
      'compose.yaml:13 the service "app" is on the host network and listens there',
      'compose.yaml:14 the service "app" is on the host network and listens there',
      'compose.yaml:16 REDIS_PORT: it is a port of what REDIS_HOST names',
    ],
  },
  {
    name: 'what a service on the host network is told of a port that another one publishes',
    tree: {
      '.env': 'ADMIN_PORT=«ADMIN_PORT:8090»\nGATE_PORT=«GATE_PORT:8070»\n',
      'compose.yaml': `services:
  api: { image: x, ports: ["\${API_PORT:-«API_PORT:8080»}:80"] }
  admin: { image: x, ports: ["\${ADMIN_PORT:-80}:80"] }
  gate: { image: x, ports: ["«GATE_PORT:8070»:80"] }
  web: { image: x, ports: ["«WEB_PORT:8000»:80"] }
  agent:
    image: x
    network_mode: host
    environment:
      API_PORT: "\${API_PORT:-«API_PORT:8080»}"
      SERVER_PORT: "«WEB_PORT:8000»"
      ADMIN_PORT: "\${ADMIN_PORT}"
      GATE_PORT: "\${GATE_PORT:-1}"
  tunnel:
    image: x
    network_mode: host
    command: run --url http://localhost:«WEB_PORT:8000»
    healthcheck: { test: "curl -f http://localhost:«WEB_PORT:8000»" }
`,
    },
  },
  {
    name: 'what services on the host network listen on, where another compose file publishes the number',
    tree: {
      'compose.yaml': 'services: { db: { image: mongo, ports: ["«DB_PORT:27017»:27017"] } }\n',
      'compose.tenants.yaml': `services:
  mongo:
    image: mongo
    network_mode: host
    entrypoint: ["sh", "-c"]
    command: ["mongod --port 27017 & mongosh --eval 'rs.initiate({ host: \\"127.0.0.1:27017\\" })'"]
  tenant:
    image: x
    network_mode: host
    environment:
      MONGO_URL: mongodb://127.0.0.1:27017/shop
      MONGO_PORT: 27017
    command: ["--db", "localhost:27017"]
`,
      '.env': 'MONGO_URL=mongodb://localhost:«DB_PORT:27017»/shop\n',
    },
    left: [
      'compose.tenants.yaml:6 the service "mongo" is on the host network and listens there',
      'compose.tenants.yaml:11 the service "mongo" is on the host network and listens there',
      'compose.tenants.yaml:12 the service "mongo" is on the host network and listens there',
      'compose.tenants.yaml:13 the service "mongo" is on the host network and listens there',
    ],
  },
  {
    name: 'what a service on the host network may listen on itself',
    tree: {
      'package.json': '{ "scripts": { "dev": "PORT=«DEV_PORT:3000» node server.js" } }',
      'compose.yaml': `services:
  api:
    image: a
    network_mode: host
    environment: { PORT: "3000" }
    healthcheck: { test: "curl -f http://localhost:3000/health" }
  ready:
    image: b
    network_mode: host
    environment: { PORT: "\${PORT:-3000}" }
    healthcheck: { test: "wait localhost:3000" }
  spring:
    image: x
    network_mode: host
    environment:
      SERVER_PORT: 8080
      API_PORT: "\${API_PORT:-8080}"
      HTTP_PORT: 8080
      OTHER_PORT: "\${OTHER_PORT:-8082}"
      ADMIN_HOST: localhost
      ADMIN_PORT: «WEB_PORT:8080»
    command: gunicorn -b 0.0.0.0:8080
    healthcheck: { test: "curl http://localhost:8081" }
  web: { image: y, ports: ["«WEB_PORT:8080»:80"] }
`,
      '.env': 'OTHER_PORT=8082\n',
    },
    left: [
      'compose.yaml:5 the service "api" is on the host network and listens there',
      'compose.yaml:16 the service "spring" is on the host network and listens there',
      'compose.yaml:18 the service "spring" is on the host network and listens there',
      'compose.yaml:23 the healthcheck of the service "spring"',
      '.env:1 OTHER_PORT cannot move: it is read for the container',
    ],
  },
  {
    name: 'the host by its name inside containers',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    environment: ["API=http://host.docker.internal:«API_PORT:4000»", "DB=http://api:80"]
    command: wait http://host.docker.internal:«API_PORT:4000»/health http://localhost:4000
  api:
    image: x
    ports: ["«API_PORT:4000»:80"]
`,
    },
  },
  {
    name: 'a URL for browsers follows its variable',
    tree: {
      '.env': 'API_PORT=«API_PORT:4000»\n',
      'compose.yaml': `services:
  web:
    image: x
    environment: { API: "http://localhost:\${API_PORT}/v1" }
    build: { context: ., args: { API: "http://localhost:\${API_PORT:-4000}" } }
  api:
    image: x
    ports: ["\${API_PORT}:80"]
`,
    },
  },
  {
    name: 'a loopback URL to a number that its container does not have means the host',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    environment: { API_URL: "http://localhost:«API_PORT:4000»/v1", SELF: "http://localhost:«WEB_PORT:8080»" }
    ports: ["«WEB_PORT:8080»:80"]
  api:
    image: x
    environment:
      - CORS=http://localhost:«WEB_PORT:8080»,http://127.0.0.1:«WEB_PORT:8080»
      - LISTEN=http://0.0.0.0:8080
      - NOBODY=http://localhost:7777
    ports: ["«API_PORT:4000»:4000"]
`,
    },
    left: [
      'compose.yaml:10 LISTEN is read inside',
      'compose.yaml:11 nothing in this project listens on 7777',
    ],
  },
  {
    name: 'what is told to browsers and to clients of the host, also where both sides agree',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    environment: { NEXT_PUBLIC_URL: "http://localhost:«WEB_PORT:3000»", URL: "http://localhost:3000", DEFAULT_URI: "http://\${NAME:-localhost}:«WEB_PORT:3000»" }
    ports: ["«WEB_PORT:3000»:3000"]
  kafka:
    image: x
    environment:
      KAFKA_LISTENERS: INSIDE://0.0.0.0:29092,OUTSIDE://\${BIND:-0.0.0.0}:9092
      KAFKA_ADVERTISED_LISTENERS: INSIDE://kafka:29092,OUTSIDE://localhost:«KAFKA_PORT:9092»
      KAFKA_EXTERNAL: OUTSIDE://\${DOCKER_HOST_IP:-127.0.0.1}:«KAFKA_PORT:9092»,FAR://\${OTHER:-kafka.example}:9092,ANY://\${HOST}:9092
    ports: ["«KAFKA_PORT:9092»:9092"]
`,
    },
    left: [
      'compose.yaml:4 URL is read inside',
      'compose.yaml:9 KAFKA_LISTENERS is read inside',
      'compose.yaml:9 KAFKA_LISTENERS is read inside',
    ],
  },
  {
    name: 'an address in a container, which a page may be given',
    tree: {
      'compose.yaml': `services:
  api: { image: x, ports: ["«API_PORT:8080»:80"] }
  ui:
    image: x
    environment:
      API_SERVERS: localhost:8080,127.0.0.1:9000
      LISTEN: 127.0.0.1:8080
      OTHER: localhost:7000
      HOST_NAME: \${HOST_NAME:-localhost:8080}
    ports: ["«UI_PORT:9000»:9000"]
`,
    },
    left: [
      'compose.yaml:6 API_SERVERS is read inside the container of "ui", and may speak of',
      'compose.yaml:9 HOST_NAME is read inside the container of "ui", and may speak of',
    ],
  },
  {
    name: 'what a broker advertises, and reaches itself by or listens on alone',
    tree: {
      'compose.yaml': `services:
  old:
    image: x
    environment: { KAFKA_ZOOKEEPER_CONNECT: "zk:2181", KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://127.0.0.1:9092" }
    ports: ["9092:9092"]
  named:
    image: x
    environment:
      KAFKA_ADVERTISED_LISTENERS: FAR://kafka:29092,NEAR://localhost:9093
      KAFKA_INTER_BROKER_LISTENER_NAME: NEAR
    ports: ["9093:9093"]
  inner:
    image: x
    environment:
      - KAFKA_LISTENERS=BROKER://:9095,SSL://:9094
      - KAFKA_ADVERTISED_LISTENERS=SSL://localhost:«INNER_PORT:9094»,BROKER://localhost:9095
      - KAFKA_INTER_BROKER_LISTENER_NAME=BROKER
    ports: ["«INNER_PORT:9094»:9094"]
  alone:
    image: x
    environment: { KAFKA_CFG_ADVERTISED_LISTENERS: "PLAINTEXT://localhost:«ALONE_PORT:9096»" }
    ports: ["«ALONE_PORT:9096»:9096"]
`,
      'other/compose.yaml': 'services: { x: { image: x, ports: ["«X_PORT:9095»:1"] } }\n',
    },
    left: [
      'compose.yaml:4 it cannot move: by its listener PLAINTEXT the broker "old" reaches itself',
      'compose.yaml:5 it is the port 9092 of compose.yaml:4, which cannot move',
      'compose.yaml:9 it cannot move: by its listener NEAR the broker "named" reaches itself',
      'compose.yaml:16 the container of "inner" listens on it itself, and no service of its project publishes it',
    ],
  },
  {
    name: 'what a broker advertises at a variable, which may be this machine by another name',
    tree: {
      'compose.yaml': `services:
  far:
    image: x
    ports: ["9092:9092", "«FAR_PORT_9093:9093»:9093"]
    environment:
      KAFKA_LISTENERS: IN://:9090,OUT://:9092
      KAFKA_ADVERTISED_LISTENERS: IN://$IN:9090,OUT://\${FAR_HOST}:9092
  unset:
    image: x
    ports: ["9094:9094"]
    environment: { KAFKA_LISTENERS: "OUT://:9094", KAFKA_ADVERTISED_LISTENERS: "OUT://$NOBODY:9094" }
  near:
    image: x
    ports: ["«NEAR_PORT:9095»:9095"]
    environment: { KAFKA_LISTENERS: "OUT://:9095", KAFKA_ADVERTISED_LISTENERS: "OUT://$NEAR_HOST:«NEAR_PORT:9095»" }
  derived:
    image: x
    ports: ["9096:9096"]
    environment: { KAFKA_ADVERTISED_LISTENERS: "OUT://$NEAR_HOST:9096" }
`,
      '.env': 'FAR_HOST=192.168.1.5\nNEAR_HOST=127.0.0.1\n',
    },
    left: [
      'compose.yaml:7 it cannot move: "far" tells its clients to come to it at FAR_HOST',
      'compose.yaml:4 it is the port 9092 of compose.yaml:7, which cannot move',
      'compose.yaml:10 it is the port 9094 of compose.yaml:11, which cannot move',
      'compose.yaml:18 it is the port 9096 of compose.yaml:19, which cannot move',
    ],
  },
  {
    name: 'a port of JMX, to which Java sends its clients on',
    tree: {
      'compose.yaml': `services:
  local: { image: x, ports: ["9101:9101"], environment: { KAFKA_JMX_PORT: 9101, KAFKA_JMX_HOSTNAME: localhost } }
  other: { image: x, ports: ["«OTHER_PORT:9102»:9102"], environment: { JMX_PORT: 9102, JMX_HOSTNAME: other } }
  alone: { image: x, ports: ["«ALONE_PORT:9103»:9103"], environment: [JMX_PORT=9103] }
`,
    },
    left: [
      'compose.yaml:2 it cannot move: KAFKA_JMX_PORT is what the container of "local" sends clients',
      'compose.yaml:2 it is the port 9101 of compose.yaml:2, which cannot move',
    ],
  },
  {
    name: 'a member of a replica set that reaches itself by the number that clients are led to',
    tree: {
      'compose.yaml': `services:
  mongo:
    image: mongo
    ports: ["27017:27017"]
    healthcheck:
      test: echo "try { rs.status() } catch { rs.initiate({_id:'rs0',members:[{_id:0,host:'localhost:27017'}]}) }" | mongosh --quiet
  second:
    image: mongo
    ports: ["«SECOND_PORT:27018»:27018"]
    healthcheck:
      test: [CMD, mongosh, --eval, 'db.ping("localhost:27018")']
  inner:
    image: mongo
    command: [mongosh, --eval, 'rs.initiate({ members: [{ "host": "127.0.0.1:27019" }, { host: "host.docker.internal:«SECOND_PORT:27018»" }] })']
`,
      '.env':
        'A_URL=mongodb://localhost:27017/a?replicaSet=rs0\nB_URL=mongodb://localhost:«SECOND_PORT:27018»/b\n',
    },
    left: [
      'compose.yaml:6 it cannot move: by it a member of the replica set reaches itself inside',
      'compose.yaml:4 it is the port 27017 of compose.yaml:6, which cannot move',
      '.env:1 it is',
      'compose.yaml:14 the container of "inner" listens on it itself',
    ],
  },
  {
    name: 'what a broker advertises that is told no listeners, and listens on that in its container',
    tree: {
      'compose.yaml': `services:
  derived:
    image: x
    environment: { KAFKA_ADVERTISED_LISTENERS: "IN://derived:29092,OUT://localhost:9092,FAR://host.docker.internal:9093" }
    ports: ["9092:9092", "9093:9093", "«DERIVED_PORT_9101:9101»:9101"]
`,
      '.env': 'BROKERS=localhost:9092\n',
    },
    left: [
      'compose.yaml:4 it cannot move: without KAFKA_LISTENERS the broker "derived" listens inside',
      'compose.yaml:4 it cannot move: without KAFKA_LISTENERS the broker "derived" listens inside',
      'compose.yaml:5 it is the port 9092 of compose.yaml:4, which cannot move',
      'compose.yaml:5 it is the port 9093 of compose.yaml:4, which cannot move',
      '.env:1 it is',
    ],
  },
  {
    name: 'the network of another service has its localhost',
    tree: {
      'compose.yaml': `services:
  app: { image: x, network_mode: "service:vpn", environment: { DB: "postgres://localhost:5432" } }
  vpn: { image: x, network_mode: "service:db", environment: { PAGE: "http://localhost:«WEB_PORT:8080»" } }
  db: { image: x, ports: ["«DB_PORT:5432»:5432"] }
  web: { image: x, ports: ["«WEB_PORT:8080»:80"] }
  a: { image: x, network_mode: "service:b" }
  b: { image: x, network_mode: "service:a" }
`,
    },
    left: ['compose.yaml:2 DB is read inside the container of "app"'],
  },
  {
    name: 'one text for several services stays where one of them could mean itself',
    tree: {
      'compose.yaml': `x-shared: &shared
  SELF: http://localhost:3000
services:
  worker:
    image: x
    environment: *shared
  web:
    image: x
    environment: *shared
    ports: ["«WEB_PORT:3000»:3000"]
`,
    },
    left: ['compose.yaml:2 SELF is read inside the container of "worker", which has this number'],
  },
  {
    name: 'the same of an address that a variable has by default',
    tree: {
      'compose.yaml': `x-shared: &shared
  SELF: http://\${SELF_HOST:-localhost:3000}
services:
  worker: { image: x, environment: *shared }
  web: { image: y, environment: *shared, ports: ["«WEB_PORT:3000»:3000"] }
`,
    },
    left: ['compose.yaml:2 SELF is read inside the container of "web", which has this number'],
  },
  {
    name: 'an address that .env gives a variable with a default',
    tree: {
      '.env':
        'DOMAIN=localhost:«WEB_PORT:3000»\nSELF_HOST=localhost:3000\nAPI_URL=http://localhost:3000\nBOTH_URL=http://localhost:«WEB_PORT:3000»\n',
      'compose.yaml': `services:
  web:
    image: x
    environment:
      SITE_URL: "http://\${DOMAIN:-localhost:3000}"
      SELF: "http://\${SELF_HOST:-localhost:3000}"
      API_URL:
      BOTH_URL:
    ports: ["«WEB_PORT:3000»:3000"]
  worker: { image: x:2, environment: [BOTH_URL] }
`,
    },
    left: [
      '.env:2 it cannot move: a URL at compose.yaml:6 is read inside a container that has the number 3000',
      '.env:3 it cannot move: a URL at compose.yaml:7 is read inside a container that has the number 3000',
    ],
  },
  {
    name: 'a host that a variable names is this machine, or not',
    tree: {
      '.env': `FAR_HOST=api.example.com
NEAR_HOST=localhost
EMPTY_HOST=
A_URL=http://\${FAR_HOST:-localhost}:8080
B_URL=http://\${NEAR_HOST}:«API_PORT:8080»/x
C_URL=http://$NEAR_HOST:«API_PORT:8080»
D_URL=http://\${EMPTY_HOST:-127.0.0.1}:«API_PORT:8080»
E_URL=http://\${EMPTY_HOST-127.0.0.1}:8080
F_URL=http://\${FAR_HOST}:8080 http://\${NOWHERE}:8080
G_URL='http://$NEAR_HOST:8080'
`,
      'compose.yaml': `services:
  api: { image: x, ports: ["«API_PORT:8080»:80"] }
  web:
    image: y
    ports: ["«WEB_PORT:3000»:3000"]
    environment:
      A_URL: http://\${FAR_HOST:-localhost}:8080
      B_URL: http://\${NEAR_HOST:-api}:«API_PORT:8080»
      C_URL: http://\${OTHER_HOST:-localhost}:«API_PORT:8080»
      D_URL: http://\${NEAR_HOST}:3000
      E_URL: http://\${FAR_HOST:-localhost}
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://\${FAR_HOST:-localhost}:«API_PORT:8080»
`,
      'package.json': '{"scripts":{"a":"curl http://${FAR_HOST:-localhost}:«API_PORT:8080»"}}',
    },
    left: ['compose.yaml:10 it cannot move: a URL at compose.yaml:10 is read inside a container'],
  },
  {
    name: 'the URL by which others reach a server, told by a flag',
    tree: {
      'compose.yaml': `services:
  prometheus:
    image: x
    command: --web.listen-address=:9090 --web.external-url=http://localhost:«PROMETHEUS_PORT:9090»/p
    ports: ["«PROMETHEUS_PORT:9090»:9090"]
  alerts:
    image: y
    command: ["--web.external-url=http://localhost:«ALERTS_PORT:9093»", "--to=http://localhost:9093"]
    ports: ["«ALERTS_PORT:9093»:9093"]
`,
    },
  },
  {
    name: 'a URL in a label, or that lets a browser in, is for those outside of the container',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    ports: ["«WEB_PORT_3000:3000»:3000", "\${API:-«API:9000»}:9000"]
    environment: { CSRF_TRUSTED: "http://localhost:«WEB_PORT_3000:3000»", CORS_ALLOW: "http://localhost:«WEB_PORT_3000:3000»" }
    labels:
      - "homepage.href=http://localhost:«WEB_PORT_3000:3000»"
      - "api=http://localhost:\${API:-«API:9000»}"
      - "traefik.http.services.x.loadbalancer.server.port=3000"
      - "ofelia.job-exec.a.command=curl -fsS http://localhost:3000/cron"
`,
    },
    left: [
      'compose.yaml:10 ofelia.job-exec.a.command is read inside the container of "web", which has this number itself; if a browser reads it, write its port as a variable',
    ],
  },
  {
    name: 'the host by its name, without a scheme and beside a number',
    tree: {
      'compose.yaml': `services:
  api: { image: x, ports: ["«API_PORT:8080»:80"] }
  web:
    image: y
    command: wait-for-it host.docker.internal:«API_PORT:8080» -t 8080
    environment:
      API: host.docker.internal:«API_PORT:8080»
      A_HOST: host.docker.internal
      A_PORT: «API_PORT:8080»
      B_HOST: host.docker.internal
      B_PORT: "\${B_PORT:-«API_PORT:8080»}"
      C_HOST: api
      C_PORT: 8080
      D_PORT: 8080
`,
    },
  },
  {
    name: 'a default in an env file that compose hands on: what .env says goes before',
    tree: {
      '.env': 'DOMAIN=shop.test\n',
      '.env.web':
        'A_URL=http://${DOMAIN:-localhost:8080}\nB_URL=http://${NONE:-localhost:«WEB_PORT:8080»}\nC=http://${NONE:-localhost:3000}\n',
      'compose.yaml':
        'services:\n  web: { image: x, env_file: .env.web, ports: ["«WEB_PORT:8080»:80"] }\n  api: { image: y, env_file: .env.web, ports: ["«API_PORT:3000»:3000"] }\n',
    },
    left: ['.env.web:3 it cannot move: the service "api" loads its file by env_file'],
  },
  {
    name: "a URL to a number that is the container's own as well could mean either",
    tree: {
      '.env': 'PORT=3000\n',
      'compose.yaml': `services:\n  web:\n    image: x\n    environment: { SELF: "http://localhost:\${PORT}" }\n    ports: ["\${PORT}:3000"]\n`,
    },
    left: ['.env:1 PORT cannot move: a URL at compose.yaml:4'],
  },
];

/** Where the number is written that counts. */
const variables: readonly MarkedCase[] = [
  {
    name: 'a default that .env overrules stays',
    tree: { '.env': 'WEB=«WEB:8080»\n', 'compose.yaml': ports('"${WEB:-3000}:80"') },
  },
  {
    name: 'an empty variable: the default counts with a colon, and nothing without',
    tree: {
      '.env': 'WEB=\nAPI=\n',
      'compose.yaml': ports('"${WEB:-«WEB:3000»}:80"', '"${API-3001}:81"'),
    },
  },
  {
    name: 'the first of a chain that is set',
    tree: { '.env': 'B=«B:4000»\nC=1\n', 'compose.yaml': ports('"${A:-${B:-3000}}:80"') },
  },
  {
    name: 'a variable that is another',
    tree: { '.env': 'HTTP=«HTTP:4000»\nWEB=${HTTP}\n', 'compose.yaml': ports('"${WEB:-3000}:80"') },
  },
  {
    name: 'a variable that is one of a later line is empty',
    tree: {
      '.env': 'WEB=${HTTP}\nHTTP=4000\n',
      'compose.yaml': ports('"${WEB:-«WEB:3000»}:80"'),
    },
  },
  {
    name: 'a variable that is itself',
    tree: {
      '.env': 'WEB=${WEB:-«WEB:4000»}\nA=$B\nB=$A\n',
      'compose.yaml': ports('"${WEB:-3000}:80"', '"${A:-«A:3001»}:81"'),
    },
  },
  {
    name: 'an address in a variable',
    tree: { '.env': 'WEB=127.0.0.1:«WEB_PORT:8080»\n', 'compose.yaml': ports('"${WEB}:80"') },
  },
  {
    name: 'something else in a variable',
    tree: { '.env': 'WEB=8080:80\n', 'compose.yaml': ports('"${WEB:-1}:80"', '"${WEB}"') },
    left: ['compose.yaml:5 WEB is set to something else than a port number, at .env:1'],
  },
  {
    name: 'any name states a port where compose publishes it',
    tree: { '.env': 'WEB=«WEB:8080»\nTIMEOUT=8080\n', 'compose.yaml': ports('"${WEB}:80"') },
  },
  {
    name: 'one variable on two protocols is one number',
    tree: {
      '.env': 'DNS_PORT=«DNS_PORT:5353»\n',
      'compose.yaml': ports('"${DNS_PORT}:53/udp"', '"${DNS_PORT}:53/tcp"'),
    },
    ports: ['DNS_PORT/tcp+udp'],
  },
  {
    name: 'one target on two protocols is one number',
    tree: { 'compose.yaml': ports('"«WEB_PORT:5353»:53/udp"', '"«WEB_PORT:5353»:53/tcp"') },
    ports: ['WEB_PORT/tcp+udp'],
  },
  {
    name: 'one number on two protocols for two things is two ports',
    tree: {
      'compose.yaml': `services:\n  web: { image: x, ports: ["«WEB_PORT:8125»:80"] }\n  statsd: { image: x, ports: ["«STATSD_PORT:8125»:8125/udp"] }\n`,
      '.env':
        'URL=http://localhost:«WEB_PORT:8125»\nSTATSD_URL=udp://localhost:«STATSD_PORT:8125»\n',
    },
    ports: ['WEB_PORT', 'STATSD_PORT/udp'],
  },
  {
    name: 'the .env of its own folder, not of the root',
    tree: {
      '.env': 'WEB=9999\n',
      'infra/.env': 'WEB=«WEB:8080»\n',
      'infra/compose.yaml': ports('"${WEB:-3000}:80"'),
    },
  },
  {
    name: 'a .env further up that says the same',
    tree: { '.env': 'WEB=«WEB:3000»\n', 'infra/compose.yaml': ports('"${WEB:-«WEB:3000»}:80"') },
  },
];

/** Whole projects. */
const structure: readonly MarkedCase[] = [
  {
    name: 'anchors, aliases and merge keys: text that stands once is one site',
    tree: {
      'compose.yaml': `x-base: &base
  image: x
  ports: &ports
    - "«WEB_PORT:8080»:80"
services:
  web:
    <<: *base
  again:
    image: y
    ports: *ports
  both:
    <<: [*base]
    ports: ["«BOTH_PORT:8081»:80"]
`,
    },
  },
  {
    name: 'an alias for one entry',
    tree: {
      'compose.yaml': `x-p: &p "«WEB_PORT_80:8080»:80"\nservices:\n  web: { image: x, ports: [*p, "«WEB_PORT_81:8081»:81"] }\n`,
    },
  },
  {
    name: 'a file and its override',
    tree: {
      'compose.yaml': ports('"«WEB_PORT:8080»:80"'),
      'compose.override.yaml': ports('"«WEB_PORT_2:8081»:80"'),
      'docker-compose.prod.yml': ports('"«WEB_PORT:8080»:80"'),
    },
  },
  {
    name: 'tags of compose',
    tree: {
      'compose.override.yaml':
        'services:\n  web:\n    image: x\n    ports: !override ["«WEB_PORT:8081»:80"]\n  api:\n    image: x\n    ports: !reset []\n    command: !reset null\n',
    },
  },
  {
    name: 'names of services and prototypes',
    tree: {
      'compose.yaml': `services:\n  __proto__: { image: x, ports: ["«PROTO_PORT:8080»:80"] }\n  constructor: { image: x, ports: ["«CONSTRUCTOR_PORT:8081»:80"] }\n  my-web.app: { image: x, ports: ["«MY_WEB_APP_PORT:8082»:80"] }\n  9p: { image: x, ports: ["«_9P_PORT:8083»:80"] }\n`,
      '.env': '__proto__=1\nconstructor=2\n',
    },
  },
  {
    name: 'where ASP.NET sends clients to is the host’s number, also where it listens on the same inside',
    tree: {
      'compose.yaml': `services:
  web:
    image: web
    ports: ["«WEB_PORT:5021»:443"]
    environment: { ASPNETCORE_HTTPS_PORT: «WEB_PORT:5021», ASPNETCORE_URLS: "https://+:443" }
  api:
    image: api
    ports: ["«API_PORT:5031»:5031"]
    environment: [ASPNETCORE_HTTPS_PORT=«API_PORT:5031», "ASPNETCORE_HTTPS_PORTS=5031"]
`,
    },
  },
  {
    name: 'nothing that is wrong in shape',
    tree: {
      'compose.yaml': 'services: [a]\nports: 1\n',
      'docker-compose.yml':
        'services:\n  a:\n  b: 1\n  c: { ports: 8080, environment: 3 }\n  d: { ports: [[1], null, true, {published: [1]}], env_file: {a: 1} }\n',
    },
  },
];

export const composeCases: readonly MarkedCase[] = [
  ...shapes,
  ...innerSide,
  ...variables,
  ...structure,
];
