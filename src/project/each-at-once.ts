/** More open files at a time gain nothing, and many a system allows only 256 of them. */
const AT_ONCE = 32;

/** Does something for every item, several at a time; fails with the first that fails. */
export async function eachAtOnce<T>(
  items: readonly T[],
  use: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await use(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
}
