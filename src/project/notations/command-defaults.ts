import type { Word } from '../formats/shell-words.js';
import type { CommandLine } from './command-line.js';

interface ToolDefault {
  readonly tool: string;
  /** First words with which it serves: the empty text for none. Without a list it always does. */
  readonly serves?: readonly string[];
  readonly port: number;
  /** The flag that moves it. */
  readonly flag: string;
}

/** Tools that listen on a port that no file states (SPEC 7). */
const DEFAULTS: readonly ToolDefault[] = [
  { tool: 'vite', serves: ['', 'dev', 'serve'], port: 5173, flag: '--port' },
  { tool: 'vite', serves: ['preview'], port: 4173, flag: '--port' },
  { tool: 'next', serves: ['dev', 'start'], port: 3000, flag: '-p' },
  { tool: 'nuxt', serves: ['dev', 'preview'], port: 3000, flag: '--port' },
  { tool: 'nuxi', serves: ['dev', 'preview'], port: 3000, flag: '--port' },
  { tool: 'astro', serves: ['dev', 'preview'], port: 4321, flag: '--port' },
  { tool: 'ng', serves: ['serve', 's'], port: 4200, flag: '--port' },
  { tool: 'storybook', serves: ['dev'], port: 6006, flag: '-p' },
  { tool: 'webpack', serves: ['serve'], port: 8080, flag: '--port' },
  { tool: 'webpack-dev-server', port: 8080, flag: '--port' },
  { tool: 'vue-cli-service', serves: ['serve'], port: 8080, flag: '--port' },
  { tool: 'http-server', port: 8080, flag: '-p' },
  { tool: 'serve', port: 3000, flag: '-l' },
  { tool: 'json-server', port: 3000, flag: '--port' },
  { tool: 'gatsby', serves: ['develop'], port: 8000, flag: '-p' },
  { tool: 'docusaurus', serves: ['start', 'serve'], port: 3000, flag: '--port' },
  { tool: 'vitepress', serves: ['dev'], port: 5173, flag: '--port' },
  { tool: 'wrangler', serves: ['dev'], port: 8787, flag: '--port' },
  { tool: 'hugo', serves: ['server', 'serve'], port: 1313, flag: '-p' },
  { tool: 'flask', serves: ['run'], port: 5000, flag: '--port' },
  { tool: 'uvicorn', port: 8000, flag: '--port' },
  { tool: 'rails', serves: ['server', 's'], port: 3000, flag: '-p' },
];

/** Reports a server whose port nothing here states; its own configuration may do so yet. */
export function leaveDefault(
  tool: string,
  [word, ...rest]: readonly Word[],
  found: CommandLine,
): void {
  if (rest.some(({ value }) => /^(--help|-h|--version|-v)$/.test(value.text))) return;
  const first = rest[0]?.value.text ?? '';
  const serving = DEFAULTS.find(
    (each) =>
      each.tool === tool && (each.serves?.includes(first.startsWith('-') ? '' : first) ?? true),
  );
  if (word === undefined || serving === undefined) return;
  const { port, flag } = serving;
  const reason = `${tool} listens on its default unless its own configuration says otherwise; with "${flag} ${port}" here it could be moved`;
  found.leftAlone.push({ value: word.value, at: 0, port, reason });
}
