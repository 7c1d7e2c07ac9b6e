import { javascript } from '../formats/javascript/index.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { listening, SERVER_VARIABLE } from './reported-listening.js';

/** `process.env.PORT`, `env['PORT']`, `Deno.env.get("PORT")`. */
const VARIABLE = `\\benv(?:\\.|\\.get\\(["']|\\[["'])${SERVER_VARIABLE}\\b`;
/** In brackets of `Number` perhaps. */
const CLOSED = `["'\\]),10 ]{0,8}`;
const DIGITS = '["\'`]?(?<port>\\d{2,5})\\b';
/** What takes its port among its options: of Hono, Bun, Deno, Node, ws. */
const SERVER =
  '(?:(?<![\\w.$])serve|\\b(?:Bun|Deno)\\.serve|\\.listen|\\b(?:WebSocketServer|WebSocket\\.Server))\\(\\s{0,9}\\{';

/** `z.coerce.number().default(3000)`, `port({ default: 3000 })`, up to the next key. */
const NEXT_KEY = `\\b[A-Z][A-Z_]{2,40}["']?:`;
const DEFAULT = `\\bdefault(?:\\(|: ?)${DIGITS}`;
const SCHEMA_KEY = `(?<![\\w.])["']?${SERVER_VARIABLE}["']?: ?[a-zA-Z$]`;

/** What is taken where the variable is not set, as programs and their schemas say it. */
const DEFAULTS: readonly ReportedPort[] = [
  { pattern: new RegExp(`${VARIABLE}${CLOSED}(?:\\|\\||\\?\\?) ?${DIGITS}`, 'd') },
  { pattern: new RegExp(`${VARIABLE}${CLOSED}\\? ?[^:?]{1,60} ?: ?${DIGITS}`, 'd') },
  // `|| (isProduction ? 8080 : 4000)`: the last of the two is told.
  {
    pattern: new RegExp(
      `${VARIABLE}${CLOSED}(?:\\|\\||\\?\\?) ?\\([^?:]{1,80}\\? ?["'\`]?\\d{2,5}["'\`]? ?: ?${DIGITS}`,
      'd',
    ),
  },
  {
    pattern: new RegExp(
      `\\{[^{}]{0,80}\\b${SERVER_VARIABLE} ?= ?${DIGITS}[^{}]{0,80}\\} ?= ?process\\.env\\b`,
      'd',
    ),
  },
  // Of envalid, Joi, Zod and their like.
  { pattern: new RegExp(`${SCHEMA_KEY}(?:(?!${NEXT_KEY}).){0,160}?${DEFAULT}`, 'd') },
  {
    opens: new RegExp(
      `^\\s*["']?${SERVER_VARIABLE}["']?: ?[a-zA-Z$](?:(?!\\bdefault\\b|${NEXT_KEY})[^;]){0,160}(?<![;,])$`,
    ),
    closes: /^\s*["']?[A-Z][A-Z_0-9]{1,40}["']?:|^\s*\}?\)[,;]*\s*$/,
    pattern: new RegExp(DEFAULT, 'd'),
  },
];

/** What servers in JavaScript and TypeScript listen on. */
export const JAVASCRIPT: readonly ReportedPort[] = [
  ...DEFAULTS,
  listening(/\.listen\(\s*(?<port>\d{2,5})\s*[,)]/d),
  listening(new RegExp(`${SERVER}[^{}]{0,80}\\bport: ?(?<port>\\d{2,5})\\b`, 'd')),
  {
    opens: new RegExp(`${SERVER}\\s*$`),
    closes: /^\s*\}/,
    ...listening(/^\s*port: ?(?<port>\d{2,5})\b/d),
  },
  // Of Bun's `export default`.
  listening(/^export default \{[^{}]{0,80}\bport: ?(?<port>\d{2,5})\b[^{}]{0,80}\bfetch\b/d),
  {
    opens: /^export default \{\s*$/,
    closes: /^\}/,
    ...listening(/^(?:\t| {1,4})port: ?(?<port>\d{2,5})\b/d),
  },
  // Of Apollo.
  listening(/\blisten: ?\{[^{}]{0,80}\bport: ?(?<port>\d{2,5})\b/d),
  listening(
    /^\s*(?:export )?(?:const|let|var) (?:port|PORT)(?:: number)? = (?<port>\d{2,5})\s*[;,]?\s*$/d,
  ),
];

/** As `FileKind.signs`. */
const DEFAULT_SIGNS = [
  'env.{1,40}([|][|]|[?]) ?[^ ]?[0-9]',
  'PORT ?= ?[^ ]?[0-9].{0,80}process[.]env',
  'PORT["\']?: ?[a-zA-Z]',
];
export const JAVASCRIPT_SIGNS = [
  '[.]listen[(][[:space:]]*[{0-9]',
  '(const|let|var) (port|PORT)(: number)? = [0-9]',
  '(serve|WebSocketServer|WebSocket[.]Server)[(][{]',
  '^export default [{]',
  'listen: ?[{]',
  ...DEFAULT_SIGNS,
];

/** Where programs read their variables, wherever they begin. */
export const javascriptSettings: ReportedFile = {
  name: 'source',
  files: new RegExp(
    `^(?!(?:[^/]{1,60}/){0,5}(?:tests?|__tests__|fixtures|examples?|templates?)/)(?:[^/]{1,60}/){0,5}(?:(?:env|environment|config|configuration|settings)(?:[._-](?:schema|validation|server|config|vars?))?|(?:env|config)/(?:index|server))\\.(?:${javascript.endings.join('|')})$`,
  ),
  endings: javascript.endings,
  states: DEFAULTS,
  signs: DEFAULT_SIGNS,
};
