import type { Storage } from "../../../../../src/lake/storage/storage.ts";
import { changing, slices } from "./steps.ts";

/** What lies at each path: its bytes, or of a slice whether it is seen. */
export interface Held {
  readonly said: Readonly<Record<string, string>>;
  /** By path, of what may change. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Looks at every path, when nobody writes. */
export async function heldBy(storage: Pick<Storage, "get" | "head">): Promise<Held> {
  const said: Record<string, string> = {};
  const versions = new Map<string, string>();
  const read = changing.map(async (path) => {
    const object = await storage.get(path);
    if (object === undefined) return;
    said[path] = Buffer.from(object.content).toString();
    versions.set(path, object.version);
  });
  const seen = slices.map(async (path) => {
    if ((await storage.head(path)) !== undefined) said[path] = "seen";
  });
  await Promise.all([...read, ...seen]);
  return { said, versions };
}
