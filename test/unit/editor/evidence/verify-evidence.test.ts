import assert from "node:assert/strict";
import { test } from "node:test";
import type { VerifyEvidenceOutcome } from "../../../../src/protocol/evidence/evidence-types.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

const editor = useFakeEditor();
const { verifyEvidence } = await import("../../../../src/editor/evidence/verify-evidence.ts");
type Parts = Parameters<typeof verifyEvidence>[0];

const unchanged: VerifyEvidenceOutcome = {
  manifestSha256: "0".repeat(64),
  isManifestAsGiven: true,
  checked: 3,
  bytes: 9,
  changed: [],
  missing: [],
  additional: [],
};

test("the files of an evidence are checked although the lake cannot be opened, and that the slices were not is said", async () => {
  const recorded: unknown[] = [];
  const parts = {
    lake: lakeWith({ verifyEvidence: async () => unchanged }),
    connections: { open: () => Promise.reject(new Error("signed out of AWS")) },
    tasks: {
      run: (_title: string, _where: string, work: (task: object) => unknown) => work({ report: () => undefined }),
    },
    outcomes: {},
    record: (error: unknown) => void recorded.push(error),
  } as unknown as Parts;
  assert.equal(await verifyEvidence(parts, { evidence: "/evidence.zip" }), unchanged);
  assert.equal(recorded.length, 1);
  assert.match(editor.messages[0]?.text ?? "", /The slices were not compared: no lake with a ledger is open/);
});
