import * as v from "valibot";
import { tableNames } from "../../protocol/tables.ts";

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const table = v.picklist(tableNames);

/** What of `investigation.json` can be held against a lake. */
const schema = v.object({
  statements: v.array(
    v.object({
      result: v.optional(
        v.object({
          lake: v.string(),
          read: v.nullable(v.array(v.object({ table, entry: v.nullable(v.object({ n: number, sha256: digest })) }))),
        }),
      ),
    }),
  ),
  slices: v.array(
    v.object({
      table,
      path: v.pipe(v.string(), v.regex(/^[a-z]+\/dt=\d{4}-\d{2}-\d{2}\/\d{2}-\d{2}\.[0-9a-f]{16}\.parquet$/)),
      sha256: digest,
      bytes: number,
      rows: number,
      n: number,
      lake: v.string(),
    }),
  ),
});

export type LakeFacts = v.InferOutput<typeof schema>;

/** What an evidence says of the lake that it was read from; undefined for what another version wrote. */
export function lakeFacts(bytes: Uint8Array): LakeFacts | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
