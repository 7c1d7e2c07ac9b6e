import type { PortNumber } from '../../ports/index.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

const PLUGIN = /^\s*addSbtPlugin\(\s*"(?:com\.typesafe\.play|org\.playframework)" % "sbt-plugin"/m;

/**
 * "sbt run" of a project with Play's plugin listens on 9000 where nothing says otherwise.
 * https://www.playframework.com/documentation/3.0.x/ConfigFile
 */
export function readPlayPlugin({ text }: SourceFile, collector: Collector): void {
  const match = PLUGIN.exec(text);
  if (match === null) return;
  collector.implied(match.index, {
    server: 'Play',
    port: 9000 as PortNumber,
    hint: 'it takes another port from "sbt \'run 9001\'", or from "PlayKeys.playDefaultPort := 9001" in build.sbt',
  });
}
