import type { PortNumber } from '../../ports/index.js';
import type { Findings } from './findings.js';
import type { FilePlace, Site } from './site.js';
import { placeText } from './site-place.js';

/** A number in source code that a program listens on. */
export interface BoundNumber extends FilePlace {
  readonly port: PortNumber;
}

/** Where source code takes a number for its own unless PORT is set. */
export interface OwnDefault extends Pick<FilePlace, 'file' | 'line'> {
  readonly port: number;
}

/**
 * Why a variable cannot move although it states a port: the package's own source code listens on
 * that very number, and would go on to do so while everything else followed the variable. A command
 * that says the port itself is another matter: that is what its tool listens on, unless it says the
 * port of a program that the tool starts.
 */
export function boundReasons(
  findings: ReadonlyMap<string, Findings>,
  packageOf: (path: string) => string,
): (site: Site) => string | undefined {
  const keyOf = ({ file, port }: Pick<Site, 'file' | 'port'>): string =>
    `${packageOf(file)} ${port}`;
  const bound = new Map<string, BoundNumber>();
  for (const each of [...findings.values()].flatMap((one) => one.bound)) {
    if (!bound.has(keyOf(each))) bound.set(keyOf(each), each);
  }
  const obeyed = new Set(
    [...findings.values()]
      .flatMap(({ defaults }) => defaults)
      .flatMap(({ site, variables }) => variables.map((each) => `${packageOf(site.file)} ${each}`)),
  );
  return (site) => {
    // FLASK_RUN_PORT is for `flask run` alone, whatever `app.run` listens on.
    const isOfTool =
      site.variable !== 'PORT' && obeyed.has(`${packageOf(site.file)} ${site.variable}`);
    if (isOfTool || site.isOfTool === true) return undefined;
    const found = bound.get(keyOf(site));
    const isSetting =
      /^dotenv\.variable$|^settings\.|\.assignment\.variable$|\.flag\.of-started$/.test(site.rule);
    const isOfProgram = site.mayServe === true || (site.role === 'listen' && isSetting);
    if (found === undefined || !isOfProgram) return undefined;
    return `${placeText(found)} listens on ${site.port} whatever it says; let the program read the variable first`;
  };
}
