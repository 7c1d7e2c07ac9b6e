import { scriptsOf } from '../notations/commands/line.js';
import { folderOf } from '../packages.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';

const COMMAND = /^[ \t]*(?:CMD|ENTRYPOINT)[ \t]{1,40}(?![ \t])(.{1,500})$/gim;
const EXPOSE = /^[ \t]*(?:EXPOSE[ \t]+([\d \t/a-z-]{1,200})$|ENV[ \t]+PORT[ =]"?(\d{2,5})\b)/gim;
const GIVES_PORT = /^[ \t]*ENV[ \t]+PORT[ =]/im;

/** What a Dockerfile says of the containers that are made of it. */
export function readDockerfile(file: SourceFile, collector: Collector): void {
  const exposed = [...file.text.matchAll(EXPOSE)].flatMap(([, ports = '', port = '']) =>
    [...(ports || port).matchAll(/\d{2,5}/g)].map(([digits]) => Number(digits)),
  );
  collector.containerPorts('', exposed);
  giveScripts(file, collector);
}

/**
 * The scripts of the package beside it that its containers run: what such a script says of a port
 * is the container's own.
 */
function giveScripts({ path, text }: SourceFile, collector: Collector): void {
  const givesPort = GIVES_PORT.test(text);
  for (const match of text.matchAll(COMMAND)) {
    const command = (match[1] ?? '').replace(/^\[|\]\s*$|[",]/g, ' ').trim();
    // What a script of the shell runs in there is not looked at: it is the usual one.
    const isShell = givesPort && /^\S+\.sh$/.test(command);
    for (const script of isShell ? ['start'] : scriptsOf(command)) {
      collector.givenPort(match.index, { script, folder: folderOf(path), isInside: true });
    }
  }
}
