import { TenantTrailError } from "../../protocol/errors.ts";

/** What is said of slices that are not there. @param locate in words that people know a path by. */
export function missingSlices(paths: readonly string[], locate: (path: string) => string): TenantTrailError {
  const [first = "", ...more] = paths;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return new TenantTrailError(
    "broken-slice",
    `The ledger names a slice that is not there: ${locate(first)}${others}. Restore it from a backup, or import its day again.`,
  );
}
