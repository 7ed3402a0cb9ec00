import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEntry } from "../../../src/lake/ledger/ledger-entry.ts";

const at = "2026-11-01T00:00:00.000Z";
const window = { tenantId: "t", source: "signIns.interactiveUser", from: at, to: at, at };
const decoded = (more: object) =>
  decodeEntry(Buffer.from(JSON.stringify({ n: 1, previous: null, at, kind: "commit", ...more })));

test("a window whose times the clock cannot have shown makes its entry no entry, so that nothing counts as read by it", () => {
  assert.notEqual(decoded({ windows: [window] }), undefined);
  // Of the form, and not read by JavaScript: compared with anything it would be neither before nor after.
  for (const field of ["from", "to", "at"])
    assert.equal(decoded({ windows: [{ ...window, [field]: "2026-11-01T00:00:00+05" }] }), undefined, field);
  assert.equal(decoded({ at: "2026-11-01T00:00:00+05" }), undefined);
});
