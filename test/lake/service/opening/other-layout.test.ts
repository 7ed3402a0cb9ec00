import assert from "node:assert/strict";
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { localLakeService } from "../../../../src/service/local-lake-service.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { sliceOfDay } from "../../slices-of.ts";
import { type OpenLake, openLake, signInIds } from "../open-lake.ts";

const day = "2026-03-01";

async function importNamed({ service, file }: OpenLake, name: string) {
  const record = signIn(name, { createdDateTime: `${day}T10:00:00Z` });
  return service.importLogs({ paths: [file(name, JSON.stringify(record))] });
}

const names: readonly (readonly [string, (name: string) => string])[] = [
  ["as an older layout named it", () => "00-24.parquet"],
  ["in upper case", (name) => name.toUpperCase()],
  ["as Explorer names a copy", (name) => name.replace(".parquet", " - Copy.parquet")],
];

const ledgers: readonly (readonly [string, (ledger: string) => void])[] = [
  ["is missing", (ledger) => rmSync(ledger, { recursive: true })],
  [
    "cannot be read",
    (ledger) => {
      for (const name of readdirSync(ledger)) writeFileSync(join(ledger, name), "{}\n");
    },
  ],
];

for (const [what, rename] of names)
  for (const [how, damage] of ledgers)
    test(`a slice named ${what} is refused by name where the ledger ${how}, and never passes for no rows`, async (t) => {
      const lake = await openLake(t);
      await importNamed(lake, "a");
      const slice = sliceOfDay(lake.root, "signins", day);
      const strange = rename(slice.slice(slice.lastIndexOf("/") + 1));
      renameSync(slice, join(slice, "..", strange));
      damage(join(lake.root, "_ledger", "signins"));
      const refused = (error: { code: string; message: string }): boolean => {
        assert.equal(error.code, "unsafe-lake", error.message);
        assert.ok(error.message.includes(strange), error.message);
        return true;
      };
      await assert.rejects(signInIds(lake.service), refused);
      await assert.rejects(lake.service.listDays({}), refused);
      await assert.rejects(importNamed(lake, "b"), refused);
      const another = localLakeService();
      t.after(() => another.dispose());
      await assert.rejects(another.useConnection({ kind: "folder", path: lake.root }), refused);
    });

test("beside a sound ledger, files that are no slices are not asked and hinder nobody", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  const slice = sliceOfDay(lake.root, "signins", day);
  for (const name of ["00-24.parquet", "foreign.parquet"]) writeFileSync(join(slice, "..", name), "no Parquet");
  await importNamed(lake, "b");
  assert.deepEqual(await signInIds(lake.service), ["a", "b"]);
});

test("what macOS keeps beside a slice is no slice, also where the ledger is missing", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  const slice = sliceOfDay(lake.root, "signins", day);
  writeFileSync(
    slice.replace(/[^/]+$/, (name) => `._${name}`),
    "attributes",
  );
  rmSync(join(lake.root, "_ledger", "signins"), { recursive: true });
  assert.deepEqual(await signInIds(lake.service), ["a"]);
});
