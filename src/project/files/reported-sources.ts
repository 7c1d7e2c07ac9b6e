import { javascript } from '../formats/javascript/index.js';
import { ASPIRE } from './aspire.js';
import { readDefaultCalls } from './default-calls.js';
import { elixirSettings } from './reported-elixir.js';
import { entry, FOLDERS } from './reported-entry.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { goPrograms } from './reported-go.js';
import { JAVASCRIPT, JAVASCRIPT_SIGNS, javascriptSettings } from './reported-javascript.js';
import { listening, SERVER_VARIABLE } from './reported-listening.js';
import { pythonPrograms } from './reported-python.js';

/** Source code: what its servers listen on, which is not changed. */

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
  pythonPrograms,
  ...goPrograms,
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
  ...elixirSettings,
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
