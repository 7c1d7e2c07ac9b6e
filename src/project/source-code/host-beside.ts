/** How far a host stands from its port at most, in lines: options of a client are a screen long. */
const MOST_LINES = 12;

/** `host: 'localhost'`, `"server" => "127.0.0.1"`, `hostname = process.env.HOST || 'localhost'`. */
const THIS_MACHINE =
  /(?<![\w.-])["']?(?:db_?|redis_?)?(?:host|hostname|host_name|server|address)["']?\s{0,9}(?::=?|=>?)\s{0,9}[^,;{}#]{0,120}?(?:localhost|127\.0\.0\.1|::1)(?![\w.-])/i;

/**
 * Whether the number of a line `port: 5432` is one of this machine, because the lines beside it say
 * so: those of the same indentation, which are other keys of the same thing.
 * @param at index of the line.
 */
export function hasHostBeside(lines: readonly string[], at: number): boolean {
  const own = lines[at] ?? '';
  if (THIS_MACHINE.test(own)) return true;
  const depth = depthOf(own);
  return [-1, 1].some((step) => {
    for (let next = at + step; Math.abs(next - at) <= MOST_LINES; next += step) {
      const line = lines[next] ?? '';
      if (line.trim() === '' || depthOf(line) < depth || /^\s*\[/.test(line)) return false;
      if (depthOf(line) === depth && THIS_MACHINE.test(line)) return true;
    }
    return false;
  });
}

/** How far a line is indented; the dash of a list is part of that. */
function depthOf(line: string): number {
  return /^\s*(?:- )?/.exec(line)?.[0].length ?? 0;
}
