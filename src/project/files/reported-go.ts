import { entry } from './reported-entry.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { listening, SERVER_VARIABLE } from './reported-listening.js';

/** With the program's name before it, which a library of settings may ask for. */
const OWN_VARIABLE =
  '(?<variable>(?!(?:DB|DATABASE|PG|POSTGRES|MYSQL|MONGO|REDIS|KAFKA|CLICKHOUSE|ELASTIC|SMTP|MAIL)[A-Z]*_)(?:(?:[A-Z]{2,20}_)?(?:APP|API|WEB|HTTP|SERVER)_)?PORT)';

/** Tags of envconfig, env, cleanenv and go-envconfig: `env:"PORT" envDefault:"8080"`. */
const GO_TAGS: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\benv(?:config)?:"${OWN_VARIABLE}(?:, ?default=|"[^\`]{0,80}\\b(?:d|envD|env-d)efault:"):?(?<port>\\d{2,5})"`,
      'd',
    ),
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

/** What servers in Go listen on. */
export const goPrograms: readonly ReportedFile[] = [
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
];
