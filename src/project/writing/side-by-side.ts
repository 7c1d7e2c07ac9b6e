/** As many as Node.js has threads for: what several wait for, a disk writes at once. */
const LANES = 4;

/**
 * Does for each item what waits for the disk, a few at a time.
 * @throws what the first one failed with. No more are begun by then, and those that were have ended.
 */
export async function sideBySide<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (failures.length > 0) throw failures[0];
}
