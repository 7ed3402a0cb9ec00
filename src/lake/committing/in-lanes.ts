/**
 * Works through the items in their order, in several lanes at once. After an error no further item is begun. The error
 * is thrown once every lane has ended its item, so that no work goes on unseen.
 */
export async function inLanes<Lane, Item>(
  lanes: readonly Lane[],
  items: readonly Item[],
  work: (lane: Lane, item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const errors: unknown[] = [];
  const run = async (lane: Lane): Promise<void> => {
    for (const item of waiting) {
      try {
        await work(lane, item);
      } catch (error) {
        errors.push(error);
      }
      if (errors.length > 0) return;
    }
  };
  await Promise.all(lanes.map(run));
  if (errors.length > 0) throw errors[0];
}
