import type { PortNumber } from '../../ports/index.js';
import { plainValue } from '../formats/value.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

/** The lines of a repository's configuration, which end with the first that is not indented. */
const REPOSITORY =
  /^config\s{1,9}:\w{1,60},\s{0,9}[\w.]{0,100}Repo\w{0,40},\s*\n((?:[ \t]+\S.*\n?){1,60})/gm;
const HERE = /^[ \t]*hostname:\s{0,9}"(?:localhost|127\.0\.0\.1)"/m;
/** Where the port is said, or another way to the database. */
const SAID = /^[ \t]*(?:port|url|socket|socket_dir):/m;
const DEFAULT = 5432 as PortNumber;

/**
 * A repository of Ecto that says its host and no port goes to PostgreSQL's default.
 * https://hexdocs.pm/postgrex/Postgrex.html#start_link/1
 */
export function readEcto({ text }: SourceFile, collector: Collector): void {
  const value = plainValue(text, 0, text.length);
  for (const { index, 0: whole, 1: settings = '' } of text.matchAll(REPOSITORY)) {
    const host = HERE.exec(settings);
    if (host === null || SAID.test(settings)) continue;
    const at = index + whole.length - settings.length + host.index + host[0].length;
    collector.site(value, {
      ...{ from: at, to: at, port: DEFAULT, role: 'refer', rule: 'default' },
      confidence: 'certain',
      insert: { before: '', after: '' },
      stays:
        'Ecto connects to it where no port is said; with "port:" below it could read a variable',
    });
  }
}
