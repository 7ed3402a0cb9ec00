import assert from "node:assert/strict";
import { test } from "node:test";
import { lookedInto } from "../../../src/query/evidence/collect-facts.ts";

test("slices of a lake that is not open are not said to be gone or changed", () => {
  const slice = { path: "signins/dt=2026-03-01/00-24.a.parquet", sha256: "0", bytes: 1, rows: 1, n: 1 };
  const tables = [{ table: "signins", slices: [slice] }] as const;
  const told = { summary: { lake: "/lakes/contoso", engine: "duckdb" }, origin: { read: tables } };
  const statements = [{ told }] as unknown as Parameters<typeof lookedInto>[0];
  const look = (stands: ReadonlyMap<string, "same" | "gone">) =>
    lookedInto(statements, "/lakes/contoso", tables, stands);
  assert.deepEqual(look(new Map()).notes, []);
  assert.match(look(new Map([[slice.path, "gone"]])).notes.join(), /^1 of the slices read are not there as they were/);
  assert.deepEqual(look(new Map([[slice.path, "same"]])), {
    there: [{ table: "signins", path: slice.path }],
    notes: [],
  });
});
