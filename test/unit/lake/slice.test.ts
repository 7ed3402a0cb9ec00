import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSlicePath, slicePath } from "../../../src/lake/slices/slice.ts";

test("a slice is named by a day of the calendar and an equal part of it; anything else is no slice", () => {
  const slice = { table: "signins", day: "2024-02-29", fromHour: 6, toHour: 12 } as const;
  assert.deepEqual(parseSlicePath(slicePath(slice)), slice);
  const strange = [
    ...["signins/dt=2026-02-31/00-24.parquet", "signins/dt=2026-99-99/00-24.parquet"],
    ...["signins/dt=2023-02-29/00-24.parquet", "signins/dt=0000-00-00/00-24.parquet"],
    ...["signins/dt=2026-01-01/00-25.parquet", "signins/dt=2026-01-01/03-09.parquet"],
    ...["signins/dt=2026-01-01/../00-24.parquet", "signins/dt=2026-01-01/00-24.parquet\n", "Signins/x"],
  ];
  for (const path of strange) assert.equal(parseSlicePath(path), undefined, path);
});
