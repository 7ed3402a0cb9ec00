import { RejectsWriter } from "../../import/rejects.ts";
import type { Lake } from "../../lake/lake.ts";

/** What a run rejects, in a file of the lake that is named after its beginning, an ISO 8601 instant. */
export function rejectsOf({ storage }: Lake, at: string, kind = ""): RejectsWriter {
  const path = `_rejects/${kind}${at.replaceAll(":", "-")}.ndjson`;
  return new RejectsWriter(storage.locate(path), () => storage.create(path));
}
