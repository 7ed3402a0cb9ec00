import assert from "node:assert/strict";
import { test } from "node:test";
import { json } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun } from "./scripted-run.ts";

test("a host that cannot be reached ends the run after a few windows, and the rest is left to the next", async () => {
  const { outcome, covered } = await scriptedRun("directoryAudits", () => {
    throw new TypeError("fetch failed", { cause: { code: "ENOTFOUND" } });
  });
  assert.ok(outcome.failures.length >= 1 && outcome.failures.length <= 8, `${outcome.failures.length} failures`);
  assert.ok(outcome.failures.every(({ code }) => code === "unreachable"));
  assert.ok((outcome.tables[0]?.remaining ?? 0) > 100);
  assert.deepEqual(covered, []);
});

test("a stretch that never comes is left out, also when time goes on beside it", async () => {
  const { outcome, covered } = await scriptedRun("directoryAudits", ({ url, atMs }) => {
    const [, from = ""] = /activityDateTime ge (\S+)/.exec(decodeURIComponent(url).replaceAll("+", " ")) ?? [];
    if (atMs - Date.parse(from) < 86_400_000) return json("", {}, 503);
    return json({ value: [] });
  });
  assert.ok(outcome.failures.length >= 1);
  assert.ok((outcome.tables[0]?.remaining ?? 0) < 200);
  assert.ok(covered.length > 0);
});
