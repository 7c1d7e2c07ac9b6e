import { javascript } from '../formats/javascript/index.js';
import { ASPIRE } from './aspire.js';
import { readDefaultCalls } from './default-calls.js';
import { readEcto } from './ecto.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { GO_TAGS } from './reported-go-tags.js';
import { JAVASCRIPT, JAVASCRIPT_SIGNS, javascriptSettings } from './reported-javascript.js';
import { IN_SOURCE, listening, SERVER_VARIABLE } from './reported-listening.js';

/** Source code: what its servers listen on, which is not changed. */

/** Of `argparse` and `click`, in one line or in several. */
const BY_FLAG = 'source code takes it without "--port"; say it in the command that starts this';
const PYTHON: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\b(?:environ\\.get|getenv)\\(["']${SERVER_VARIABLE}["'], ?["']?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  listening(
    /\b(?:app|uvicorn|socketio|server|application)\.run\([^#]{0,300}\bport\s*=\s*(?<port>\d{2,5})\b/d,
  ),
  listening(/^(?:PORT|port)(?:: int)? = (?<port>\d{2,5})\s*(?:#.*)?$/d),
  {
    opens: /\buvicorn\.(?:run|Config)\(\s*$/,
    closes: /^\s*\)/,
    ...listening(/^[^#]{0,200}\bport\s*=\s*(?<port>\d{2,5})\b/d),
  },
  listening(/\b(?:HTTPServer|TCPServer)\(\(["'][^"']{0,60}["'],\s*(?<port>\d{2,5})\)/d),
  listening(/\.launch\([^#]{0,300}\bserver_port\s*=\s*(?<port>\d{2,5})\b/d),
  {
    pattern:
      /\b(?:add_argument|[oO]ption)\([^#]{0,80}["']--port["'][^#]{0,200}\bdefault\s*=\s*(?<port>\d{2,5})\b/d,
    reason: BY_FLAG,
  },
  {
    opens: /^\s*(?:["']-p["'],\s*)?["']--port["'],/,
    closes: /^\s*\)/,
    pattern: /\bdefault\s*=\s*(?<port>\d{2,5})\b/d,
    reason: BY_FLAG,
  },
  {
    pattern: /\bdebugpy\.listen\([^#]{0,60}?\b(?<port>\d{4,5})\b/d,
    reason: 'it is a debugging port',
  },
];
const GO: readonly ReportedPort[] = [
  ...GO_TAGS,
  {
    pattern: new RegExp(
      `\\b\\w{0,40}[eE]nv\\w{0,40}\\("${SERVER_VARIABLE}", "?:?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  // `if port == "" { port = "8080" }`, below the line that asks for the variable.
  {
    opens: new RegExp(`\\bos\\.Getenv\\("${SERVER_VARIABLE}"\\)`),
    closes: /^\s*\}/,
    pattern: /^\s*\w{0,30}(?:[pP]ort|[aA]ddr)\w{0,30} = "(?:[\w.]{0,40}:)?(?<port>\d{2,5})"\s*$/d,
  },
  {
    pattern:
      /\bflag\.(?:String|Int|Uint)(?:Var)?\((?:&[\w.]{1,60}, ?)?"(?:addr|address|listen|port|http|bind)", ?"?(?:[\w.]{0,40}:)?(?<port>\d{2,5})\b/d,
    reason: 'source code takes it without the flag; say it in the command that starts this',
  },
  listening(/\bListenAndServe(?:TLS)?\("[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bAddr:\s*"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bnet\.Listen\("tcp[46]?",\s*"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\.(?:Run|Start|Listen)\("[^":]{0,60}:(?<port>\d{2,5})"\)/d),
];
/** Sinatra, Rack and WEBrick. */
const RUBY: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\bENV(?:\\.fetch\\(|\\[)["']${SERVER_VARIABLE}["'](?:, ?|\\) ?\\{ ?|\\] ?\\|\\| ?)["']?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  listening(/\bset\(? ?:port, ?(?<port>\d{2,5})\b/d),
  listening(/\bHTTPServer\.new\([^#]{0,100}\bPort(?:: | ?=> ?)(?<port>\d{2,5})\b/d),
  listening(/\bTCPServer\.new\((?:["'][^"']{0,60}["'], ?)?(?<port>\d{2,5})\)/d),
  listening(/\.run!?[( ][^#]{0,100}\b[pP]ort(?:: | ?=> ?)(?<port>\d{2,5})\b/d),
];

const RUST: readonly ReportedPort[] = [
  listening(/\bbind\(\s*&?"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bbind\(\s*\("[^"]{0,60}",\s*(?<port>\d{2,5})\)/d),
  listening(/\bSocketAddr::from\(\(\[[\d,\s]{0,40}\],\s*(?<port>\d{2,5})\)\)/d),
];
/** An endpoint of Phoenix, in one line or in several. */
const ELIXIR: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\bport: ?(?:String\\.to_integer\\()?System\\.get_env\\("${SERVER_VARIABLE}"(?:\\) \\|\\| |, )"(?<port>\\d{2,5})"`,
      'd',
    ),
  },
  // Of Dotenvy.
  {
    pattern: new RegExp(
      `\\benv!\\("${SERVER_VARIABLE}", [^()"]{1,60}, "?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  {
    opens: /^[^#]{0,200}\bhttps?:\s*\[[^\]]{0,200}$/,
    closes: /^\s*\]/,
    pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
    reason: IN_SOURCE,
    binds: true,
  },
  listening(/\bhttps?:\s*\[(?:[^\]]{0,120},)?\s*port:\s*(?<port>\d{2,5})\b/d),
  listening(/^port = (?<port>\d{2,5})\s*$/d),
];
/** Ktor, Javalin, Vert.x, http4s and Pekko, the server of the JDK. */
const JVM: readonly ReportedPort[] = [
  listening(/\bembeddedServer\(\s*\w{1,40},\s*(?:port\s*=\s*)?(?<port>\d{2,5})\b/d),
  listening(/\bJavalin\b.{0,200}\.start\((?<port>\d{2,5})\)/d),
  listening(/\.listen\((?<port>\d{2,5})[,)]/d),
  listening(/\b(?:newServerAt|bindAndHandle)\([^#]{0,100}?"[^"]{0,60}",\s*(?<port>\d{2,5})\b/d),
  listening(/\bHttpServer\.create\(new InetSocketAddress\((?<port>\d{2,5})\)/d),
];
const DOTNET: readonly ReportedPort[] = [
  listening(/\b(?:UseUrls|[aA]pp\.Run)\("https?:\/\/[^":]{1,60}:(?<port>\d{2,5})\b/d),
  listening(/\b(?:ListenAnyIP|ListenLocalhost)\((?<port>\d{2,5})\b/d),
];
/** Ring's servers, in one line or with the options in one below. */
const CLOJURE: readonly ReportedPort[] = [
  {
    opens: /\((?:[\w.-]{1,60}\/)?(?:run-jetty|run-server|run-undertow|start-server)\b/,
    closes: /^\s*$|^\(/,
    ...listening(/:port\s+(?<port>\d{2,5})\b/d),
  },
];
/** cpp-httplib, Drogon, Crow. */
const CPP: readonly ReportedPort[] = [
  listening(/(?:\.listen|\baddListener)\("[^"]{0,60}",\s*(?<port>\d{2,5})\b/d),
  listening(/\bapp\.port\((?<port>\d{2,5})\)/d),
];

/** A repository of Ecto over several lines. */
const ECTO: ReportedPort = {
  opens: /^config\s{1,9}:\w{1,60},\s{0,9}[\w.]{0,100}Repo\w{0,40},/,
  closes: /^(?:\s*$|config\b)/,
  pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
  reason: 'Ecto connects to it, and source code is not changed; let it read a variable',
  matters: 'where it moves',
};

const FOLDERS = '(?:src/|server/|api/|backend/|app/|bin/|cmd/[^/]+/)?';

/** Where programs begin, beside their package or in the usual folders of it. */
function entry(
  names: string,
  endings: readonly string[],
  folders = FOLDERS,
): Pick<ReportedFile, 'name' | 'files' | 'endings'> {
  const packages = '(?:[^/]+/|(?:apps|services|packages)/[^/]+/)?';
  const path = `^${packages}${folders}(?:${names})\\.(?:${endings.join('|')})$`;
  return { name: 'source', files: new RegExp(path), endings };
}

export const reportedSources: readonly ReportedFile[] = [
  {
    ...entry(
      '[\\w.-]{0,40}[sS]erver|index|main|app|start|www',
      javascript.endings,
      `(?:src/(?=server/|api/|backend/))?${FOLDERS}`,
    ),
    states: JAVASCRIPT,
    signs: JAVASCRIPT_SIGNS,
  },
  javascriptSettings,
  {
    ...entry('server|main|app|run|wsgi|asgi|__main__', ['py']),
    states: PYTHON,
    more: readDefaultCalls,
    signs: [
      '--port',
      '^(PORT|port)(: int)? = [0-9]',
      'app[.]run_server[(]',
      '(app|uvicorn|socketio|server|application)[.]run[(]',
      '(HTTP|TCP)Server[(]',
      'uvicorn[.]Config[(]',
      'debugpy[.]listen[(]',
      '[.]launch[(]',
      '(environ[.]get|getenv)[(].{1,16}, ?[^ ]?[0-9]',
    ],
  },
  {
    ...entry('main|server', ['go']),
    states: GO,
    signs: [
      'os[.]Getenv[(]"[A-Z_]*PORT"[)]',
      'env(config)?:"[A-Z_]*PORT',
      'flag[.](String|Int|Uint)',
      'ListenAndServe(TLS)?[(]"',
      'Addr:[[:space:]]*"',
      '[.](Run|Start|Listen)[(]"',
    ],
  },
  {
    ...entry('', ['go']),
    files:
      /^(?!(?:[^/]{1,60}\/){0,3}(?:vendor|testdata|tests?|examples?)\/)(?:[^/]{1,60}\/){0,4}(?:config|conf|env|settings)\.go$/,
    states: GO_TAGS,
    signs: ['env(config)?:"[A-Z_]*PORT'],
  },
  {
    ...entry('main|server|app|web', ['rb']),
    states: RUBY,
    more: readDefaultCalls,
    signs: [
      'require .sinatra',
      'set[(]? ?:port',
      '(HTTP|TCP)Server[.]new',
      '[.]run!?[( ].{0,80}[pP]ort',
    ],
  },
  // That it is there says who starts the program beside it.
  { name: 'rack', files: /(^|\/)config\.ru$/, endings: ['ru'], states: [] },
  {
    name: 'source',
    files:
      /^(?:[^/]+\/){0,2}(?:src\/(?:[^/]+\/){0,3})?(?:main|server|lib|mod|http|web|startup|app)\.rs$/,
    endings: ['rs'],
    states: RUST,
    signs: ['bind[(][[:space:]]*[&"(]', 'SocketAddr::from[(]'],
  },
  {
    name: 'source',
    files: /(^|\/)config\/(?:config|dev|runtime)\.exs$/,
    endings: ['exs'],
    states: [...ELIXIR, ECTO],
    more: readEcto,
    signs: [
      'https?:[[:space:]]*[[]',
      'Repo[A-Za-z]*,',
      '^port = [0-9]',
      'System[.]get_env[(]"',
      'env![(]"',
    ],
  },
  // Its endpoint starts no server.
  {
    name: 'source',
    files: /(^|\/)config\/test\.exs$/,
    endings: ['exs'],
    states: [ECTO],
    more: readEcto,
    signs: ['Repo[A-Za-z]*,'],
  },
  {
    name: 'source',
    files: /(^|\/)[\w-]{0,60}(?:Application|App|Main|Server)[\w-]{0,60}\.(?:java|kt|scala)$/,
    endings: ['java', 'kt', 'scala'],
    states: JVM,
    signs: [
      'embeddedServer[(]',
      'Javalin',
      '[.]listen[(][0-9]',
      'newServerAt[(]',
      'bindAndHandle[(]',
      'HttpServer[.]create[(]',
    ],
  },
  {
    name: 'aspire',
    files: /(^|\/)(?:AppHost|[\w.-]{0,80}AppHost\/(?:Program|AppHost))\.cs$/,
    endings: ['cs'],
    states: ASPIRE,
    signs: ['Endpoint[(]', 'With(Host|Gateway|Data)Port[(]', 'port:[[:space:]]*[0-9]'],
  },
  {
    name: 'source',
    files: /(^|\/)(?:Program|Startup)\.cs$/,
    endings: ['cs'],
    states: DOTNET,
    signs: ['UseUrls[(]"', '[aA]pp[.]Run[(]"', 'Listen(AnyIP|Localhost)[(]'],
  },
  {
    name: 'source',
    files: /(^|\/)(?:src|dev|env)\/(?:[^/]+\/){0,5}(?:core|server|main|app|web|system|user)\.clj$/,
    endings: ['clj'],
    states: CLOJURE,
    signs: ['run-jetty', 'run-server', 'run-undertow', 'start-server'],
  },
  {
    ...entry('main|server', ['cpp', 'cc', 'cxx']),
    states: CPP,
    signs: ['[.]listen[(]"', 'addListener[(]"', 'app[.]port[(]'],
  },
];
