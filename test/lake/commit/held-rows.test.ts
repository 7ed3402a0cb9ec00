import assert from "node:assert/strict";
import { test } from "node:test";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import type { HeldRow, HeldRowsQuestion } from "../../../src/lake/slices/slice-work.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { commitRows, signIn, temporaryLake } from "./temporary-lake.ts";

const seenMs = Date.parse("2026-11-23T00:00:00Z");
const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

/** A sign-in by a person at a program that an answer showed. */
const shown = (id: string, time: string, more: Partial<StagedRow> = {}, kind = "interactiveUser"): StagedRow => ({
  ...signIn(id, `2026-11-22T${time}Z`, { signInEventTypes: [kind] }),
  observedMs: seenMs,
  ...more,
});

const question: HeldRowsQuestion = {
  table: "signins",
  tenantId: "t1",
  source: "graph-beta",
  signInKind: "interactiveUser",
  fromMs: at("10:00:00.500"),
  toMs: at("12:00:00"),
  seenBeforeMs: seenMs + 1,
};

test("the held rows that a read had to show are those of its tenant, source, kind and stretch that were seen before", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [
    shown("before", "10:00:00.499"),
    shown("first", "10:00:00.500"),
    shown("shown", "11:00:00"),
    shown("last", "11:59:59.999"),
    shown("after", "12:00:00"),
    shown("program", "11:00:00", {}, "servicePrincipal"),
    shown("other tenant", "11:00:00", { tenantId: "t2" }),
    shown("other source", "11:00:00", { source: "graph-v1.0" }),
    shown("imported", "11:00:00", { observedMs: null }),
    shown("since", "11:00:00", { observedMs: seenMs + 2 }),
  ]);
  const ask = (asked: HeldRowsQuestion): Promise<readonly HeldRow[]> =>
    withWorkDatabase(lake.storage, async (connection) => {
      const paths = [...(lake.ledger("signins").kept?.slices.values() ?? [])].map(({ path }) => path);
      const work = new DuckDBSliceWork(connection, lake.storage);
      return work.notShown(
        [...paths, "signins/dt=2026-11-01/00-24.0123456789abcdef.parquet"],
        asked,
        (key) => key === "shown",
      );
    });
  const found = await ask(question);
  assert.deepEqual(
    found.toSorted((a, b) => a.eventMs - b.eventMs),
    [
      { key: "first", eventMs: at("10:00:00.500") },
      { key: "last", eventMs: at("11:59:59.999") },
    ],
  );
  const { signInKind: _, ...ofAllKinds } = question;
  assert.deepEqual((await ask(ofAllKinds)).map(({ key }) => key).toSorted(), ["first", "last", "program"]);
  assert.deepEqual(await ask({ ...question, seenBeforeMs: seenMs }), []);
});

test("a slice that is broken is said, and not taken for one without rows", async (context) => {
  const lake = await temporaryLake(context);
  await lake.storage.write("signins/dt=2026-11-22/00-24.0123456789abcdef.parquet", Buffer.from("no slice"), {
    ifAbsent: true,
  });
  await assert.rejects(
    withWorkDatabase(lake.storage, (connection) =>
      new DuckDBSliceWork(connection, lake.storage).notShown(
        ["signins/dt=2026-11-22/00-24.0123456789abcdef.parquet"],
        question,
        () => false,
      ),
    ),
    { code: "broken-slice" },
  );
});
