/** The sum of one number of each. */
export function sum<Each>(all: Iterable<Each>, of: (each: Each) => number): number {
  let total = 0;
  for (const each of all) total += of(each);
  return total;
}
