/**
 * Several things at a time, and no more than so many.
 */

/**
 * Calls `work` for each item, in order, with at most `limit` of them unfinished at a time.
 *
 * @returns What each call resolved to, in the order of the items. The first rejection rejects, and nothing more begins.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let stopped = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !stopped) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
