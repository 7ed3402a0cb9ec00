/** The lines before and behind data. */
export interface Fence {
  readonly first: string;
  readonly last: string;
}

/**
 * Fences that data cannot close: a line of data is JSON and begins with a bracket or a quotation mark, and the mark is
 * made for this answer alone.
 */
export function openFence(mark: string): Fence {
  return { first: `<<<DATA ${mark}`, last: `DATA ${mark}>>>` };
}
