import type { Collector } from './collector.js';

const COMMAND = /^[ \t]*(CMD|ENTRYPOINT)[ \t]+(\S.*)$/i;
/** `["/docker-entrypoint.sh"]` prepares something, and starts what CMD says. */
const HANDS_ON = /entrypoint[\w.-]{0,40}["\]\s]{0,10}$/i;

/** Of a stage without what development needs: its packages are not there, or the program is built. */
const OF_PRODUCTION =
  /^[ \t]*ENV[ \t](?:.{0,200}[ \t])?NODE_ENV[ =]"?production\b|\.next\/standalone|\bnpm (?:ci|install|i) .{0,100}(?:--omit[= ]dev|--only=prod)|--prod(?:uction)?\b/im;
const OF_DEVELOPMENT =
  /\bNODE_ENV[ =]"?dev|^[ \t]*FROM\b.{1,300}[ \t]AS[ \t]+\S{0,60}dev|^[ \t]*(?:CMD|ENTRYPOINT)\b.*dev/im;

/** What the containers of all stages of a Dockerfile are started with. */
export function collectCommands(text: string, collector: Collector): void {
  for (const stage of text.split(/^(?=[ \t]*FROM[ \t])/im)) {
    const isForDevelopment = OF_DEVELOPMENT.test(stage);
    const isBuilt = OF_PRODUCTION.test(stage) && !isForDevelopment;
    for (const line of instructionsOf(stage)) {
      const [, keyword = '', command = ''] = COMMAND.exec(line) ?? [];
      const handsOn = /^e/i.test(keyword) && HANDS_ON.test(command) && !isForDevelopment;
      if (command !== '' && !handsOn)
        collector.command({ of: '', isBuilt, command: wordsIn(command) ?? command });
    }
  }
}

/** An instruction a line: what `\\` goes on in is part of it, and a comment in between is not. */
function instructionsOf(text: string): string[] {
  return text
    .replace(/^[ \t]*#.*$/gm, '')
    .replace(/\\[ \t]*\r?\n\s*/g, ' ')
    .split(/\r?\n/);
}

/** `["npm", "start"]`; anything else is for a shell. */
function wordsIn(command: string): string[] | undefined {
  if (!command.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(command);
    return Array.isArray(words) ? words.map(String) : undefined;
  } catch {
    return undefined;
  }
}
