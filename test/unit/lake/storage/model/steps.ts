import fc from "fast-check";
import type { ListOptions } from "../../../../../src/lake/storage/storage.ts";

/** What a writer asks of a storage. */
export type Step =
  | { readonly does: "create" | "overwrite"; readonly path: string; readonly content: string }
  /** @property seen which of the versions that the path has had; those that it never had are refused. */
  | { readonly does: "replace"; readonly path: string; readonly seen: number; readonly content: string }
  | { readonly does: "read" | "head" | "remove"; readonly path: string }
  | { readonly does: "list"; readonly prefix: string; readonly options: ListOptions };

/** What some writers ask at the same time. */
export type Round = readonly Step[];

/** What is written under a condition, and never removed. */
export const changing = [
  "_ledger/signins/000000001.json",
  "_ledger/signins/000000002.json",
  "_state/lease-activity.json",
  "tables/signins/dt=2026-11-20/slices",
];

/** Their bytes never change, for they are named by them; they may be removed and come again. */
export const slices = ["20", "21"].map((day) => `signins/dt=2026-11-${day}/00-24.0123456789abcdef.parquet`);

const paths = [...changing, ...slices];

const listed = fc.oneof(
  fc.record({
    prefix: fc.constantFrom("_ledger/signins/", "_ledger/", "signins/", "tables/"),
    options: fc.record(
      { after: fc.constantFrom(...paths), limit: fc.integer({ min: 1, max: 3 }), shallow: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
  fc.constant({ prefix: "", options: {} }),
);

const changed = fc.constantFrom(...changing);
const slice = fc.constantFrom(...slices);

const step = fc.oneof(
  { weight: 3, arbitrary: changed.map((path) => ({ does: "create", path }) as const) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("replace" as const), path: changed, seen: fc.nat({ max: 5 }) }),
  },
  { weight: 1, arbitrary: changed.map((path) => ({ does: "overwrite", path }) as const) },
  { weight: 3, arbitrary: slice.map((path) => ({ does: "create", path }) as const) },
  { weight: 2, arbitrary: slice.map((path) => ({ does: "remove", path }) as const) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom("read" as const, "head" as const), path: fc.constantFrom(...paths) }),
  },
  { weight: 2, arbitrary: listed.map((list) => ({ does: "list", ...list }) as const) },
);

/** So many writers ask at the same time; each has a storage of its own. */
const writers = 3;

/** No two writes have the same bytes, except those of one slice: a version may be made of bytes. */
export const rounds: fc.Arbitrary<readonly Round[]> = fc
  .array(fc.array(step, { minLength: 1, maxLength: writers }), { minLength: 1, maxLength: 8 })
  .map((all) =>
    all.map((round, at) =>
      round.map((each, writer): Step => {
        if (each.does !== "create" && each.does !== "replace" && each.does !== "overwrite") return each;
        return { ...each, content: slices.includes(each.path) ? each.path : `${at}.${writer}` };
      }),
    ),
  );
