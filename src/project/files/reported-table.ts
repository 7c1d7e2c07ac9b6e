import { javascript } from '../formats/javascript/index.js';
import type { SourceFile } from '../source-file.js';
import type { Collector } from './collector.js';
import { readDockerfile } from './dockerfile.js';

/** A kind of file whose ports are told of and never moved. */
export interface ReportedFile {
  /** Leads the names of its rules: `nginx`. */
  readonly name: string;
  readonly files: RegExp;
  /** As `FileKind.endings`. */
  readonly endings?: readonly string[];
  readonly states: readonly ReportedPort[];
  /** As `FileKind.sign`. */
  readonly sign?: string;
  /** What else it says. */
  readonly more?: (file: SourceFile, collector: Collector) => void;
}

export interface ReportedPort {
  /** It stands on its own line between one like this and one like that. */
  readonly opens?: RegExp;
  readonly closes?: RegExp;
  /**
   * Matches within one line, in linear time, and ends its group `port` with the digits. Its program
   * listens on them only where the variable of its group `variable` is not set, if it has one.
   */
  readonly pattern: RegExp;
  readonly reason?: string;
  /** The program of this file listens on it, whatever variables say. */
  readonly binds?: boolean;
}

const IN_CONTAINER = 'it is the port inside the container, which never moves';
const IN_SOURCE = 'source code listens on it, and is not changed; let it read a variable first';

const listening = (pattern: RegExp): ReportedPort => ({ pattern, reason: IN_SOURCE, binds: true });

/** What people call the variable that says where their server listens. */
const SERVER_VARIABLE = '(?<variable>(?:APP_|API_|WEB_|HTTP_|SERVER_)?PORT)';
/** `process.env.PORT`, `env['PORT']`, `Deno.env.get("PORT")`, in brackets of `Number` perhaps. */
const JAVASCRIPT_VARIABLE = `\\benv(?:\\.|\\.get\\(["']|\\[["'])${SERVER_VARIABLE}\\b["'\\]),10 ]{0,8}`;

