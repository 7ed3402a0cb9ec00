import assert from "node:assert/strict";
import { test } from "node:test";
import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import { sourceIds } from "../../../src/protocol/collector.ts";
import { offeredDays } from "../../simulation/microsoft/tenant/offered-days.ts";

test("the product asks as far back as Microsoft's documents say that it offers, and no further", () => {
  for (const source of sourceIds) {
    const { premium, p2 = premium, free } = logSources[source].retentionDays;
    const offered = offeredDays(source);
    assert.deepEqual({ free, p2 }, { free: offered.free ?? 0, p2: offered.p2 ?? 0 }, source);
    // What takes P2 is asked for with P1 too: which of them a tenant has is not known before it answers.
    if (offered.p1 !== null) assert.equal(premium, offered.p1, source);
  }
});
