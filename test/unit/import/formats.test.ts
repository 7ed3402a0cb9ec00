import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { logFormats } from "../../../src/import/formats/recognise-record.ts";
import { fixture, readOne } from "./reading.ts";

/** File, format in words, and `table source` of each record in order. */
const golden: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "import/graph-beta-signins.ndjson",
    "Graph beta sign-ins (NDJSON)",
    ["signins graph-beta", "signins graph-beta", "signins graph-beta"],
  ],
  [
    "import/graph-v1-signins.ndjson",
    "Graph v1.0 sign-ins (NDJSON)",
    ["signins graph-v1.0", "signins graph-v1.0", "signins graph-v1.0"],
  ],
  [
    "import/graph-page-signins.json",
    "Graph beta sign-ins (JSON)",
    ["signins graph-beta", "signins graph-beta", "signins graph-beta"],
  ],
  [
    "import/graph-pages-joined.json",
    "Graph v1.0 directory audits (JSON)",
    ["audits graph-v1.0", "signins graph-beta", "signins graph-beta"],
  ],
  [
    "import/graph-mixed.ndjson",
    "Graph beta sign-ins (NDJSON)",
    [
      "signins graph-beta",
      "audits graph-v1.0",
      "provisioning graph-v1.0",
      "riskdetections graph-v1.0",
      "riskyusers graph-v1.0",
    ],
  ],
  [
    "import/risk-principals.ndjson",
    "Graph v1.0 risk detections (NDJSON)",
    [
      "riskdetections graph-v1.0",
      "riskyusers graph-v1.0",
      "riskyusers graph-v1.0",
      "riskyusers graph-beta",
      "riskdetections diagnostic",
      "riskyusers diagnostic",
      "riskdetections log-analytics",
      "riskyusers log-analytics",
    ],
  ],
  ["import/graph-single.json", "Graph v1.0 directory audits (JSON)", ["audits graph-v1.0"]],
  ["import/graph-audit-search.json", "Audit search unified audit records (JSON)", ["activity audit-search"]],
  [
    "import/portal-signins.json",
    "Portal sign-ins (JSON array)",
    ["signins portal-json", "signins portal-json", "signins portal-json"],
  ],
  [
    "import/portal-signins.csv",
    "Portal sign-ins (CSV)",
    ["signins portal-csv", "signins portal-csv", "signins portal-csv"],
  ],
  ["import/portal-signins-semicolon.csv", "Portal sign-ins (CSV)", ["signins portal-csv", "signins portal-csv"]],
  ["import/portal-application-signins.csv", "Portal sign-ins (CSV)", ["signins portal-csv"]],
  ["import/portal-audits.csv", "Portal directory audits (CSV)", ["audits portal-csv"]],
  ["import/portal-risky-users.csv", "Portal risky users (CSV)", ["riskyusers portal-csv"]],
  [
    "import/diagnostic.ndjson",
    "Azure Monitor sign-ins (NDJSON)",
    ["signins diagnostic", "signins diagnostic", "audits diagnostic", "riskdetections diagnostic"],
  ],
  ["import/event-hub.json", "Azure Monitor sign-ins (JSON)", ["signins diagnostic", "signins diagnostic"]],
  ["import/log-analytics.csv", "Log Analytics sign-ins (CSV)", ["signins log-analytics"]],
  [
    "import/management-activity.json",
    "Management Activity unified audit records (JSON array)",
    ["activity management-activity", "activity management-activity"],
  ],
  [
    "import/search-unified-audit-log.json",
    "Audit search unified audit records (JSON array)",
    ["activity audit-search", "activity audit-search"],
  ],
  [
    "import/search-unified-audit-log.csv",
    "Audit search unified audit records (CSV)",
    ["activity audit-search", "activity audit-search"],
  ],
  ["import/purview.csv", "Purview unified audit records (CSV)", ["activity purview-csv", "activity purview-csv"]],
  ["import/purview-old.csv", "Purview unified audit records (CSV)", ["activity purview-csv"]],
  [
    "import/extractor-suite-ual.json",
    "Audit search unified audit records (JSON array)",
    ["activity audit-search", "activity audit-search"],
  ],
  [
    "import/extractor-suite-utf16.json",
    "Management Activity unified audit records (NDJSON, UTF-16LE)",
    ["activity management-activity", "activity management-activity"],
  ],
  ["import/extractor-suite-risk-detections.csv", "Portal risk detections (CSV)", ["riskdetections portal-csv"]],
  ["import/extractor-suite-risky-users.csv", "Portal risky users (CSV)", ["riskyusers portal-csv"]],
  [
    "import/dfir-o365rc.json",
    "Management Activity unified audit records (NDJSON)",
    ["activity management-activity", "activity management-activity"],
  ],
  ["import/goose-signins.json", "Graph beta sign-ins (NDJSON)", ["signins graph-beta", "signins graph-beta"]],
  [
    "real/auditlogs-log-analytics.jsonl",
    "Log Analytics directory audits (NDJSON)",
    Array(4).fill("audits log-analytics"),
  ],
  [
    "real/officeactivity-log-analytics.jsonl",
    "Log Analytics unified audit records (NDJSON)",
    ["activity log-analytics"],
  ],
  ["real/signinlogs-log-analytics.jsonl", "Log Analytics sign-ins (NDJSON)", Array(86).fill("signins log-analytics")],
];

