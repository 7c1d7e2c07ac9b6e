import type { ReportedPort } from './reported-file.js';
import { listening, SERVER_VARIABLE } from './reported-listening.js';

/** `process.env.PORT`, `env['PORT']`, `Deno.env.get("PORT")`. */
const VARIABLE = `\\benv(?:\\.|\\.get\\(["']|\\[["'])${SERVER_VARIABLE}\\b`;
/** In brackets of `Number` perhaps. */
const CLOSED = `["'\\]),10 ]{0,8}`;
const DIGITS = '["\'`]?(?<port>\\d{2,5})\\b';
/** What takes its port among its options: of Hono, Bun, Deno, Node, ws. */
const SERVER =
  '(?:(?<![\\w.$])serve|\\b(?:Bun|Deno)\\.serve|\\.listen|\\b(?:WebSocketServer|WebSocket\\.Server))\\(\\s{0,9}\\{';

/** What servers in JavaScript and TypeScript listen on. */
export const JAVASCRIPT: readonly ReportedPort[] = [
  { pattern: new RegExp(`${VARIABLE}${CLOSED}(?:\\|\\||\\?\\?) ?${DIGITS}`, 'd') },
  { pattern: new RegExp(`${VARIABLE}${CLOSED}\\? ?[^:?]{1,60} ?: ?${DIGITS}`, 'd') },
  {
    pattern: new RegExp(
      `\\{[^{}]{0,80}\\b${SERVER_VARIABLE} ?= ?${DIGITS}[^{}]{0,80}\\} ?= ?process\\.env\\b`,
      'd',
    ),
  },
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
export const JAVASCRIPT_SIGNS = [
  '[.]listen[(][[:space:]]*[{0-9]',
  '(const|let|var) (port|PORT)(: number)? = [0-9]',
  '(serve|WebSocketServer|WebSocket[.]Server)[(][{]',
  '^export default [{]',
  'listen: ?[{]',
  'env.{1,25}([|][|]|[?]) ?[^ ]?[0-9]',
  'PORT ?= ?[^ ]?[0-9].{0,80}process[.]env',
];
