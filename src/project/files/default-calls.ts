import type { PortNumber } from '../../ports/index.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

/** A statement of source code that starts a server and says no port. */
interface DefaultCall {
  /** As the command is called that starts the same. */
  readonly server: string;
  /** What it listens on then. */
  readonly port: number;
  /** The file is one of its framework. */
  readonly of: RegExp;
  /** Finds the statement; its group `told` is what it is told. */
  readonly call: RegExp;
  /** Variables that say its port all the same. */
  readonly variables?: readonly string[];
  readonly hint: string;
  /** Files in whose folder something else starts what the file defines. */
  readonly unlessThere?: readonly string[];
}

const ARGUMENTS = '\\((?<told>[^()]{0,300}(?:\\([^()]{0,100}\\)[^()]{0,200}){0,4})\\)';
const LINE = '^[^#\\n]{0,100}\\b';
const AS_ARGUMENT = 'let the call take its port from a variable';

const CALLS: readonly DefaultCall[] = [
  {
    server: 'dash',
    port: 8050,
    of: /\bDash\(/,
    call: new RegExp(`${LINE}app\\.run(?:_server)?${ARGUMENTS}`, 'm'),
    variables: ['PORT'],
    hint: AS_ARGUMENT,
  },
  {
    server: 'flask',
    port: 5000,
    of: /\b(?:Flask|Quart|create_app)\(/,
    call: new RegExp(`${LINE}(?:app|application)\\.run${ARGUMENTS}`, 'm'),
    variables: ['FLASK_RUN_PORT'],
    hint: AS_ARGUMENT,
  },
  {
    server: 'uvicorn',
    port: 8000,
    of: /\buvicorn\b/,
    call: new RegExp(`${LINE}uvicorn\\.run${ARGUMENTS}`, 'm'),
    hint: AS_ARGUMENT,
  },
  {
    server: 'sinatra',
    port: 4567,
    of: /^(?![\s\S]{0,65536}\bset\b.{0,9}:port\b)/,
    call: /^require ["']sinatra["'](?<told>)/m,
    variables: ['PORT'],
    hint: 'let "set :port" take it from a variable',
    unlessThere: ['config.ru'],
  },
];

/** A port, positional or by name; a socket; or arguments that are not written there. */
const SAYS_MORE = /\b(?:port|uds|fd|\d{2,5})\b|\*/;

/** Tells the servers of source code that listen on what their framework takes unasked. */
export function readDefaultCalls({ text, path }: SourceFile, collector: Collector): void {
  for (const { of, call, port, unlessThere = [], ...found } of CALLS) {
    const match = of.test(text) ? call.exec(text) : null;
    if (match === null) continue;
    const told = (match.groups?.told ?? '').replace(/"[^"]*"|'[^']*'/g, '');
    if (SAYS_MORE.test(told)) return;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    collector.implied(match.index, {
      ...found,
      port: port as PortNumber,
      unlessThere: unlessThere.map((name) => `${folder}${name}`),
    });
    return;
  }
}
