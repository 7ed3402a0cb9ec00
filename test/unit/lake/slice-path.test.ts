import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePartKey, partKey } from "../../../src/lake/ledger/day-part.ts";
import { parseSlicePath, slicePath } from "../../../src/lake/ledger/slice-path.ts";

const digits = "0123456789abcdef";

test("a slice is named by a day of the calendar, an equal part of it and its content; anything else is no slice", () => {
  const part = { table: "signins", day: "2024-02-29", fromHour: 6, toHour: 12 } as const;
  const key = partKey(part);
  assert.deepEqual(parsePartKey(key), part);
  assert.equal(slicePath(key, digits.repeat(4)), `signins/dt=2024-02-29/06-12.${digits}.parquet`);
  assert.deepEqual(parseSlicePath(slicePath(key, digits.repeat(4))), part);
  const strange = [
    ...["signins/dt=2026-02-31/00-24", "signins/dt=2026-99-99/00-24", "signins/dt=2023-02-29/00-24"],
    ...["signins/dt=0000-00-00/00-24", "signins/dt=2026-01-01/00-25", "signins/dt=2026-01-01/03-09"],
    ...["signins/dt=2026-01-01/../00-24", "signins/dt=2026-01-01/00-24\n", "Signins/x"],
  ];
  for (const each of strange) {
    assert.equal(parsePartKey(each), undefined, each);
    assert.equal(parseSlicePath(`${each}.${digits}.parquet`), undefined, each);
  }
  for (const name of ["", `.${digits}0`, ".0123", `.${digits.toUpperCase()}`, `.${digits}.parquet`])
    assert.equal(parseSlicePath(`${key}${name}.parquet`), undefined, name);
});
