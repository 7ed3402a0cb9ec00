import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of the slices that a table's ledger names, in the order of their parts, read without the lake's own code. */
export function slicesOf(root: string, table: string): string[] {
  const ledger = join(root, "_ledger", table);
  const newest = new Map<string, string>();
  for (const name of readdirSync(ledger).sort()) {
    if (!/^\d{9}\.json$/.test(name)) continue;
    const entry = JSON.parse(readFileSync(join(ledger, name), "utf8")) as Entry;
    for (const { part, after } of entry.slices ?? []) newest.set(part, `${part}.${after.slice(0, 16)}.parquet`);
  }
  return [...newest.values()].sort().map((path) => join(root, ...path.split("/")));
}

/** The file of the one slice of a day. */
export function sliceOfDay(root: string, table: string, day: string): string {
  const [file, more] = slicesOf(root, table).filter((path) => path.includes(`dt=${day}`));
  if (file === undefined || more !== undefined) throw new RangeError(`${table} has not one slice on ${day}`);
  return file;
}

interface Entry {
  readonly slices?: readonly { readonly part: string; readonly after: string }[];
}
