import { nameOf } from '../packages.js';
/**
 * Whether a word within a file's name says that it is there to be copied: `compose.dist.yml`,
 * `.env.example.local`. It shows what one might say, and nothing reads it.
 */
export function isToBeCopied(name: string): boolean {
  return /\.(example|sample|template|tmpl|tpl|dist)\./i.test(name);
}

/** The same of a word at the end of it: `web.env.example`. */
export function isExample(path: string): boolean {
  return isToBeCopied(`${nameOf(path)}.`);
}
