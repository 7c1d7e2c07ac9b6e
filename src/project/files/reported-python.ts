import { readDefaultCalls } from './default-calls.js';
import { entry } from './reported-entry.js';
import type { ReportedFile, ReportedPort } from './reported-file.js';
import { listening, SERVER_VARIABLE } from './reported-listening.js';

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

/** What servers in Python listen on. */
export const pythonPrograms: ReportedFile = {
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
};
