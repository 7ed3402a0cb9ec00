/** Deepest nesting of objects and arrays that is read; Microsoft's records stay under 20. */
export const maxNesting = 200;

export const tooNested = `is nested more than ${maxNesting} levels deep`;

/** True when objects and arrays are nested deeper than `maxNesting`. */
export function isTooNested(value: unknown): boolean {
  return isDeeperThan(value, maxNesting);
}

/** Every record passes here: plain loops, for closures made it take as long as parsing. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) if (isDeeperThan(value[at], levels - 1)) return true;
    return false;
  }
  const members = value as Record<string, unknown>;
  for (const key in members) if (isDeeperThan(members[key], levels - 1)) return true;
  return false;
}
