import type { MarkedCase } from '../marked.js';

const file = (path: string, text: string, ...left: string[]): MarkedCase => ({
  name: `${path}: ${text}`,
  tree: { [path]: text },
  ...(left.length > 0 ? { left: left.map((part) => `${path}:${part}`) } : {}),
});

export const commandFileCases: readonly MarkedCase[] = [
  {
    name: 'a variable that a command gives to its tool, whatever source code listens on without it',
    tree: {
      Makefile: `API_PORT ?= «API_PORT:8000»
WEB_PORT ?= 9000
run:
	uvicorn app:app --port $(API_PORT)
check:
	curl http://localhost:$(API_PORT)/health http://localhost:$(WEB_PORT)
`,
      'app.py': 'uvicorn.run(app, port=8000)\n',
      'web/app.py': 'uvicorn.run(app, port=9000)\n',
    },
    left: [
      'Makefile:2 WEB_PORT cannot move: web/app.py:1 listens on 9000 whatever it says',
      'app.py:1 source code listens on it',
      'web/app.py:1 source code listens on it',
    ],
  },
  {
    name: 'processes behind the first, which foreman gives a number that is stated nowhere',
    tree: {
      Procfile:
        'web: gunicorn a:app -b :$PORT\nworker: celery worker\napi: gunicorn b:app -b :$PORT\nui: PORT=«PORT_2:5300» vite --port $PORT\n',
      '.env':
        'PORT=«PORT:5100»\nWEB_URL=http://localhost:«PORT:5100»\nAPI_URL=http://localhost:«PORT_2:5300»\n',
    },
    left: ['Procfile:3 foreman and the like give it PORT plus 200'],
  },
  {
    name: 'what a function of a script prints is prose, and what it runs is none',
    tree: {
      'scripts/check.sh': `hint "  tool config --router-http-port=8080 --router-https-port=8443"
log_info "starting rails s -p 3000, see http://localhost:«CHECK_PORT:3100»"
log_and_run "vite --port «CHECK_PORT:3100»"
echo-server "--port" «CHECK_PORT_2:3200»
green "vite --port 3000" && log::info "vite --port 3000" || __log.warn "vite --port 3000"
grep x <<< "vite"
vite --port «CHECK_PORT_3:3300»
`,
    },
  },
  {
    name: 'clients of a host that a variable names, where that is known to be this machine',
    tree: {
      'compose.yaml': 'services: { db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] } }\n',
      'scripts/db.sh': `HERE="localhost"
OTHER=\${OTHER:-db.example.com}
BOTH=localhost
psql -h "$HERE" -p «DB_PORT:5432»
psql -h \${DB_HOST:-127.0.0.1} -p «DB_PORT:5432»
psql -h \${DB_HOST:-db.example.com} -p 5432
psql -h $OTHER -p 5432
psql --host="$DB_HOST" -p 5432
BOTH=db.example.com
psql -h $BOTH -p 5432
`,
    },
    left: [
      'scripts/db.sh:7 it goes to what OTHER names, which may be another machine',
      'scripts/db.sh:8 it goes to what DB_HOST names, which may be another machine',
      'scripts/db.sh:10 it goes to what BOTH names, which may be another machine',
    ],
  },
  {
    name: 'variables of one target',
    tree: {
      Makefile: `run dev: PORT = «PORT:3000» # for both
run dev: ; node server.js
docs: export DOCS_PORT ?= «DOCS_PORT:3001»
docs: override API_PORT := «API_PORT:3002»
lint: TIMEOUT = 3000
`,
    },
  },
  {
    name: 'variables of a function, or that nobody may change',
    tree: {
      'scripts/up.sh': `up() {
  local PORT=«PORT:3000» name=web
  readonly API_PORT=«API_PORT:3001»
  declare -rx DOCS_PORT=«DOCS_PORT:3002»
  typeset RPC_PORT="«RPC_PORT:3003»"
}
`,
    },
  },
  {
    name: 'what docker run tells a container of this machine follows, unless it has the number itself',
    tree: {
      'scripts/env.sh': `docker run -p «IDP_PORT:4444»:4444 -e ISSUER=http://localhost:4444/ \\
  --env=LOGIN=http://localhost:«PORT:4446»/login -e N=4446 idp
PORT=«PORT:4446» node login.js
`,
    },
    left: ['scripts/env.sh:1 it is read inside a container that has this number itself'],
  },
  {
    name: 'what a certificate authority comes to stays, and nothing else of its client',
    tree: {
      'scripts/cert.sh': `docker run --rm -p 80:80 -p 0.0.0.0:443:443 certbot/certbot:v4 certonly --standalone
docker run --rm -p "«CERTBOT_PORT:8080»:80" certbot/certbot renew
docker run --rm -p «NGINX_PORT:80»:80 nginx
`,
    },
    left: [
      'scripts/cert.sh:1 a certificate authority comes to it from outside',
      'scripts/cert.sh:1 a certificate authority comes to it from outside',
    ],
  },
  {
    name: 'what compose runs with a mapping of its own, and a command that hands on to docker',
    tree: {
      'bin/a.sh': `c=$(docker compose -f dev.yml run -d --no-deps -p «ES_PORT:9200»:9200 -e A=http://localhost:9200 es)
docker-compose exec run -p 9300:9300 es
until curl 127.0.0.1:«ES_PORT:9200»; do sleep 1; done
acme-docker run --rm -p «WEB_PORT:8080»:80 web && curl localhost:«WEB_PORT:8080»
`,
    },
  },
  {
    name: 'what docker run tells a broker to advertise follows where it is told its listeners too',
    tree: {
      'scripts/kafka.sh': `docker run -p 9092:9092 -e KAFKA_ADVERTISED_LISTENERS=OUT://localhost:9092 x
docker run --name told -p «TOLD_PORT:9093»:9093 -e KAFKA_LISTENERS=OUT://:9093 -e KAFKA_ADVERTISED_LISTENERS=OUT://localhost:«TOLD_PORT:9093» x
docker run --name led -p «LED_PORT:9095»:9094 -e KAFKA_ADVERTISED_LISTENERS=OUT://localhost:«LED_PORT:9095» x
`,
    },
    left: [
      'scripts/kafka.sh:1 it cannot move: without KAFKA_LISTENERS a broker listens inside',
      'scripts/kafka.sh:1 it is the port 9092 of scripts/kafka.sh:1, which cannot move',
    ],
  },
  {
    name: 'a container on the host network calls this machine, and listens on its own number',
    tree: {
      'compose.yaml': 'services: { db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] } }\n',
      Makefile: `files:
	docker run -p «FILES_PORT:9000»:9000 --name files minio/minio server /data
subpath:
	docker run --network host -e MINIO_SERVER_URL=http://localhost:9000 \\
	  -e DB=postgres://localhost:«DB_PORT:5432» --name minio minio/minio server /data
`,
    },
    left: ['Makefile:4 a container on the host network says it of itself'],
  },
  {
    name: "an address behind a flag is a client's, as the next word would be",
    tree: {
      Makefile: `run:
	./server --port «RUN_PORT:4400»
watch:
	monitor -ports="localhost:«RUN_PORT:4400»" --every=30s
	monitor -ports "localhost:«RUN_PORT:4400»"
`,
    },
  },
  {
    name: 'a variable of a script itself is what the script does with it',
    tree: {
      'scripts/init-db.sh': `port=5432
export DATABASE_URL=postgres://u:p@localhost:$port/x
psql -c "CREATE USER u" -p $port
`,
      'scripts/serve.sh': `port=«PORT_2:4400»
./server --port $port &
curl http://localhost:$port/health
`,
      'bin/dev': 'PORT=«PORT:4500»\ncurl http://localhost:$PORT/\n',
    },
    left: ['scripts/init-db.sh:1 nothing in this project listens on 5432'],
  },
  {
    name: 'clients of databases, by the flags that each has, and what bash opens itself',
    tree: {
      'compose.yaml': `services:
  db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] }
  sql: { image: mysql, ports: ["«SQL_PORT:3306»:3306"] }
  kv: { image: redis, ports: ["«KV_PORT:6379»:6379"] }
`,
      'scripts/wait.sh': `psql -h localhost -U app
psql -h db.example.com -U app
mysql -h 127.0.0.1 -P«SQL_PORT:3306» -u root -p3306
mysql -h 127.0.0.1 -P «SQL_PORT:3306»
mysql -h 127.0.0.1 -p3306
redis-cli -h localhost ping
until (echo > /dev/tcp/localhost/«DB_PORT:5432») 2>/dev/null; do sleep 1; done
timeout 1 bash -c '</dev/tcp/127.0.0.1/«KV_PORT:6379»'
docker exec db bash -c '</dev/tcp/127.0.0.1/5432'
docker exec db psql -h localhost
`,
    },
    left: [
      'scripts/wait.sh:1 psql goes to its default',
      'scripts/wait.sh:5 mysql goes to its default',
      'scripts/wait.sh:6 redis-cli goes to its default',
    ],
  },
  {
    name: 'a command that a text shows reads inside of a container what follows its exec',
    tree: {
      'compose.yaml': `services:
  chain: { image: geth, ports: ["«CHAIN_PORT:8545»:8545"] }
`,
      'scripts/chain.sh': `printf "docker exec geth geth attach http://localhost:8545\\n"
echo docker compose exec -T chain curl http://localhost:8545
HELP="sudo podman exec geth curl http://localhost:8545"
echo "docker exec -it geth sh, or open http://localhost:«CHAIN_PORT:8545»"
echo "docker exec geth true\\ncurl http://localhost:«CHAIN_PORT:8545»"
echo "docker compose up; curl http://localhost:«CHAIN_PORT:8545»"
`,
    },
    left: [
      'scripts/chain.sh:1 the text shows it in a command that runs in a container',
      'scripts/chain.sh:2 the text shows it in a command that runs in a container',
      'scripts/chain.sh:3 the text shows it in a command that runs in a container',
    ],
  },
  {
    name: 'an env file that a container is given says the number inside',
    tree: {
      '.env': 'PORT=3000\nAPI_URL=http://localhost:«API_PORT:4000»\n',
      '.env.web': 'HTTP_PORT=8080\n',
      'package.json':
        '{"scripts":{"docker":"docker run --rm --env-file .env -p «DOCKER_PORT:3000»:3000 app"}}',
      'scripts/run.sh':
        'docker run --env-file=$(pwd)/.env.web -p «WEB_PORT:8080»:8080 --name web app\n',
      Procfile: 'api: ./api --port «API_PORT:4000»\n',
    },
    left: [
      '.env:1 PORT cannot move: a container is given its file by --env-file (package.json:1), and has this number inside',
      '.env.web:1 HTTP_PORT cannot move: a container is given its file by --env-file (scripts/run.sh:1)',
    ],
  },
  {
    name: 'a node port of a cluster is none of this machine, whatever the variable is called',
    tree: {
      Makefile: `chart:
	SERVICE_TYPE_NODEPORT=true GRID_HOST=localhost GRID_PORT=31444 ./chart.sh
	kubectl apply -f x.yml && wait-on http://localhost:30081/status
	SERVICE_TYPE_NODEPORT=true GRID_PORT=«GRID_PORT:4400» ./chart.sh
	GRID_PORT=«GRID_PORT_2:31500» ./plain.sh
`,
    },
    left: [
      'Makefile:2 it is a NodePort of Kubernetes',
      'Makefile:3 it is a NodePort of Kubernetes',
    ],
  },
  {
    name: 'addresses without a scheme, for clients with a path behind them',
    tree: {
      justfile: `web:
  streamlit run app.py --server.port «WEB_PORT:8502»
check:
  curl -sf localhost:«WEB_PORT:8502»/health?deep=1
  http :«WEB_PORT:8502»/x
  nc -vz localhost «WEB_PORT:8502»
  skaffold dev --default-repo localhost:8502/shop
  nc -l «CHECK_PORT:9000»
`,
    },
  },
  {
    name: 'what kubectl forwards from a cluster to this machine',
    tree: {
      'scripts/forward.sh': `kubectl -n shop port-forward svc/web «WEB_PORT:8083»:80 &
kubectl port-forward deploy/db 5432
curl localhost:«WEB_PORT:8083»/health
kubectl logs svc/web --tail 8083
`,
    },
    left: ['scripts/forward.sh:2 kubectl forwards it to the same number'],
  },
  {
    name: 'commands that a shell decides about',
    tree: {
      'scripts/wait.sh': `until pg_isready -h localhost -p «DB_PORT:5432»; do sleep 1; done
while ! curl -s localhost:«WEB_PORT:8000»/; do sleep 1; done
if true; then PORT=«PORT:3000» ./serve; fi
`,
      'compose.yaml': `services:
  db: { image: x, ports: ["«DB_PORT:5432»:5432"] }
  web: { image: x, ports: ["«WEB_PORT:8000»:80"] }
`,
    },
  },
  ...[
    'port ENV.fetch("PORT", «PORT:3000»)',
    "port ENV.fetch('PORT') { «PORT:3000» }",
    'port(ENV["PORT"] || «PORT:3000»)',
    '  port        Integer(ENV.fetch("PORT", "«PORT:3000»"))',
    'bind "tcp://0.0.0.0:#{ENV.fetch(\'PORT\', «PORT:3000»)}"',
    'bind "tcp://#{ENV.fetch(:BIND, "127.0.0.1")}:#{ENV.fetch(\'PORT\', «PORT:3000»)}"',
    'port ENV.fetch("PORT")\r\nthreads 5, 5\n# port 3000\nbind "unix:///tmp/3000.sock"',
  ].map((text) => file('config/puma.rb', text)),
  {
    name: 'a database of Rails that leaves its port out, where the one that it means moves',
    tree: {
      'config/database.yml':
        'default: &default\n  adapter: postgresql\n  host: localhost\n  pool: 5\ntest:\n  <<: *default\n',
      'mysql/config/database.yml': 'test:\n  adapter: mysql2\n  host: 127.0.0.1\n',
      'admin/config/database.yml':
        'default:\n  adapter: postgresql\n  host: <%= ENV.fetch("PG_HOST", \'localhost\') %>\nstaging:\n  host: <%= ENV["PG_ADDRESS"] %>\n',
      'far/config/database.yml':
        'default:\n  adapter: postgresql\n  host: <%= ENV.fetch("PG_HOST") { "db" } %>\n',
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT:5432»:5432"] } }\n',
    },
    left: [
      'config/database.yml:3 Rails connects to it where no port is said',
      'admin/config/database.yml:3 Rails connects to it where no port is said',
    ],
  },
  {
    name: 'the server of Rails on the port of its configuration, and its databases',
    tree: {
      'config/puma.rb': "threads 3000\r\nport ENV.fetch('PORT', «PORT:3000»)\r\n",
      'Procfile.dev': 'web: bin/rails server -b 0.0.0.0\n',
      'package.json': '{"scripts":{"rails":"bin/rails s","site":"rails s -p «SITE_PORT:4000»"}}',
      'config/database.yml': `default: &default
  host: 127.0.0.1
  port: <%= ENV.fetch("DB_PORT") { «DB_PORT:5432» } %>
  pool: 5432
cable: { port: 6379 }
test:
  host: localhost
  port: «DB_PORT:5432»
`,
      'engine/config/database.yml': 'production:\n  host: db.example.com\n  port: 5432\n',
      'shop/config/database.yml':
        'test:\n  host: <%= ENV["DB_HOST"] || "localhost" %>\n  port: <%= ENV["DB_PORT"] || 5432 %>\n',
      'blog/config/database.yml':
        'a:\n  host:\n  port: 5432\nb:\n  host: localhost\nc:\n  host: *main\n',
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT:5432»:5432"] } }\n',
      '.env': 'APP_URL=http://localhost:«PORT:3000»\n',
    },
    left: [
      'blog/config/database.yml:3 its host is not written beside it',
      'shop/config/database.yml:3 its host is not written beside it, and may be another machine or a container; where DB_PORT is set, its number goes before this one',
    ],
  },
  file('Procfile', 'web: bundle exec puma -p ${PORT:-«PORT:3000»}\nworker: sidekiq\n'),
  file('Procfile.dev', 'web: bin/rails server -p «WEB_PORT:3000»\njs: vite«+JS_PORT:5173»\r\n'),
  file('Procfile', 'web: gunicorn app -b 0.0.0.0:$PORT\n'),
  file('Procfile.dev', 'web: bin/rails s\n', '1 rails listens on its default only without PORT'),
  file(
    'scripts/web.sh',
    'export TRUNK_SERVE_PORT=«TRUNK_SERVE_PORT:8081»\ntrunk serve\n',
    '2 trunk listens on its default only without TRUNK_SERVE_PORT',
  ),
  file('Makefile', 'PORT = «PORT:3000»\nrun:\n\tserver --port $(PORT)\n'),
  file('Makefile', 'PORT ?= «PORT:3000» # as ever\nrun:\n\t@PORT=$(PORT) node server.js\n'),
  file('Makefile', 'export PORT := «PORT:3000»\nURL := http://localhost:«PORT:3000»/x\n'),
  file('Makefile', 'serve:\n\t-uvicorn app:app \\\n\t  --port «SERVE_PORT:8000» --reload\n'),
  file('Makefile', 'serve: build\n\tuvicorn«+SERVE_PORT:8000» app:app\n'),
  file(
    'scripts/start-services.sh',
    [
      'docker run -p «SHOP_DB_PORT:5432»:5432 --name shop-db postgres:17',
      'docker run -d -p «MAILPIT_PORT_8025:8025»:8025 -p «MAILPIT_PORT_1025:1025»:1025 ghcr.io/axllent/mailpit:v1',
      'docker run --name "db-$USER" -p «START_SERVICES_PORT:5433»:5432 postgres',
      '',
    ].join('\n'),
  ),
  file('Makefile', 'up:\n\tdocker run -p «UP_PORT:8080»:80 nginx\n\techo $$PORT $(shell date)\n'),
  file('Makefile', 'TIMEOUT = 3000\nVERSION := 8080\nX += 3000\nPORTS=3000 4000\n'),
  file(
    'justfile',
    'port := "«PORT:3000»"\ndev:\n    server --port {{port}}\nweb:\n  vite«+WEB_PORT:5173»\n',
  ),
  file('.envrc', 'export PORT=«PORT:3000»\n: "${DB_PORT:=«DB_PORT:5432»}"\ndotenv\n'),
  file(
    'bin/dev',
    '#!/usr/bin/env bash\nexport PORT="${PORT:-«PORT:3000»}"\nexec foreman start -f Procfile.dev "$@"\n',
  ),
  file('scripts/dev.sh', "cat <<EOF\nPORT=3000 don't\nEOF\nserver --port «DEV_PORT:4000» # it's\n"),
  file(
    'scripts/dev.sh',
    "awk -v a=b '\n  /x/ {\n    next\n  } # '\\''\n' | server --port 1 \nserver --port «DEV_PORT:4000» # awk's\nsed \"s/'//\" x\nserver --port «DEV_PORT:4000»\n",
  ),
  file(
    'scripts/init_db.sh',
    'DB_PORT="${DB_PORT:=«DB_PORT:5432»}"\ndocker run \\\n  --publish "${DB_PORT}":5432 \\\n  postgres\n',
  ),
  file('scripts/up.sh', 'export PORT=$(./free)\nserver --port "$PORT"\n'),
  file('scripts/docker-entrypoint.sh', 'exec server --port 4000\n'),
  file(
    'Taskfile.yml',
    "version: '3'\nvars:\n  PORT: «PORT:3000»\ntasks:\n  web:\n    cmds:\n      - vite --port «WEB_PORT:5000»\n      - cmd: echo done\n",
  ),
  file(
    'Taskfile.yml',
    'vars: { PY: python3 }\ntasks:\n  docs:\n    cmds:\n      - "{{.PY}} -m http.server «DOCS_PORT:8111»"\n      - "{{.PY}} -m http.server«+DOCS_PORT_2:8000»"\n',
  ),
  file('Makefile', 'docs:\n\t$(PY) -m http.server «DOCS_PORT:8113»\n'),
];
