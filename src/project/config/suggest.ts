/** Longer words are compared no further: they come from nobody's fingers. */
const LONGEST = 40;

/** The known word that was most likely meant, or undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const given = word.slice(0, LONGEST).toLowerCase();
  const close = Math.max(1, Math.floor(given.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(given, candidate.toLowerCase());
    if (distance <= close && (best === undefined || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

/** Letters to add, drop, change or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let [above, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (above[j - 2] ?? Number.POSITIVE_INFINITY) + 1 : change;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change, swap);
    }
    [above, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
