import { posix } from 'node:path';
import { scriptsOf } from '../notations/commands/line.js';
import { folderOf, fromFile } from '../packages.js';
import type { SourceFile } from '../writing/source-file.js';
import type { Collector } from './collector.js';
import { collectCommands } from './docker-commands.js';
import { readStages } from './docker-stages.js';

const COMMAND = /^[ \t]*(?:CMD|ENTRYPOINT)[ \t]{1,40}(?![ \t])(.{1,500})$/gim;
const EXPOSE = /^[ \t]*(?:EXPOSE[ \t]+([\d \t/a-z-]{1,200})$|ENV[ \t]+PORT[ =]"?(\d{2,5})\b)/gim;
const GIVES_PORT = /^[ \t]*ENV[ \t]+PORT[ =]/im;

/** What a Dockerfile says of the containers that are made of it. */
export function readDockerfile(file: SourceFile, collector: Collector): void {
  const exposed = [...file.text.matchAll(EXPOSE)].flatMap(([, ports = '', port = '']) =>
    [...(ports || port).matchAll(/\d{2,5}/g)].map(([digits]) => Number(digits)),
  );
  collector.containerPorts('', exposed);
  for (const stage of readStages(file.text)) collector.stage(stage);
  collectCommands(file.text, collector);
  const copied = copiedFiles(file.text);
  giveScripts(file, copied, collector);
  for (const { path, at } of copied) {
    // What is copied counts from the folder that is built, which only its caller knows.
    for (const place of new Set([path, fromFile(file.path, path)])) collector.pack(at, place);
  }
  for (const { name, at } of runScripts(file.text)) collector.pack(at, fromFile(file.path, name));
}

const IN_IMAGE =
  /^[ \t]*(?:CMD|ENTRYPOINT|COPY[ \t]{1,40}--from=|(?:RUN|&&)[ \t]{1,40}(?:cp|mv|chmod)[ \t])(.{1,500})$/gim;
const SCRIPT = /\/([\w.-]{1,60}\.sh)(?![\w/.-])/g;

/** `CMD ["/app/start.sh"]`: a script of the image, which mostly stands beside the Dockerfile. */
function runScripts(text: string): { readonly name: string; readonly at: number }[] {
  return [...text.matchAll(IN_IMAGE)].flatMap(({ 1: line = '', index }) =>
    [...line.matchAll(SCRIPT)].map(([, name = '']) => ({ name, at: index })),
  );
}

const COPY = /^[ \t]*(?:COPY|ADD)[ \t]{1,40}(?![ \t])(.{1,500})$/gim;

/** What stands in the project, and not in another stage: all words but flags and the last. */
function copiedFiles(text: string): { readonly path: string; readonly at: number }[] {
  return [...text.matchAll(COPY)].flatMap(({ 1: all = '', index }) => {
    const words = all
      .replace(/[[\]",]/g, ' ')
      .trim()
      .split(/\s+/);
    if (words.some((word) => word.startsWith('--from='))) return [];
    const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
    return sources.map((word) => ({ path: sourcePath(word), at: index }));
  });
}

/** From the folder that is built: `/web/` and `web` are the same. */
function sourcePath(word: string): string {
  return posix.normalize(word.replace(/^\//, '')).replace(/\/$/, '');
}

/** Where the package is that a container runs: beside its Dockerfile, or where it is copied from. */
function packageFolders(path: string, copied: ReturnType<typeof copiedFiles>): Set<string> {
  const folders = copied.flatMap((each) => {
    const folder = each.path.replace(/\/(?:package[^/]*\.json)?$/, '');
    return /^[.*$]|\.json$/.test(folder) ? [] : folder;
  });
  return new Set([folderOf(path), ...folders]);
}

/**
 * The scripts of the package that its containers run: what such a script says of a port is the
 * container's own.
 */
function giveScripts(
  { path, text }: SourceFile,
  copied: ReturnType<typeof copiedFiles>,
  collector: Collector,
): void {
  const givesPort = GIVES_PORT.test(text);
  const folders = packageFolders(path, copied);
  for (const match of text.matchAll(COMMAND)) {
    const command = (match[1] ?? '').replace(/^\[|\]\s*$|[",]/g, ' ').trim();
    // What a script of the shell runs in there is not looked at: it is the usual one.
    const isShell = givesPort && /^\S+\.sh$/.test(command);
    for (const script of isShell ? ['start'] : scriptsOf(command)) {
      for (const folder of folders)
        collector.givenPort(match.index, { script, folder, isInside: true });
    }
  }
}
