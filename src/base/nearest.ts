/** Up to three names that a person may have meant: the fewest edits first, never more than a third of the letters. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  // Nobody misspells a name as long as this, and comparing it with many takes long.
  if (name.length > 100) return [];
  const wanted = name.toLowerCase();
  const unique = [...new Map(names.map((candidate) => [candidate.toLowerCase(), candidate])).values()];
  return unique
    .map((candidate) => ({ candidate, distance: rank(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** A name that contains the wanted one, or the other way round, is near however long it is. */
function rank(wanted: string, candidate: string): number {
  const contained =
    wanted.length > 2 && candidate.length > 2 && (candidate.includes(wanted) || wanted.includes(candidate));
  return contained ? 1 : editDistance(wanted, candidate);
}

/** The fewest letters to add, take away or change. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
