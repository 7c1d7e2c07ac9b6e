/** A project, and the override that it gets when its ports become 20001, 20002 … in their order. */
export interface OverlayCase {
  readonly name: string;
  readonly tree: Readonly<Record<string, string>>;
  readonly override: readonly string[];
  /** Parts of what is told that the override could not say. */
  readonly left?: readonly string[];
}

export const overlayCases: readonly OverlayCase[] = [
  {
    name: 'the short form: address, protocol and container side as written',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    ports:
      - 8080:80
      - "127.0.0.1:8081:81/udp"
      - "[::1]:\${P:-8082}:\${INNER:-82}"
      - "\${ADDRESS:-0.0.0.0}:8083:83"
      - "\${Q:-127.0.0.1:8084}:84"
      - "85"
      - "\${BIND:+$BIND:}8086:86"
  idle: { image: x, ports: ["90"] }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "20001:80"',
      '      - "127.0.0.1:20002:81/udp"',
      '      - "[::1]:20003:${INNER:-82}"',
      '      - "${ADDRESS:-0.0.0.0}:20004:83"',
      '      - "127.0.0.1:20005:84"',
      '      - "85"',
      '      - "${BIND:+$BIND:}20006:86"',
    ],
  },
  {
    name: 'ranges, by their new ends',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    ports:
      - "127.0.0.1:8000-8003:80-83/udp"
      - { target: 90, published: 9000-9001 }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "127.0.0.1:20001-20004:80-83/udp"',
      '      - "target": 90',
      '        "published": "20005-20006"',
    ],
  },
  {
    name: 'ranges of variables, by their new ends',
    tree: {
      '.env': 'RTC_START=50000\n',
      'compose.yaml': `services:
  web:
    image: x
    ports:
      - "\${ADDRESS:-0.0.0.0}:\${RTC_START}-\${RTC_END:-50001}:\${RTC_START}-\${RTC_END:-50001}"
      - { target: 90, published: "9000-\${LAST:-9001}" }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "${ADDRESS:-0.0.0.0}:20001-20002:${RTC_START}-${RTC_END:-50001}"',
      '      - "target": 90',
      '        "published": "20003-20004"',
    ],
  },
  {
    name: "both sides of what tells its clients its own port: Sail's Vite, media servers",
    tree: {
      '.env': 'JVB_PORT=10000\nMIN=40000\nMAX=40001\n',
      'compose.yaml': `services:
  laravel.test:
    image: x
    ports: ["\${APP_PORT:-80}:80", "\${VITE_PORT:-5173}:\${VITE_PORT:-5173}"]
    environment: { LARAVEL_SAIL: 1 }
  jvb:
    image: x
    # JVB_PORT is what it tells
    ports: ["127.0.0.1:\${JVB_PORT:-10000}:\${JVB_PORT:-10000}/udp"]
    environment: [JVB_PORT, OTHER=1]
  sfu:
    image: x
    ports: ["\${MIN}-\${MAX}:\${MIN}-\${MAX}/udp", "\${MIN}-\${MAX}:\${MIN}-\${MAX}/tcp"]
    environment: { RTC_MIN: "\${MIN}", RTC_MAX: "\${MAX:-40001}" }
`,
    },
    override: [
      'services:',
      '  "laravel.test":',
      '    ports: !override',
      '      - "20004:80"',
      '      - "20005:20005"',
      '    environment:',
      '      "VITE_PORT": "20005"',
      '  "jvb":',
      '    ports: !override',
      '      - "127.0.0.1:20001:20001/udp"',
      '    environment:',
      '      "JVB_PORT": "20001"',
      '  "sfu":',
      '    ports: !override',
      '      - "20002-20003:20002-20003/udp"',
      '      - "20002-20003:20002-20003/tcp"',
      '    environment:',
      '      "RTC_MIN": "20002"',
      '      "RTC_MAX": "20003"',
    ],
  },
  {
    name: "the host's side alone where the program is not told, or others read the variable too",
    tree: {
      'compose.yaml': `services:
  web: { image: x, ports: ["\${A:-8001}:\${A:-8001}"], environment: [A] }
  vite: { image: x, ports: ["\${VITE_PORT:-5173}:\${VITE_PORT:-5173}"] }
  media: { image: x, ports: ["\${B:-8002}:\${B:-8002}/udp"] }
  told: { image: x, ports: ["\${C:-8003}:\${C:-8003}/udp"], environment: [C], command: "-p \${C}" }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "20001:${A:-8001}"',
      '  "vite":',
      '    ports: !override',
      '      - "20002:${VITE_PORT:-5173}"',
      '  "media":',
      '    ports: !override',
      '      - "20003:${B:-8002}/udp"',
      '  "told":',
      '    ports: !override',
      '      - "20004:${C:-8003}/udp"',
    ],
  },
  {
    name: 'the long form: every field as written',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    ports:
      - { target: 80, published: 8080, host_ip: 127.0.0.1, protocol: tcp, mode: host, name: page }
      - { target: 81, published: "\${P:-8081}", app_protocol: http }
      - { target: 82 }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "target": 80',
      '        "published": "20001"',
      '        "host_ip": "127.0.0.1"',
      '        "protocol": "tcp"',
      '        "mode": "host"',
      '        "name": "page"',
      '      - "target": 81',
      '        "published": "20002"',
      '        "app_protocol": "http"',
      '      - "target": 82',
    ],
  },
  {
    name: 'the number of a variable that .env sets',
    tree: {
      '.env': 'WEB_PORT=8080\n',
      'compose.yaml': 'services: { web: { image: x, ports: ["${WEB_PORT:-3000}:80"] } }\n',
    },
    override: ['services:', '  "web":', '    ports: !override', '      - "20001:80"'],
  },
  {
    name: 'URLs in environment, labels and build arguments follow',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    build: { context: ., args: { API: "http://localhost:\${API_PORT:-4000}" } }
    environment:
      - API=http://localhost:\${API_PORT:-4000}/v1?price=$$5
      - PLAIN=1
    labels: { page: "http://localhost:\${API_PORT:-4000}" }
  api: { image: x, ports: ["\${API_PORT:-4000}:80"] }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    environment:',
      '      "API": "http://localhost:20001/v1?price=$$5"',
      '    labels:',
      '      "page": "http://localhost:20001"',
      '    build:',
      '      args:',
      '        "API": "http://localhost:20001"',
      '  "api":',
      '    ports: !override',
      '      - "20001:80"',
    ],
  },
  {
    name: 'what is advertised, connection strings, and where the engine sends logs',
    tree: {
      '.env': 'LOGS=24224\n',
      'compose.yaml': `services:
  queue:
    image: x
    environment:
      ADVERTISE_HOST: 127.0.0.1
      ADVERTISE_PORT: 4222
      CLIENT_ADVERTISE: localhost:4222
      PUBLIC_DSN: "host=localhost port=4222 dbname=x"
      TOLD_ORIGIN: "http://localhost:\${P:-4222},http://localhost:4222"
    ports: ["4222:4223"]
    logging:
      driver: fluentd
      options: { fluentd-address: "localhost:\${LOGS}", tag: queue }
  logs: { image: x, ports: ["\${LOGS}:24224"] }
`,
    },
    override: [
      'services:',
      '  "queue":',
      '    ports: !override',
      '      - "20002:4223"',
      '    environment:',
      '      "ADVERTISE_PORT": "20002"',
      '      "CLIENT_ADVERTISE": "localhost:20002"',
      '      "PUBLIC_DSN": "host=localhost port=20002 dbname=x"',
      '      "TOLD_ORIGIN": "http://localhost:20002,http://localhost:20002"',
      '    logging:',
      '      options:',
      '        "fluentd-address": "localhost:20001"',
      '  "logs":',
      '    ports: !override',
      '      - "20001:24224"',
    ],
  },
  {
    name: 'URLs that leave their port out follow, among those that say it',
    tree: {
      'compose.yaml': `services:
  web:
    image: x
    environment:
      PAGES_URL: "http://localhost,http://localhost:80/a,https://localhost"
      CHECK_CORS: http://localhost
  api: { image: x, ports: ["80:8080"] }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    environment:',
      '      "PAGES_URL": "http://localhost:20001,http://localhost:20001/a,https://localhost"',
      '  "api":',
      '    ports: !override',
      '      - "20001:8080"',
    ],
  },
  {
    name: 'names that are fixed, and addresses that can be had once',
    tree: {
      'compose.yaml': `services:
  web: { image: x, container_name: web, ports: ["8080:80"] }
networks:
  default: { name: shop, ipam: { config: [{ subnet: 172.30.0.0/16 }] } }
  outer: { name: outer, external: true }
volumes:
  data: { name: shop-data }
  plain:
`,
    },
    override: [
      'services:',
      '  "web":',
      '    container_name: !reset null',
      '    ports: !override',
      '      - "20001:80"',
      'networks:',
      '  "default":',
      '    name: !reset null',
      '    ipam: !reset null',
      'volumes:',
      '  "data":',
      '    name: !reset null',
    ],
  },
  {
    name: "the user's own override stays in force, with its tags",
    tree: {
      'compose.yaml': `services:
  web: { image: x, ports: ["8080:80"] }
  api: { image: x, ports: ["8081:80"], container_name: api }
  db: { image: x, ports: ["5432:5432"] }
`,
      'compose.override.yaml': `services:
  web: { ports: ["8082:82"] }
  api: { ports: !override ["8083:80"], container_name: !reset null }
  db: { ports: !reset [] }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "20001:80"',
      '      - "20004:82"',
      '  "api":',
      '    ports: !override',
      '      - "20005:80"',
    ],
  },
  {
    name: 'what a service extends, in its own file and another',
    tree: {
      'compose.yaml': `services:
  web: { extends: { file: compose.base.yaml, service: base }, ports: ["8080:80"] }
  again: { extends: web }
`,
      'compose.base.yaml': 'services: { base: { image: x, ports: ["9000:90"] } }\n',
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "20002:90"',
      '      - "20001:80"',
      '  "again":',
      '    ports: !override',
      '      - "20002:90"',
      '      - "20001:80"',
    ],
  },
  {
    name: 'what is included, with the variables of its own env file',
    tree: {
      '.env': 'DB=6000\n',
      'compose.yaml':
        'include: [infra/compose.yaml]\nservices: { web: { image: x, ports: ["8080:80"] } }\n',
      'infra/.env': 'DB=7000\nADDRESS=127.0.0.5\nCACHE=6379\n',
      'infra/compose.yaml': `services:
  db: { image: x, ports: ["\${ADDRESS}:\${DB:-5432}:5432"] }
  cache: { image: x, ports: ["\${CACHE}:6379"] }
`,
    },
    override: [
      'services:',
      '  "db":',
      '    ports: !override',
      '      - "127.0.0.5:20001:5432"',
      '  "cache":',
      '    ports: !override',
      '      - "20003:6379"',
      '  "web":',
      '    ports: !override',
      '      - "20002:80"',
    ],
  },
  {
    name: 'files of any name that others include and extend',
    tree: {
      'compose.yaml': `include: [parts/db.yml]
services:
  web: { extends: { file: parts/common.yml, service: base }, ports: ["8080:80"] }
`,
      'parts/db.yml': 'services: { db: { image: x, ports: ["5432:5432"] } }\n',
      'parts/common.yml': 'services: { base: { image: x, ports: ["9000:90"] } }\n',
    },
    override: [
      'services:',
      '  "db":',
      '    ports: !override',
      '      - "20002:5432"',
      '  "web":',
      '    ports: !override',
      '      - "20003:90"',
      '      - "20001:80"',
    ],
  },
  {
    name: 'the host’s side of a variable that the container’s side reads too',
    tree: {
      '.env': 'PORT=3000\n',
      'compose.yaml': `services:
  web:
    image: x
    ports: ["\${PORT}:\${PORT}", "\${API:-4000}:\${API:-4000}"]
    environment: { PORT: "\${PORT}" }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    ports: !override',
      '      - "20001:${PORT}"',
      '      - "20002:${API:-4000}"',
    ],
  },
  {
    name: 'the host’s side of a variable beside a host that is a container',
    tree: {
      '.env': 'POSTGRES_HOST=db\nPOSTGRES_PORT=5432\n',
      'compose.yaml': `services:
  pooler:
    image: x
    ports: ["\${POSTGRES_PORT}:5432"]
    environment: { DATABASE_URL: "postgres://x@\${POSTGRES_HOST}:\${POSTGRES_PORT}/x" }
`,
    },
    override: ['services:', '  "pooler":', '    ports: !override', '      - "20001:5432"'],
  },
  {
    name: 'ports of this machine in what a service runs',
    tree: {
      'compose.yaml': `services:
  broker:
    image: x
    ports: ["19092:19092"]
    command: [start, "--kafka-addr=0.0.0.0:19092", "--advertise-kafka-addr=in://broker:9092,out://localhost:19092"]
  probe:
    image: x
    entrypoint: sh -c "curl http://host.docker.internal:19092/$$HOME"
    healthcheck: { test: [CMD, curl, "http://host.docker.internal:19092"], interval: 5s }
    command: ["--port=19092"]
`,
    },
    override: [
      'services:',
      '  "broker":',
      '    ports: !override',
      '      - "20001:19092"',
      '    command: ["start", "--kafka-addr=0.0.0.0:19092", "--advertise-kafka-addr=in://broker:9092,out://localhost:20001"]',
      '  "probe":',
      '    entrypoint: "sh -c \\"curl http://host.docker.internal:20001/$$HOME\\""',
      '    healthcheck:',
      '      test: ["CMD", "curl", "http://host.docker.internal:20001"]',
    ],
  },
  {
    name: 'the documents of a file, merged in their order',
    tree: {
      'compose.yaml': `services:
  web: { image: x, ports: ["8080:80"], container_name: web }
---
services:
  web: { ports: ["8081:81"], environment: { API: "http://localhost:9000" } }
  api: { image: y, ports: !override ["9000:90"] }
`,
    },
    override: [
      'services:',
      '  "web":',
      '    container_name: !reset null',
      '    ports: !override',
      '      - "20001:80"',
      '      - "20002:81"',
      '    environment:',
      '      "API": "http://localhost:20003"',
      '  "api":',
      '    ports: !override',
      '      - "20003:90"',
    ],
  },
  {
    name: 'a service that inherits what is not read keeps its ports, and it is told',
    tree: {
      'compose.yaml': `include: [gone.yaml]
services:
  web: { extends: { file: gone.yaml, service: base }, ports: ["8080:80"] }
  api: { image: x, ports: ["8081:80"] }
`,
    },
    override: ['services:', '  "api":', '    ports: !override', '      - "20002:80"'],
    left: ['compose.yaml:3 the ports of the service "web" stay', 'compose.yaml:1 what it includes'],
  },
  {
    name: 'anchors, merge keys and the host network',
    tree: {
      'compose.yaml': `x-web: &web { image: x, ports: &ports ["8080:80"] }
services:
  a: *web
  b: { <<: *web, environment: { A: b } }
  c: { image: x, ports: *ports }
  d: { image: x, ports: ["8080:80"], network_mode: host }
`,
    },
    override: ['a', 'b', 'c'].flatMap((name, index) => [
      ...(index === 0 ? ['services:'] : []),
      `  "${name}":`,
      '    ports: !override',
      '      - "20001:80"',
    ]),
  },
];
