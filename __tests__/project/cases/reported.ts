import type { MarkedCase } from '../marked.js';

const source = (path: string, text: string, ...left: string[]): MarkedCase => ({
  name: `${path}: ${text}`,
  tree: { [path]: text },
  ...(left.length > 0 ? { left: left.map((part) => `${path}:1 ${part}`) } : {}),
});
const binds = 'source code listens on it';
const byDefault =
  'without PORT, source code listens on its default here: to be able to move it, set';

const unsaid = (server: string): string => `${server} listens on its default here: let`;

export const reportedCases: readonly MarkedCase[] = [
  source('app.py', 'app = Flask(__name__); app.run(debug=True)', unsaid('flask')),
  source('run.py', 'create_app(os.getenv("ENV")); app.run(host="0.0.0.0")', unsaid('flask')),
  source('app.py', 'app = Flask(__name__); app.run("0.0.0.0", 5001)'),
  source('app.py', 'app = Flask(__name__); app.run(port=PORT)'),
  source('app.py', 'app = Flask(__name__); app.run(**options)'),
  source('app.py', 'app = MyWindow(); app.run()'),
  source('app.py', 'app = Dash(__name__); app.run(debug=True)', unsaid('dash')),
  source('main.py', 'import uvicorn; uvicorn.run(app, host="0.0.0.0")', unsaid('uvicorn')),
  source('main.py', 'import uvicorn; uvicorn.run(app, uds="/tmp/app")'),
  source('main.py', '# import uvicorn; uvicorn.run(app)'),
  source('main.py', 'PORT = 5010', binds),
  source('app.rb', 'require "sinatra"', unsaid('sinatra')),
  source('app.rb', "require 'sinatra/base'"),
  source('app.rb', 'set :port, 4568', binds),
  source('app.rb', 'set :port, ENV.fetch("PORT", 4568).to_i', byDefault),
  source('app.rb', "set :port, ENV['PORT'] || 4568", byDefault),
  source('server.rb', "WEBrick::HTTPServer.new(Port: 8000, DocumentRoot: 'public')", binds),
  source('main.go', 'port := getEnv("PORT", "8080")', byDefault),
  source('main.go', 'port := flag.Int("port", 8080, "")', 'source code takes it without the flag'),
  source('main.go', 'flag.StringVar(&c.addr, "addr", ":8080", "")', 'source code takes it'),
  source(
    'main.py',
    'p.add_argument("-p", "--port", type=int, default=8000)',
    'source code takes it',
  ),
  source('main.py', 'p.add_argument("--db-port", type=int, default=5432)'),
  {
    name: 'a flag of a program over several lines, and not those behind it',
    tree: {
      'server.py':
        '@click.option(\n    "--port",\n    default=8000,\n)\n@click.option("--port")\n@click.option("--size", default=50)\n',
    },
    left: ['server.py:3 source code takes it without "--port"'],
  },
  {
    name: 'a flag that the command gives which starts the program',
    tree: {
      'main.go': 'addr := flag.String("addr", ":8063", "")\n',
      Makefile: 'run:\n\tgo run . -addr :«RUN_PORT:8063»\n',
      '.env': 'API_URL=http://localhost:«RUN_PORT:8063»\n',
    },
    left: ['main.go:1 source code takes it without the flag'],
  },
  source('main.go', 'dsn := getEnv("DB_PORT", "5432")'),
  source(
    'config.go',
    '\tPort int `envconfig:"SHOP_HTTP_PORT" default:"8080"`',
    'without SHOP_HTTP_PORT, source code listens',
  ),
  source(
    'api/internal/config/config.go',
    '\tPort string `env:"PORT" json:"port" env-default:":8080"`',
    byDefault,
  ),
  source(
    'config.go',
    '\tPort int `env:"HTTP_PORT, default=8080"`',
    'without HTTP_PORT, source code listens',
  ),
  source('vendor/x/config.go', '\tPort int `env:"PORT" envDefault:"8080"`'),
  source('config.go', '\tPort int `env:"REDIS_HTTP_PORT" envDefault:"8080"`'),
  source('config.go', '\tPort int `env:"SMTP_PORT" envDefault:"8080"`'),
  {
    name: 'where a program of Go listens without its variable',
    tree: {
      'main.go': 'port := os.Getenv("PORT")\nif port == "" {\n\tport = "8080"\n}\nport = "8081"\n',
    },
    left: [`main.go:3 ${byDefault}`],
  },
  {
    name: 'a classic application of Sinatra that Rack starts',
    tree: { 'app.rb': 'require "sinatra"\n', 'config.ru': 'run Sinatra::Application\n' },
  },
  {
    name: 'a server that a command starts on its port, whatever the program would take',
    tree: {
      'app.py': 'app = Flask(__name__)\napp.run(debug=True)\n',
      Makefile: 'run:\n\tflask run«+RUN_PORT:5000»\n',
      '.env': 'API_URL=http://localhost:«RUN_PORT:5000»\n',
    },
  },
  {
    name: 'who calls a server on the default of its framework',
    tree: {
      'app.py': 'app = Flask(__name__)\napp.run(debug=True)\n',
      '.env': 'API_URL=http://localhost:5000\n',
    },
    left: ['.env:1 app.py:2 listens on 5000, and is left alone', `app.py:2 ${unsaid('flask')}`],
  },
  {
    name: 'a published port, whatever the program inside listens on by default',
    tree: {
      'app.py': 'app = Flask(__name__)\napp.run(host="0.0.0.0")\n',
      Dockerfile: 'COPY app.py .\nCMD ["python", "app.py"]\n',
      'compose.yaml': 'services:\n  web: { build: ., ports: ["«WEB_PORT:5000»:5000"] }\n',
      '.env': 'API_URL=http://localhost:«WEB_PORT:5000»\n',
    },
    left: [`app.py:2 ${unsaid('flask')}`],
  },
  {
    name: 'Jupyter, whose configuration says its port',
    tree: {
      'jupyter_server_config.py': 'c.ServerApp.port = 8890\n',
      Makefile: 'lab:\n\tjupyter lab --config=jupyter_server_config.py\n',
      '.env': 'LAB_URL=http://localhost:8890\n',
    },
    left: [
      '.env:1 jupyter_server_config.py:1 listens on 8890, and is left alone',
      'jupyter_server_config.py:1 Jupyter listens on it',
    ],
  },
  {
    name: 'Streamlit, whose variable says its port',
    tree: {
      Makefile: 'run:\n\tset -a; . ./.env; streamlit run app.py\n',
      '.env':
        'STREAMLIT_SERVER_PORT=«STREAMLIT_SERVER_PORT:8512»\nUI_URL=http://localhost:«STREAMLIT_SERVER_PORT:8512»\n',
    },
  },
  {
    name: 'a variable of the command that starts a server, beside a call of the same program',
    tree: {
      '.flaskenv': 'FLASK_RUN_PORT=«FLASK_RUN_PORT:5000»\n',
      'app.py': 'app.run(port=5000)\n',
      Makefile: 'run:\n\tflask run\n',
    },
    left: ['app.py:1 source code listens on it'],
  },
  {
    name: 'the host ports of an Aspire application',
    tree: {
      'Shop.AppHost/AppHost.cs': `var redis = builder.AddRedis("cache", port: 6380);
var pg = builder.AddPostgres("pg").WithHostPort(5433);
builder.AddNpmApp("web", "../web").WithHttpEndpoint(port: 3000, env: "PORT");
builder.AddViteApp("v", "../v").WithEndpoint(scheme: "http", port: 5173, targetPort: 5173);
builder.AddContainer("m", "mailpit").WithHttpEndpoint(8025, 8025, "ui");
builder.AddProject<Projects.Api>("api");
`,
    },
    left: [1, 2, 3, 4, 5].map((line) => `Shop.AppHost/AppHost.cs:${line} Aspire listens on it`),
  },
  source('src/app/core.clj', '(jetty/run-jetty app {:port 3000 :join? false})', binds),
  {
    name: 'what a server of Clojure is told in the lines below it, and not what else has a port',
    tree: {
      'src/app/server.clj': '(run-server (app)\n  {:port 3000})\n\n(connect {:port 5000})\n',
    },
    left: ['src/app/server.clj:2 source code listens on it'],
  },
  source('haproxy.cfg', '  bind *:8088 ssl', 'HAProxy listens on it'),
  source(
    'proxy/envoy-dev.yaml',
    '- { address: 0.0.0.0, port_value: 10000 }',
    'Envoy listens on it',
  ),
  {
    name: 'what Envoy calls at another host is a port of that',
    tree: {
      'envoy.yaml': `listeners:
  - address: { socket_address: { address: 0.0.0.0, port_value: 10000 } }
clusters:
  - socket_address:
      address: shop-api
      port_value: 8080
  - socket_address:
      address: "host.docker.internal"
      port_value: 3000
`,
    },
    left: ['envoy.yaml:2 Envoy listens on it', 'envoy.yaml:9 Envoy listens on it, or calls it'],
  },
  source('.run/api.run.xml', '<env name="API_PORT" value="4000" />', 'an IDE gives it'),
  source('dev.Caddyfile', 'localhost:8443 {', 'Caddy listens on it'),
  source('Vagrantfile', 'c.vm.network :forwarded_port, guest: 80, host: 8080', 'Vagrant forwards'),
  {
    name: 'Flower, Beego and Reverb say their ports in files that are not changed',
    tree: {
      'flowerconfig.py': 'port = 5566\nmax_tasks = 9\n',
      'conf/app.conf': 'appname = shop\nhttpport = 8000\n',
      'config/reverb.php': "<?php return ['port' => env('REVERB_SERVER_PORT', 9000)];\n",
      Procfile: 'flower: celery -A shop flower\nws: php artisan reverb:start\n',
      '.env': 'REVERB_HOST=localhost\nREVERB_PORT=8080\n',
    },
    left: [
      'flowerconfig.py:1 Flower listens on it',
      'conf/app.conf:2 Beego listens on it',
      'Procfile:2 artisan listens on its default here: config/reverb.php:1 may say another port',
      '.env:2 nothing in this project listens on 8080',
    ],
  },
  {
    name: 'what says where Reverb is follows the command that starts it',
    tree: {
      '.env': 'REVERB_HOST=localhost\nREVERB_PORT=«REVERB_PORT:8080»\n',
      Procfile: 'ws: php artisan reverb:start«+REVERB_PORT:8080»\n',
    },
  },
  {
    name: 'an endpoint of Phoenix over several lines',
    tree: {
      'config/dev.exs': `config :shop, ShopWeb.Endpoint,
  http: [
    ip: {127, 0, 0, 1},
    options: [max: 32768],
    port: 4000
  ],
  reload: [
    port: 4003
  ]
# https: [
#   port: 4001
`,
    },
    left: ['config/dev.exs:5 source code listens on it'],
  },
  {
    name: 'what Spring calls where nothing says it, where that moves',
    tree: {
      'compose.yaml':
        'services:\n  k: { image: x, ports: ["«K_PORT:9092»:9092"] }\n  r: { image: x, ports: ["«R_PORT:6379»:6379"] }\n',
      'a/src/main/resources/application.properties':
        'server.port=«A_PORT:8081»\nspring.kafka.consumer.group-id=a\nspring.rabbitmq.ssl.enabled=true\n',
      'b/src/main/resources/application.yml':
        'server.port: «B_PORT:8082»\nspring:\n  kafka: { properties: { bootstrap.servers: "k:9092" } }\n  data.redis.timeout: 3s\n',
      'c/src/main/resources/application-dev.yml': 'spring.kafka.consumer.group-id: c\n',
    },
    left: [
      'a/src/main/resources/application.properties:2 Spring calls localhost:9092 where nothing says otherwise; with "spring.kafka.bootstrap-servers" here it would follow',
      'b/src/main/resources/application.yml:4 Spring calls localhost:6379 where nothing',
    ],
  },
  {
    name: 'a repository of Ecto that leaves its port out, where one that it means moves',
    tree: {
      'config/dev.exs': `config :shop, Shop.RepoBase,
  username: "postgres",
  hostname: "localhost",
  pool_size: 10

config :shop, Shop.ReadRepo,
  hostname: "db",
  pool_size: 10
`,
      'compose.yaml': 'services: { db: { image: x, ports: ["«DB_PORT:5432»:5432"] } }\n',
    },
    left: ['config/dev.exs:3 Ecto connects to it where no port is said'],
  },
  {
    name: 'a repository of Ecto that leaves its port out, where none moves',
    tree: { 'config/dev.exs': 'config :shop, Shop.Repo,\n  hostname: "localhost"\n' },
  },
  {
    name: 'a repository of Ecto',
    tree: {
      'config/dev.exs': `config :shop, Shop.Repo,
  username: "postgres",
  port: 5432,
  pool_size: 10

config :shop, :mailer,
  port: 1025
`,
      'config/test.exs': `config :shop, Shop.Repo,
  port: 5433
`,
    },
    left: [
      'config/dev.exs:3 Ecto connects to it, and source code is not changed',
      'config/test.exs:2 Ecto connects to it',
    ],
  },
  {
    name: 'a server of uvicorn over several lines',
    tree: {
      'shop/__main__.py': `uvicorn.run(
    "shop:app",
    port=8000,
)
cache(port=6379)
`,
    },
    left: ['shop/__main__.py:3 source code listens on it'],
  },
  source('config/dev.exs', 'port = 4000\nconfig :x, timeout: 5000', binds),
  source('src/main/kotlin/x/Application.kt', 'embeddedServer(Netty, port = 8080) {', binds),
  source('chat/src/ServerMain.kt', 'embeddedServer(CIO, 8080, host = "0.0.0.0")', binds),
  source('src/http/mod.rs', 'axum::Server::bind(&"0.0.0.0:8080".parse()?)', binds),
  source('src/App.java', 'var app = Javalin.create().get("/", x).start(7070);', binds),
  source('src/main/scala/x/Main.scala', 'Http().newServerAt("localhost", 8080).bind(r)', binds),
  source('src/main/java/x/ServerApp.java', 'router.listen(8080);', binds),
  source('src/main/java/x/Model.java', 'router.listen(8080);'),
  source('src/Api/Program.cs', 'app.Run("http://localhost:5050");', binds),
  source('src/Api/Program.cs', 'options.ListenAnyIP(5050);', binds),
  source('main.cc', 'drogon::app().addListener("0.0.0.0", 8848).run();', binds),
  source('src/server.cpp', 'svr.listen("0.0.0.0", 8080);', binds),
  source(
    'Vagrantfile',
    'config.vm.network "forwarded_port", guest: 80, host: 8080, id: 22',
    'Vagrant forwards it',
  ),
  source('Vagrantfile', '# config.vm.network "forwarded_port", guest: 80, host: 8080'),
  source(
    'src/main/resources/application.conf',
    'ktor.deployment.port = 8080 # 9',
    'it stands in HOCON',
  ),
  source('conf/application.conf', 'http { port: "9001" }\n# port = 9002\nreport = 10'),
  {
    name: 'the ports of a configuration in HOCON, of which not all are ports',
    tree: {
      'conf/local1.conf': 'include "application"\nhttp.port = 9001\nartery.port = 73551\n',
      'conf/redis.conf': 'port 6379\n',
    },
    left: ['conf/local1.conf:2 it stands in HOCON'],
  },
  {
    name: 'Play, where nothing says otherwise',
    tree: {
      'shop/project/plugins.sbt':
        '// plugins\naddSbtPlugin("org.playframework" % "sbt-plugin" % "3.0.0")\n',
      'lib/project/plugins.sbt': 'addSbtPlugin("org.scalameta" % "sbt-scalafmt" % "2.5")\n',
    },
    left: ['shop/project/plugins.sbt:2 Play listens on its default here'],
  },
  source('config/test.exs', '  http: [ip: {127, 0, 0, 1}, port: 4002],\n  server: false'),
  source('server.js', 'app.listen(3000);', binds),
  source('src/server.ts', 'await app.listen({ host: "0.0.0.0", port: 3000 });', binds),
  source('apps/api/src/index.ts', 'const PORT = 3000;', binds),
  source('app.py', 'app.run(host="0.0.0.0", port=5000)', binds),
  source('api/main.py', 'uvicorn.run("main:app", port=8000, reload=True)', binds),
  source('cmd/api/main.go', 'http.ListenAndServe(":8080", nil)', binds),
  source('main.go', 'r.Run(":8080")', binds),
  source('src/main.rs', 'let listener = TcpListener::bind("0.0.0.0:3000").await?;', binds),
  source('src/main.rs', 'HttpServer::new(app).bind(("127.0.0.1", 8080))?.run().await', binds),
  source('src/main.rs', 'let addr = SocketAddr::from(([127, 0, 0, 1], 3000));', binds),
  source('src/main.rs', 'TcpListener::bind(format!("0.0.0.0:{port}"))'),
  source('config/dev.exs', '  http: [ip: {127, 0, 0, 1}, port: 4000],', binds),
  source(
    'config/dev.exs',
    '  http: [port: String.to_integer(System.get_env("PORT") || "4000")],',
    byDefault,
  ),
  source('server.js', 'app.listen(process.env.PORT || 3000);', byDefault),
  source('server.js', 'const port = process.env.PORT ?? 3000; app.listen(port);', byDefault),
  source('src/main.ts', "await app.listen(Number(process.env['PORT']) || 3000);", byDefault),
  source('main.ts', 'Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8000) }, app);', byDefault),
  source(
    'server.js',
    'const port = process.env.PORT ? Number(process.env.PORT) : 3000;',
    byDefault,
  ),
  source('server.js', "const { HOST = 'localhost', PORT = 3000 } = process.env;", byDefault),
  source('server.js', 'const client = connect(process.env.DB_PORT || 5432);'),
  source('server.js', 'const port = process.env.PORT ? 80 : other;'),
  source('src/index.ts', 'serve({ fetch: app.fetch, port: 3000 }, told);', binds),
  source('src/index.ts', 'export default { port: 3000, fetch: app.fetch };', binds),
  source('src/index.ts', 'export default { port: 3000 };'),
  source('server.js', 'const wss = new WebSocketServer({ port: 8080 });', binds),
  source(
    'src/server/wsDevServer.ts',
    'export const wss = new WebSocketServer({ port: 80 });',
    binds,
  ),
  source('apps/api/src/server/index.ts', 'app.listen(3000);', binds),
  source('mock-server.mjs', 'app.listen(3000);', binds),
  source('index.js', 'await startStandaloneServer(server, { listen: { port: 4000 } });', binds),
  source('index.js', 'observe({ host, port: 3000 }); x.serve({ port: 3000 });'),
  {
    name: 'what servers of JavaScript are told in lines below them',
    tree: {
      'a/index.ts': 'serve({\n  fetch: app.fetch,\n  port: 3000\n}, (info) => {\n  port: 1\n})\n',
      'b/index.ts': 'export default {\n  port: 3001,\n  fetch: app.fetch,\n};\n',
      'c/index.ts':
        'const server = Bun.serve({\n  port: 3002,\n});\nconnect({\n  port: 3003,\n});\n',
      'd/server.js': 'server.listen({\n  host,\n  port: 3004,\n});\n',
    },
    left: ['a/index.ts:3', 'b/index.ts:2', 'c/index.ts:2', 'd/server.js:3'].map(
      (place) => `${place} ${binds}`,
    ),
  },
  source('app.py', 'app.run(port=int(os.environ.get("PORT", 5000)))', byDefault),
  source('main.py', 'uvicorn.run(app, port=int(os.getenv("PORT", "8000")))', byDefault),
  source('src/components/index.ts', 'app.listen(3000);'),
  source('Dockerfile', 'EXPOSE 3000', 'it is the port inside the container'),
  source('api/Dockerfile.dev', 'ENV PORT=8080', 'it is the port inside the container'),
  source('Tiltfile', "k8s_resource('web', port_forwards=8000)", 'Tilt forwards it on this machine'),
  source('dev/Tiltfile', 'k8s_resource("web", port_forwards=["8080:80"])', 'Tilt forwards it'),
  source('Tiltfile', 'k8s_resource("web", port_forwards=os.getenv("PORT", "8000"))'),
  source('nginx.conf', '  listen 80;', 'nginx listens on it'),
  source('nginx.conf', 'http { server { listen 8080; } }', 'nginx listens on it'),
  source('nginx/conf.d/default.conf', 'listen [::]:8080 default_server;', 'nginx listens on it'),
  source('nginx/default', 'listen 8080;', 'nginx listens on it'),
  source('deploy/nginx/default.conf.template', 'listen 8080;', 'nginx listens on it'),
  source('etc/sites-enabled/shop', 'listen 8080 default_server;', 'nginx listens on it'),
  source('docker/conf.d/shop.conf', 'listen 8080;', 'nginx listens on it'),
  source('docker/conf.d/www.conf', 'listen = 9000'),
  source('httpd.conf', 'Listen 127.0.0.1:8080', 'Apache listens on it'),
  source('apache/000-default.conf', '<VirtualHost *:8080>', 'Apache listens on it'),
  source('sites-available/shop', '<VirtualHost 127.0.0.1:8080>', 'Apache listens on it'),
  source('apache2.conf', '# Listen 8080'),
  source('pom.xml', '<port>8080:80</port>', 'docker-maven-plugin publishes it'),
  source('db/pom.xml', '<port>127.0.0.1:5433:5432/tcp</port>', 'docker-maven-plugin publishes it'),
  source('pom.xml', '<port>${db.port}:5432</port> <!-- <port>1:2</port> -->'),
  source('pom.xml', '  <!-- <port>8080:80</port> -->'),
  source('pom.xml', '<jetty.http.port>8081</jetty.http.port>', 'a plugin of Maven'),
  source('pom.xml', '<jvmArguments>-Dserver.port=8081</jvmArguments>', 'a plugin of Maven'),
  source('pom.xml', '<version.of.port>8081</version.of.port><port>8081</port>'),
  {
    name: 'the port of a plugin of Maven, and not that of another thing',
    tree: {
      'pom.xml': [
        '<plugin><groupId>org.eclipse.jetty</groupId><artifactId>jetty-maven-plugin</artifactId>',
        '<httpConnector><port>8081</port></httpConnector>',
        '<stopPort>8079</stopPort>',
        '</plugin>',
        '<port>8083</port>',
      ].join('\n'),
    },
    left: ['pom.xml:2 a plugin of Maven', 'pom.xml:3 a plugin of Maven'],
  },
  source('server.js', 'listen(process.env.PORT || (isProd ? 8080 : 4000))', byDefault),
  source('src/env.ts', 'const env = { PORT: port({ default: 3000 }) };', byDefault),
  source('apps/api/src/config/env.ts', 'const port = process.env.PORT || 5000;', byDefault),
  source('src/config/index.ts', 'x({ PORT: Joi.number().default(3000), A: 1 })', byDefault),
  source(
    'env.mjs',
    "z.object({ API_PORT: z.string().default('3000') })",
    'without API_PORT, source',
  ),
  source('env.ts', 'x({ PORT: num(), SIZE: num({ default: 5000 }) })'),
  source('env.ts', 'x({ DB_PORT: num({ default: 5432 }) })'),
  source('tests/env.ts', 'x({ PORT: num({ default: 3000 }) })'),
  {
    name: 'defaults of schemas over several lines',
    tree: {
      'src/env.ts':
        '  PORT: z\n    .coerce.number()\n    .default(3000),\n  SIZE: z.default(50),\n',
      'src/config.ts': '  PORT: {\n  PORT: port({\n    desc: "x",\n    default: 3001,\n  }),\n',
      'env.ts': 'interface Env {\n  PORT: number;\n}\nx = { default: 3002 };\n',
    },
    left: [`src/config.ts:4 ${byDefault}`, `src/env.ts:3 ${byDefault}`],
  },
  source('config/runtime.exs', 'port = env!("PORT", :integer, 4000)', byDefault),
  source('Caddyfile', ':8080 {', 'Caddy listens on it'),
  source('traefik.yml', '    address: ":80"', 'Traefik listens on it'),
  {
    name: 'a server that stays says so to those who call it',
    tree: {
      'server.js': 'app.listen(process.env.PORT || 3000);\n',
      'admin/server.js': 'app.listen(3001);\n',
      'cypress.json': '{"baseUrl":"http://localhost:3000","env":{"admin":"http://localhost:3001"}}',
    },
    left: [
      'admin/server.js:1 source code listens on it',
      'cypress.json:1 server.js:1 listens on 3000, and is left alone',
      'cypress.json:1 admin/server.js:1 listens on 3001, and is left alone',
      `server.js:1 ${byDefault}`,
    ],
  },
  {
    name: 'a server of which one command says the port, and others say nothing',
    tree: {
      'server.ts': 'app.listen(process.env.PORT || 3000);\n',
      'package.json':
        '{"scripts":{"dev":"tsx server.ts","e2e":"PORT=«PORT:8811» tsx server.ts","open":"open http://localhost:3000"}}',
      '.devcontainer/devcontainer.json': '{"forwardPorts":[3000,5432]}',
      'compose.yaml': 'services: { db: { image: postgres, ports: ["«DB_PORT:5432»:5432"] } }\n',
    },
    left: [
      '.devcontainer/devcontainer.json:1 it is a port inside the dev container, which the editor leads to a free one of this machine; it would follow a server of the project, but server.ts:1 listens on 3000',
      '.devcontainer/devcontainer.json:1 it is a port inside the dev container, which the editor leads to a free one of this machine; it would follow a server of the project, but nothing in this project listens on 5432 outside of a container',
      'package.json:1 server.ts:1 listens on 3000, and is left alone',
    ],
  },
  {
    name: 'the default of a program whose variable is set beside it, above it or where it starts',
    tree: {
      'server.js': 'app.listen(process.env.PORT || 3000);\n',
      '.env': 'PORT=«PORT:3000»\n',
      'apps/api/src/main.ts': 'app.listen(process.env.API_PORT || 3001);\n',
      'apps/api/.env': 'API_PORT=«API_PORT:3001»\n',
      'apps/web/src/index.ts': 'app.listen(process.env.WEB_PORT || 3002);\n',
      'apps/web/package.json': '{"scripts":{"dev":"WEB_PORT=«WEB_PORT:3003» node src/index.js"}}',
    },
  },
  {
    name: 'a variable whose number the source code does not read',
    tree: {
      '.env': 'PORT=3000\nAPI_URL=http://localhost:3000\n',
      'server.js': 'app.listen(3000);\n',
    },
    left: [
      '.env:1 PORT cannot move: server.js:1 listens on 3000 whatever it says',
      '.env:2 it is PORT of .env:1, which cannot move',
      'server.js:1 source code listens on it',
    ],
  },
  {
    name: 'a published port moves whatever the program inside listens on',
    tree: {
      'compose.yaml': 'services:\n  web:\n    build: .\n    ports: ["«WEB_PORT:3000»:3000"]\n',
      'server.js': 'app.listen(3000);\n',
    },
    left: ['server.js:1'],
  },
  {
    name: 'a command says the port itself',
    tree: {
      'package.json': '{"scripts":{"dev":"uvicorn main:app --port «DEV_PORT:8000»"}}',
      'main.py': 'uvicorn.run(app, port=8000)\n',
    },
    left: ['main.py:1'],
  },
  {
    name: 'a program that reads the variable follows it',
    tree: {
      '.env': 'PORT=«PORT:3000»\n',
      'server.js': 'app.listen(process.env.PORT || 3000);\n',
    },
  },
  {
    name: 'what stands before a program that has its port in its source is told with it',
    tree: {
      '.air.toml': '[proxy]\nproxy_port = «WEB_PORT:8090»\napp_port = 8080\n',
      'main.go': 'http.ListenAndServe(":8080", nil)\n',
    },
    left: ['.air.toml:3 it cannot move: main.go:1 listens on 8080', 'main.go:1'],
  },
  {
    name: 'an endpoint of Phoenix that asks a variable first',
    tree: {
      'config/runtime.exs':
        'http: [port: String.to_integer(System.get_env("PORT", "4000"))]\nport = String.to_integer(System.get_env("PORT") || "4001")\n',
    },
    left: ['config/runtime.exs:1 without PORT, source code listens on its default here'],
  },
  source('app.py', 'demo.launch(server_name="0.0.0.0", server_port=7861)', binds),
];