const JAVASCRIPT: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `${JAVASCRIPT_VARIABLE}(?:\\|\\||\\?\\?) ?["'\`]?(?<port>\\d{2,5})\\b`,
      'd',
    ),
  },
  listening(/\.listen\(\s*(?<port>\d{2,5})\s*[,)]/d),
  listening(/\.listen\(\s*\{[^{}]{0,80}\bport:\s*(?<port>\d{2,5})\b/d),
  listening(
    /^\s*(?:export )?(?:const|let|var) (?:port|PORT)(?:: number)? = (?<port>\d{2,5})\s*[;,]?\s*$/d,
  ),
  listening(/^(?:Bun|Deno)\.serve\(\{[^{}]{0,80}\bport:\s*(?<port>\d{2,5})\b/d),
];
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
  listening(/\b(?:HTTPServer|TCPServer)\(\(["'][^"']{0,60}["'],\s*(?<port>\d{2,5})\)/d),
  {
    pattern: /\bdebugpy\.listen\([^#]{0,60}?\b(?<port>\d{4,5})\b/d,
    reason: 'it is a debugging port',
  },
];
const GO: readonly ReportedPort[] = [
  listening(/\bListenAndServe(?:TLS)?\("[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bAddr:\s*"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bnet\.Listen\("tcp[46]?",\s*"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\.(?:Run|Start|Listen)\("[^":]{0,60}:(?<port>\d{2,5})"\)/d),
];

const RUST: readonly ReportedPort[] = [
  listening(/\bbind\(\s*&?"[^":]{0,60}:(?<port>\d{2,5})"/d),
  listening(/\bbind\(\s*\("[^"]{0,60}",\s*(?<port>\d{2,5})\)/d),
  listening(/\bSocketAddr::from\(\(\[[\d,\s]{0,40}\],\s*(?<port>\d{2,5})\)\)/d),
];
/** An endpoint of Phoenix, in one line or in several. */
const ELIXIR: readonly ReportedPort[] = [
  {
    opens: /^[^#]{0,200}\bhttps?:\s*\[[^\]]{0,200}$/,
    closes: /^\s*\]/,
    pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
    reason: IN_SOURCE,
    binds: true,
  },
  listening(/\bhttps?:\s*\[(?:[^\]]{0,120},)?\s*port:\s*(?<port>\d{2,5})\b/d),
];

/** A repository of Ecto over several lines. */
const ECTO: ReportedPort = {
  opens: /^config\s{1,9}:\w{1,60},\s{0,9}[\w.]{0,100}Repo,/,
  closes: /^(?:\s*$|config\b)/,
  pattern: /^\s*port:\s*(?<port>\d{2,5})\b/d,
  reason: 'Ecto connects to it, and source code is not changed; let it read a variable',
};

/** Where programs begin, beside their package or in the usual folders of it. */
function entry(
  names: string,
  endings: readonly string[],
): Pick<ReportedFile, 'name' | 'files' | 'endings'> {
  const folders = '(?:src/|server/|api/|backend/|app/|bin/|cmd/[^/]+/)?';
  const packages = '(?:[^/]+/|(?:apps|services|packages)/[^/]+/)?';
  const path = `^${packages}${folders}(?:${names})\\.(?:${endings.join('|')})$`;
  return { name: 'source', files: new RegExp(path), endings };
}

export const reportedFiles: readonly ReportedFile[] = [
  {
    name: 'dockerfile',
    files: /(^|\/)(?:Dockerfile|Containerfile)(?:\.(?!ya?ml$)[\w-]+)?$|\.dockerfile$/i,
    more: readDockerfile,
    states: [
      { pattern: /^\s*EXPOSE\s+(?<port>\d{2,5})\b/di, reason: IN_CONTAINER },
      { pattern: /^\s*ENV\s+(?:[A-Z_]{0,40}_)?PORT[ =](?<port>\d{2,5})\b/di, reason: IN_CONTAINER },
      {
        pattern:
          /^\s*(?:HEALTHCHECK\b.{0,200}|.{0,200}\bcurl\b.{0,200})localhost:(?<port>\d{2,5})\b/di,
        reason: IN_CONTAINER,
      },
    ],
  },
  {
    name: 'tilt',
    files: /(^|\/)Tiltfile(?:\.[\w-]+)?$/,
    states: [
      {
        pattern: /\bport_forwards?\s*[=(]\s*\[?\s*["']?(?<port>\d{2,5})\b/d,
        reason: 'Tilt forwards it on this machine; os.getenv("PORT") would let a variable say it',
      },
    ],
  },
  {
    name: 'nginx',
    files: /(^|\/)nginx[^/]*\.conf(?:\.template)?$|(^|\/)nginx\/.+\.conf$/,
    endings: ['conf', 'template'],
    states: [
      {
        pattern: /^\s*listen\s+(?:\[?[\w.:*]{0,40}\]?:)?(?<port>\d{2,5})\b/d,
        reason:
          'nginx listens on it where its configuration is used, which is a container more often than not',
      },
    ],
  },
  {
    name: 'caddy',
    files: /(^|\/)Caddyfile(?:\.[\w-]+)?$/,
    states: [
      {
        pattern: /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1)?:(?<port>\d{2,5})\b/d,
        reason:
          'Caddy listens on it where its configuration is used; "{$PORT:8080}" would let a variable say it',
      },
    ],
  },
  {
    name: 'traefik',
    files: /(^|\/)traefik[^/]*\.(?:ya?ml|toml)$/,
    endings: ['yml', 'yaml', 'toml'],
    states: [
      {
        pattern: /^\s*address\s*[:=]\s*["']?[\w.]{0,40}:(?<port>\d{2,5})\b/d,
        reason:
          'Traefik listens on it where its configuration is used, which is a container more often than not',
      },
    ],
  },
  {
    ...entry('server|index|main|app|start|www', javascript.endings),
    states: JAVASCRIPT,
    sign: '[.]listen[(][[:space:]]*[{0-9]|(const|let|var) (port|PORT)(: number)? = [0-9]|(Bun|Deno)[.]serve[(]|env.{1,25}([|][|]|[?][?]) ?[^ ]?[0-9]',
  },
  {
    ...entry('server|main|app|run|wsgi|asgi|__main__', ['py']),
    states: PYTHON,
    sign: '(app|uvicorn|socketio|server|application)[.]run[(]|(HTTP|TCP)Server[(]|debugpy[.]listen[(]|(environ[.]get|getenv)[(].{1,16}, ?[^ ]?[0-9]',
  },
  {
    ...entry('main|server', ['go']),
    states: GO,
    sign: 'ListenAndServe(TLS)?[(]"|Addr:[[:space:]]*"|[.](Run|Start|Listen)[(]"',
  },
  {
    ...entry('main|server|lib', ['rs']),
    states: RUST,
    sign: 'bind[(][[:space:]]*[&"(]|SocketAddr::from[(]',
  },
  {
    name: 'source',
    files: /(^|\/)config\/(?:config|dev|runtime)\.exs$/,
    endings: ['exs'],
    states: [...ELIXIR, ECTO],
    sign: 'https?:[[:space:]]*[[]|Repo,',
  },
  // Its endpoint starts no server.
  {
    name: 'source',
    files: /(^|\/)config\/test\.exs$/,
    endings: ['exs'],
    states: [ECTO],
    sign: 'Repo,',
  },
];
