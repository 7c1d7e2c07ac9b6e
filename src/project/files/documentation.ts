/**
 * Whether a word within a file's name says that it is there to be copied: `compose.dist.yml`,
 * `.env.example.local`. It shows what one might say, and nothing reads it.
 */
export function isToBeCopied(name: string): boolean {
  return /\.(example|sample|template|dist)\./i.test(name);
}
