/*
 * What the common tools of scripts do with their words. Data, not rules: what is not listed is
 * read by the general ones.
 */

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** They set variables, or nothing, and run the rest of their words. */
export const PREFIXES = list(
  'env cross-env cross-env-shell export local readonly declare typeset set sudo exec time nohup command nice npx bunx pnpx exec-sh dotenv dotenvx env-cmd dotenv-cli doas stdbuf timeout',
);

/** Of a prefix: flags that take the next word. `dotenv -v` sets a variable with it. */
export const PREFIX_FLAGS_WITH_WORD: Readonly<Record<string, ReadonlySet<string>>> = {
  npx: list('-p --package -c --call'),
  env: list('-u --unset -C --chdir'),
  sudo: list('-u -g -h -p -C'),
  nice: list('-n'),
  timeout: list('-k -s'),
  dotenv: list('-e -c -p'),
  dotenvx: list('-e -f --env-file'),
  'dotenv-cli': list('-e -c -p'),
  'env-cmd': list('-f -e --file --environments'),
};

/** With one of these as second word a package manager runs the rest of its words as it is. */
export const PACKAGE_MANAGERS = list('npm pnpm yarn bun');
export const RUNS_WORDS = list('exec dlx x');
/** So do these with `run` or `exec`. */
export const ENVIRONMENT_MANAGERS = list('poetry pipenv uv pdm rye hatch bundle');
/** Each of their words is a command line, also one that is a single word. */
export const RUNS_LINES = list('concurrently conc sh bash zsh cross-env-shell');
/** But for the word after one of these. */
export const RUNS_LINES_FLAGS = list(
  '-n --names -c --prefix-colors -p --prefix -l --prefix-length -m --max-processes -t --timestamp-format -s --success --restart-tries --restart-after --hide --kill-signal --cwd',
);
/** They run package scripts by name. */
export const SCRIPT_RUNNERS = list(
  'concurrently conc run-p run-s run-pty npm-run-all turbo lerna nx wireit start-server-and-test server-test start-test',
);

/** What they run, they run in a container or on another machine: no port there is the host's. */
export const INSIDE = list(
  'docker-compose podman-compose kubectl ssh scp sftp rsync lsof fuser nmap iptables ufw vagrant helm terraform ansible ansible-playbook',
);
export const CONTAINER_TOOLS = list('docker podman nerdctl');

/** Whether it takes the flags of `docker run`; `acme-docker` hands them on to the one or the other. */
export function runsContainers(tool: string): boolean {
  return CONTAINER_TOOLS.has(tool) || /^[\w-]{0,60}(?:-docker|-compose)$/.test(tool);
}

const SPEECH = list('echo printf git jq cat say read test [ [[ logger dialog whiptail notify-send');
/** Functions that a script has for messages; `log_and_run` is one for commands. */
const SPEAKER =
  /^_{0,2}(?:log|info|warn|warning|err|error|hint|tip|note|notice|msg|message|debug|success|ok|fail|die|fatal|abort|step|heading|banner|print|[ct]?echo|show|red|green|yellow|blue|cyan|magenta|bold)(?:(?:_|\.|::)[a-z]{1,20}){0,2}$/i;
const RUNNER = /run|exec|cmd|command|start|serve|do$/i;

/** Whether the words of a tool are text for people or programs: only a URL in it follows. */
export function speaks(tool: string): boolean {
  return SPEECH.has(tool) || (SPEAKER.test(tool) && !RUNNER.test(tool));
}

/** Their words are looked for in a text, or put into one, that somebody else writes. */
export const EDITORS = list('sed gsed awk gawk grep egrep fgrep rg ag ack perl sd');

/** They talk to a server that somebody else starts. */
export const CLIENTS = list(
  'psql pg_isready pg_dump pg_restore createdb dropdb mysql mysqladmin mysqldump mysqlimport mysqlcheck mysqlshow mycli mariadb mariadb-dump mariadb-admin redis-cli mongosh mongo mongodump mongorestore curl wget http https xh xhs hurl wait-on wait-port wait-for-it wait-for-it.sh wait-for kill-port fkill open open-cli xdg-open start explorer lt localtunnel ngrok cloudflared lhci lighthouse autocannon ab wrk k6 artillery cypress-run newman telnet',
);

/** Their positional words may be bare port numbers of servers that somebody else starts. */
export const TAKES_PORTS = list(
  'kill-port fkill wait-port wait-on start-server-and-test server-test start-test ngrok hookdeck',
);