const refused = ["portal-audits-spanish.csv", "portal-auth-details.csv", "README.md"];

for (const [file, format, records] of golden) {
  test(`${file} is read as ${format}`, async () => {
    const reading = await readOne(fixture(file));
    assert.equal(reading.format, format);
    assert.deepEqual(
      reading.records.map(({ table, source }) => `${table} ${source}`),
      records,
    );
    for (const { raw, record } of reading.records) assert.deepEqual(JSON.parse(raw), record);
  });

  test(`no two formats match a record of ${file}`, async () => {
    const { records } = await readOne(fixture(file));
    for (const { record } of records) {
      const matching = logFormats.filter((each) => each.inside === undefined && each.matches(record));
      assert.equal(matching.length, 1, JSON.stringify(record));
    }
  });
}

test("every fixture is tried", () => {
  const tried = [...golden.map(([file]) => file), ...refused.map((name) => `import/${name}`)];
  const fixtures = readdirSync(fixture("import")).map((name) => `import/${name}`);
  assert.deepEqual(
    fixtures.filter((name) => !tried.includes(name)),
    [],
  );
});

test("a record in an array is counted by position and keeps its exact text", async () => {
  const { records } = await readOne(fixture("import/portal-signins.json"));
  assert.deepEqual(
    records.map(({ line }) => line),
    [1, 2, 3],
  );
  assert.match(records[1]?.raw ?? "", /^\{\n {4}"id": "5f0c2f8e/);
});

test("the lines of CSV are those where rows start, and its headers are cleaned", async () => {
  const { records } = await readOne(fixture("import/portal-signins.csv"));
  assert.deepEqual(
    records.map(({ line }) => line),
    [2, 4, 6],
  );
  const [first] = records;
  assert.equal(first?.record["User agent"], 'Mozilla/5.0\n(two "lines")');
  assert.ok("Application ID" in (first?.record ?? {}));
  assert.ok("Incoming token type (2)" in (first?.record ?? {}));
  assert.ok("Autonomous system number" in (first?.record ?? {}));
});

test("AuditData that is an object keeps its exact text", async () => {
  const { records } = await readOne(fixture("import/extractor-suite-ual.json"));
  assert.match(records[0]?.raw ?? "", /^\{\n {12}"CreationTime"/);
  assert.equal(records[0]?.record["Operation"], "New-InboxRule");
});

test("a category that no table holds and AuditData that was cut are rejected with their line", async () => {
  const diagnostic = await readOne(fixture("import/diagnostic.ndjson"));
  assert.deepEqual(
    diagnostic.rejected.map(({ line, reason }) => [line, reason]),
    [[5, "is of the category MicrosoftGraphActivityLogs, which no table holds"]],
  );
  const purview = await readOne(fixture("import/purview-old.csv"));
  assert.deepEqual(
    purview.rejected.map(({ line, reason }) => [line, reason]),
    [[3, "has AuditData that is not a JSON object"]],
  );
});

test("a download in another language is refused with what to do", async () => {
  await assert.rejects(readOne(fixture("import/portal-audits-spanish.csv")), {
    code: "localised-header",
    message: /English.*JSON/,
  });
});

test("authentication details are refused by name", async () => {
  await assert.rejects(readOne(fixture("import/portal-auth-details.csv")), {
    code: "unrecognised-format",
    message: /_AuthDetails/,
  });
});

test("text is refused with what is accepted", async () => {
  await assert.rejects(readOne(fixture("import/README.md")), { code: "unrecognised-format", message: /NDJSON or CSV/ });
});
