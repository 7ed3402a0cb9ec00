import assert from "node:assert/strict";
import { test } from "node:test";
import { json, refusal } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun } from "./scripted-run.ts";

test("that Microsoft holds a run back is told at once, before anything was read", async () => {
  const { progress } = await scriptedRun("directoryAudits", (_, n) =>
    n < 4 ? refusal(429, "TooManyRequests", "Slow down.", { "retry-after": "60" }) : json({ value: [] }),
  );
  const held = progress.findIndex(({ waitingUntil }) => waitingUntil !== undefined);
  const firstRead = progress.findIndex(({ windows }) => windows > 0);
  assert.ok(held >= 0 && held < firstRead, `held back at ${held}, read at ${firstRead}`);
  assert.equal(progress[0]?.source, "directoryAudits");
});
