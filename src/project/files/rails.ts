import type { PortNumber } from '../../ports/index.js';
import { offsetAt, plainValue, type Value } from '../formats/value.js';
import { isThisMachine } from '../notations/host.js';
import { digitsAt } from '../notations/number.js';
import type { Findings } from '../sites/findings.js';
import type { SourceFile } from '../writing/source-file.js';
import { Collector } from './collector.js';
import { defined } from './defined.js';
import type { FileKind } from './file-kind.js';

/** `3000`, `ENV.fetch("PORT", 3000)`, `ENV.fetch('PORT') { 3000 }`, `ENV["PORT"] || 3000`. */
const NUMBER =
  '(?:Integer\\()?(?:ENV(?:\\.fetch\\(|\\[)\\s*["\'](?<name>[A-Z_]\\w{0,60})["\'](?:\\s*,|\\)\\s*\\{|\\]\\s*\\|\\|)\\s*)?["\']?(?<port>\\d{2,5})\\b';

interface RailsFile {
  /** Leads the names of its rules: `puma`. */
  readonly name: string;
  readonly files: RegExp;
  readonly endings: readonly string[];
  /** A line that states a port, where a template may stand around the number. */
  readonly line: RegExp;
  readonly role: 'listen' | 'refer';
  /** The server whose port it decides, and what that is called. */
  readonly server?: string;
  readonly fallbackName?: string;
}

const RAILS: readonly RailsFile[] = [
  {
    name: 'puma',
    files: /(^|\/)config\/puma(?:\/[\w-]+)?\.rb$/,
    endings: ['rb'],
    line: new RegExp(
      `^\\s*(?:port[\\s(]\\s*|bind[\\s(]\\s*["']tcp://(?:[^"':#]{0,60}|#\\{[^{}]{0,80}\\}):(?:#\\{\\s*)?)${NUMBER}`,
      'd',
    ),
    role: 'listen',
    server: 'rails',
    fallbackName: 'WEB_PORT',
  },
  {
    name: 'database-yml',
    files: /(^|\/)config\/database(?:\.[\w-]+)?\.yml$/,
    endings: ['yml'],
    line: new RegExp(`^\\s+port:\\s*["']?(?:<%=\\s*)?${NUMBER}`, 'd'),
    role: 'refer',
  },
];

const MAX_LINE = 500;
/** A database's host, to the end of its word. No line's end is passed, of which there may be many. */
const HOST = /^[ \t]+host:[ \t]*["']?([^\s"'#]+)/gm;
/** As well as `<%= ENV.fetch("DB_HOST", "localhost") %>`, of which the last text counts without it. */
const HOST_OR_DEFAULT =
  /^[ \t]+host:[ \t]*["']?(?:([\w.:-]+)|<%=[^%\n]{0,120}["']([\w.-]{1,60})["'][)} \t]{0,4}%>)/gm;
/** Not computed, and no anchor or alias. */
const IS_WRITTEN = /^[\w.:-]+$/;
const ANY_HOST = 'its host is not written beside it, and may be another machine or a container';

/** Configurations of Ruby on Rails, which a variable of the environment often goes before. */
export const railsKinds: readonly FileKind[] = RAILS.map((row) => ({
  name: row.name,
  endings: row.endings,
  files: row.files,
  matches: (path) => row.files.test(path),
  find: (file) => find(file, row),
  // Ruby, and templates of it, are not parsed: the document is its text, and digits alone may differ.
  parse: (text) => text,
}));

function find(file: SourceFile, row: RailsFile): Findings {
  const collector = new Collector(file, row.name, 'shell');
  const hosts = [...file.text.matchAll(HOST)].map(([, host = '']) => host);
  const isElsewhere = hosts.some((host) => IS_WRITTEN.test(host) && !isThisMachine(host));
  if (row.role === 'refer' && isElsewhere) return collector.done();
  const isOpen = row.role === 'refer' && !(hosts.length > 0 && hosts.every(isThisMachine));
  let start = 0;
  for (const text of file.text.split('\n')) {
    readLine(plainValue(file.text, start, start + text.length), { ...row, isOpen }, collector);
    start += text.length + 1;
  }
  if (row.role === 'refer') tellDefault(file.text, collector);
  return collector.done();
}

const ADAPTER = /^[ \t]+adapter:[ \t]*["']?(postgresql|postgis|mysql2|trilogy)\b/m;
/** Where the port is said, or another way to the database. */
const SAID = /^[ \t]+(?:port|url|socket):/m;
const DEFAULTS = { postgresql: 5432, postgis: 5432, mysql2: 3306, trilogy: 3306 } as const;

/** A database of this machine whose port is its adapter's default, told where that port moves. */
function tellDefault(text: string, collector: Collector): void {
  const host = [...text.matchAll(HOST_OR_DEFAULT)].find(([, ...said]) =>
    said.some((each) => each !== undefined && isThisMachine(each)),
  );
  const [, adapter] = ADAPTER.exec(text) ?? [];
  if (host === undefined || adapter === undefined || SAID.test(text)) return;
  const from = host.index + host[0].length;
  collector.site(plainValue(text, 0, text.length), {
    ...{ from, to: from, port: DEFAULTS[adapter as keyof typeof DEFAULTS] as PortNumber },
    ...{ role: 'refer', rule: 'default', confidence: 'certain' },
    insert: { before: '', after: '' },
    stays:
      'Rails connects to it where no port is said; with "port:" below it could read a variable',
  });
}

function readLine(
  value: Value,
  row: RailsFile & { readonly isOpen: boolean },
  collector: Collector,
): void {
  const { role, server, fallbackName } = row;
  const { groups, indices } = row.line.exec(value.text.slice(0, MAX_LINE)) ?? {};
  const [from = 0, to = 0] = indices?.groups?.port ?? [];
  const last = digitsAt(value.text, from, to);
  if (last === undefined) return;
  if (row.isOpen) {
    const name = groups?.name;
    const instead =
      name === undefined ? '' : `; where ${name} is set, its number goes before this one`;
    collector.leave(value, from, `${ANY_HOST}${instead}`, last.port);
    return;
  }
  if (server !== undefined) collector.configure(offsetAt(value, from), server);
  const traits = { rule: 'port', confidence: 'certain' } as const;
  const named = { role, ...defined({ fallbackName }) };
  const variable = groups?.name;
  if (variable === undefined) collector.site(value, { ...last, ...traits, ...named });
  else {
    const chain = [{ variable, emptyPasses: false }];
    collector.chain(value, { from, chain, last }, named, { ...traits, variable });
  }
}