/** To them `:3000` is an address of this machine. */
export const SHORT_HOSTS = list('http https xh xhs');

/** They take a port as the word after its host, unless they listen. */
export const HOST_THEN_PORT = list('nc ncat netcat telnet');

/** An address with a path behind it is the name of an image to them, in which it is a part. */
export const NAMES_IMAGES = list(
  'skaffold pack kind k3d minikube crane skopeo ko buildah buildctl oras cosign trivy',
);

/** `-p` is something else to them. */
export const OTHER_SHORT_P = list(
  'mkdir tsc vue-tsc tspc tsc-watch ttsc cp mv rm install touch npm npx bun node deno ts-node tsx perl ruby php python python3 pytest py.test git tar unzip zip ps pgrep pkill kill xargs parallel make cargo dotnet msbuild mvn gradle docker podman docker-compose docker-machine podman-compose nerdctl kubectl helm rollup esbuild webpack eslint prettier jest vitest mocha ava tap nyc c8 mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mycli mariadb mariadb-dump mariadb-admin nmap lsof ssh scp rsync curl wget grep autocannon time tee read typedoc nx turbo lerna rush playwright stylelint sass postcss tsup swc babel bash sh zsh k6 artillery concurrently run-p npm-run-all',
);

/** `-P` is their port, and `-p` a password. */
export const CAPITAL_P = list(
  'mysql mysqladmin mysqldump mysqlimport mysqlcheck mysqlshow mycli mariadb mariadb-dump mariadb-admin',
);

/** Clients that go to this port where none is said. `mysql -h localhost` goes to a socket. */
export const CLIENT_DEFAULTS: Readonly<Record<string, { port: number; hosts: RegExp }>> = {
  ...ofPostgres('psql pg_isready pg_dump pg_restore createdb dropdb'),
  mysql: { port: 3306, hosts: /^127\./ },
  mysqladmin: { port: 3306, hosts: /^127\./ },
  mysqldump: { port: 3306, hosts: /^127\./ },
  'redis-cli': { port: 6379, hosts: /^(?:localhost|127\.)/ },
};

function ofPostgres(tools: string): Record<string, { port: number; hosts: RegExp }> {
  const own = { port: 5432, hosts: /^(?:localhost|127\.)/ };
  return Object.fromEntries(tools.split(' ').map((tool) => [tool, own]));
}

/** `-p` is their port for certain. */
export const SHORT_P = list(
  'next serve http-server nuxt nuxi rails flask json-server storybook start-storybook sb parcel hugo ganache gatsby docusaurus vuepress expo puma unicorn thin sirv servor netlify prisma sanity firebase memcached mosquitto nats-server live-server ws local-web-server static-server psql pg_isready pg_dump pg_restore createdb dropdb redis-cli cypress lt localtunnel superstatic ecstatic harp metro react-native nodecg verdaccio stub-server prism mockoon-cli wiremock redis-server',
);

/** `-l` is the address that they listen on. */
export const SHORT_L = list('serve vercel micro nc ncat netcat verdaccio');
/** `-b` is the address that they listen on. */
export const SHORT_B = list('gunicorn hypercorn rackup daphne waitress-serve caddy');

/** The port of the program that the tool starts, whose own files may say it: `dapr run --app-port`. */
export const STARTED_PORT_FLAGS = list('app-port');

/** A number beside these names is a debugger's: the tools that attach know it, and no file here. */
export const DEBUG_FLAGS = list(
  'inspect inspect-brk inspect-wait inspect-port debug debug-brk debug-port remote-debugging-port',
);

/** Flags whose value is an address, so that `:3000` is one. */
export const ADDRESS_FLAGS = list(
  'listen bind addr address http listen-address http-address http-addr listen-addr bind-address host bind-addr dev-addr endpoint',
);

/** These end in "port" and are something else, or belong to another machine. */
export const NOT_PORT_FLAGS = list(
  'strict-port strictport no-port target-port container-port remote-port import export report support transport viewport passport max-port min-port base-port',
);

/** `docker run` flags that take no word; every other one takes the next word. */
export const DOCKER_RUN_SWITCHES = list(
  '--detach --interactive --tty --publish-all --rm --init --privileged --read-only --no-healthcheck --oom-kill-disable --disable-content-trust --quiet --sig-proxy --help --replace --tls-verify --service-ports --no-deps --use-aliases --no-TTY --build --remove-orphans --quiet-pull --quiet-build',
);
