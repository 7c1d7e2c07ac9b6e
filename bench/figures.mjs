// How a comparison is measured and shown. Times are in milliseconds.

/** The value that a share of all stay below: 0.5 is the median. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values) => quantile(values, 0.5);

/** Three digits are what a noisy machine is worth. */
export function shown(value) {
  if (typeof value !== 'number') return value ?? '';
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/**
 * Runs each in turn, round after round: whatever else the machine does, it does to all of them.
 * @param {Record<string, () => Promise<number>>} subjects each gives the time that it took
 * @returns {Promise<Record<string, number[]>>}
 */
export async function alternate(subjects, rounds) {
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) times[name].push(await run());
  }
  return times;
}

/** How long it takes, in milliseconds. */
export async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Prints rows under headings; what is a number stands to the right. */
export function printTable(title, headings, rows) {
  const cells = [headings, ...rows].map((row) => row.map(shown));
  const widths = headings.map((_, at) => Math.max(...cells.map((row) => `${row[at]}`.length)));
  const line = (row) =>
    row
      .map((cell, at) => (at === 0 ? `${cell}`.padEnd(widths[at]) : `${cell}`.padStart(widths[at])))
      .join('   ')
      .trimEnd();
  console.log(`\n${title}\n\n  ${cells.map(line).join('\n  ')}\n`);
}
