import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { sourceFiles } from "./source-files.ts";
import { untranslated } from "./untranslated.ts";

/** Words that stay as they are in every language, by the file that holds them. */
const same: Readonly<Record<string, readonly string[]>> = {
  // Names that AWS and Microsoft give.
  "src/editor/connections/aws-regions.ts": ["Cape Town", "Central Canada", "Hong Kong", "São Paulo", "Tel Aviv"],
  "src/editor/connections/aws-words.ts": ["IAM Identity Center"],
  "src/editor/notebook/sql-controllers.ts": ["Athena", "TenantTrail"],
  "src/editor/assistant/offer-mcp-server.ts": ["TenantTrail"],
  "src/editor/language/language-process.ts": ["TenantTrail language"],
  // Examples of what is typed.
  "src/editor/aws/objects/object-actions.ts": ["dt=2026-11", "s3://bucket/prefix/dt=2026-11"],
  "src/editor/collector/filter-text.ts": ["00000003-0000-0ff1-ce00-000000000000", "adele.vance@contoso.com"],
  "src/editor/connections/pick-aws.ts": ["eu-central-1"],
  "src/editor/entity/ask-entity.ts": ["adele@contoso.com, 203.0.113.7, 2001:db8::7, …"],
  "src/editor/history/register-history.ts": ["adele spray"],
  "media/collector-page/wizard/endpoint-fields.tsx": ["https://localhost:8443"],
  // SQL, and texts of other programs.
  "src/editor/collector/held-credentials.ts": ["PRIVATE KEY-----"],
  "src/editor/dashboard/dashboard-requests.ts": [
    "SELECT dt FROM signins UNION ALL SELECT dt FROM audits UNION ALL SELECT dt FROM activity",
  ],
  "src/editor/lake-process/process-memory.ts": ["PID eq …"],
  "src/editor/log-days/day-query.ts": ["-- The …: LIMIT leaves out the others.", "ORDER BY … DESC"],
  // What is written into an investigation that is exported: evidence is in English.
  "src/editor/evidence/fill-missing.ts": [
    "The rows that were shown before were read from another lake, …. Those here are of ….",
  ],
  "src/editor/evidence/notebook-evidence.ts": [
    "The cell's text was changed after this ran. The statement shown here is the one that ran; the file holds the changed one.",
  ],
  // Sentences with words of the core in them, and about faults of our own.
  "src/editor/lake-process/lake-client.ts": ["The lake process stopped while …. Run it again."],
  "src/editor/entity/entity-queries.ts": ["There is no statement in …, which belongs to TenantTrail."],
};

const editorFiles = async (): Promise<readonly string[]> => [
  ...(await sourceFiles(["src/editor", "media"], [".ts", ".tsx"])),
  "src/extension.ts",
];

test("words that a person reads go through t, so that another language can have them", async () => {
  const found: Record<string, readonly string[]> = {};
  for (const file of await editorFiles()) {
    const texts = untranslated(await readFile(file, "utf8"), file.endsWith(".tsx"));
    if (texts.length > 0) found[file] = [...new Set(texts)].sort();
  }
  assert.deepEqual(found, same, 'Write t("…") around the words, or list what is the same in every language.');
});

test("words are found in a call, a property, an attribute, a template and between tags", () => {
  const lines = [
    'void tell("warning", "Gone");',
    `return { label: \`Day \${day}\` };`,
    `throw new TenantTrailError(code, \`The day \${day} is gone.\`);`,
    'const state = isHeld ? "Held here" : "";',
    'return <p title="Day">Nothing is held{all}</p>;',
    `return t("Said well") + t("{0} of them", \`\${count}\`);`,
    'if (event.key === "ArrowDown" || kind === "warning") throw new Error("It has no root");',
  ];
  assert.deepEqual(
    lines.map((line) => untranslated(line, true)),
    [["Gone"], ["Day …"], ["The day … is gone."], ["Held here"], ["Day", "Nothing is held"], [], []],
  );
});
