import assert from "node:assert/strict";
import { test } from "node:test";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import { chosen, itemsAt, labelsAt, saved } from "./marked-text.ts";

const location = ["city", "state", "countryOrRegion", "geoCoordinates"];
const target = ["id", "displayName", "type", "userPrincipalName", "groupType", "modifiedProperties"];

/** A text with its cursor, and all that is offered there. */
const exactly: readonly (readonly [marked: string, labels: readonly string[]])[] = [
  ["SELECT status.| FROM signins", ["errorCode", "failureReason", "additionalDetails"]],
  ["SELECT s.location.|\nFROM signins AS s", location],
  ["SELECT location.geoCoordinates.lat| FROM signins_interactive", ["altitude", "latitude", "longitude"]],
  ["SELECT targetResources[1].| FROM audits", target],
  ["SELECT element_at(targetResources, 1).| FROM audits", target],
  ["SELECT 1 FROM audits WHERE any_match(targetResources, r -> r.|)", target],
  [
    "SELECT 1 FROM audits WHERE any_match(targetResources, r -> any_match(r.modifiedProperties, p -> p.|",
    ["displayName", "oldValue", "newValue"],
  ],
  ["SELECT t.| FROM audits CROSS JOIN UNNEST(targetResources) AS t(a, b, c, d, e, f)", [..."abcdef"]],
  ["WITH x AS (SELECT userId AS who, location FROM signins) SELECT x.| FROM x", ["who", "location"]],
  ["WITH x AS (SELECT userId AS who, location FROM signins) SELECT location.| FROM x", location],
  ["WITH x AS (SELECT 1 AS a), y AS (SELECT FROM), z AS (SELECT a AS b FROM x) SELECT z.| FROM z", ["b"]],
  ["SELECT d.| FROM (SELECT count(*) AS n, outcome FROM signins GROUP BY 2) AS d", ["n", "outcome"]],
  [
    "SELECT 1 FROM signins s WHERE EXISTS (SELECT 1 FROM audits a WHERE a.id = s.status.|)",
    ["errorCode", "failureReason", "additionalDetails"],
  ],
  ["SELECT 1 FROM signins WHERE outcome = '|' ;", ["'success'", "'failure'", "'interrupted'"]],
  ["SELECT 'status.|'", []],
  ["SELECT 1 -- status.|", []],
  ["SELECT 1 /* status.| */", []],
  ["-- status.|", []],
  ["SELECT nowhere.| FROM signins", []],
  ["SELECT * FROM signins WHERE outcome = '|'", ["'success'", "'failure'", "'interrupted'"]],
  ["SELECT * FROM signins s WHERE s.outcome IN ('success', 'f|", ["'success'", "'failure'", "'interrupted'"]],
  ["SELECT * FROM audits WHERE result = '|'", ["'success'", "'failure'", "'timeout'", "'unknownFutureValue'"]],
  ["SELECT * FROM provisioning WHERE userAgent = '|'", []],
  [saved("SELECT 1 FROM signins WHERE dt >= :|"), [":from", ":to"]],
  ["SELECT 1 FROM signins WHERE userId = :user AND id = :|", [":user"]],
];

for (const [marked, labels] of exactly)
  test(`offered at ${marked.replaceAll("\n", " ").slice(-90)}`, () => assert.deepEqual(labelsAt(marked), labels));

/** A text with its cursor, some of what is offered there, and some of what is not. */
const among: readonly (readonly [marked: string, offered: string, not: string])[] = [
  [
    "SELECT | FROM signins",
    "userPrincipalName createdDateTime dt signins ResultType coalesce CASE",
    "Operation SigninLogs",
  ],
  ["SELECT | FROM activity", "Operation ipAddress TimeGenerated OfficeWorkload", "ResultType"],
  ["SELECT 1 FROM audits, (SELECT | FROM signins) AS s", "userPrincipalName", "activityDateTime"],
  ["SELECT 1 FROM audits WHERE EXISTS (SELECT | FROM signins)", "userPrincipalName activityDateTime", "Operation"],
  ["SELECT a.use| FROM audits a JOIN signins s ON s.", "userAgent activityDateTime", "appDisplayName coalesce"],
  [
    "SELECT * FROM |",
    "signins audits events signins_interactive SigninLogs AuditLogs OfficeActivity",
    "userId coalesce",
  ],
  ["SELECT * FROM signins JOIN |", "audits riskyusers AADRiskyUsers", "userId"],
  ["SELECT * FROM signins, |", "audits", "userId"],
  ["SELECT * FROM signins s JOIN audits a ON |", "initiatedBy appDisplayName s a", "SigninLogs"],
  ["WITH first AS (SELECT 1 AS a), second AS (SELECT | FROM first)", "a", "userId first.a"],
  ["WITH first AS (SELECT 1 AS a) SELECT * FROM |", "first signins", "a"],
  ["SELECT count(*) AS n FROM signins GROUP BY outcome ORDER BY |", "n outcome", "Operation"],
  ["SELECT 1 FROM signins WHERE status.errorCode = |", "0 50126 50053 userId", "'success'"],
  ["SELECT 1 FROM signins WHERE status.errorCode NOT IN (0, |)", "50126", "'success'"],
  ["SELECT 1 FROM audits WHERE activityDisplayName = |", "'Add member to role' 'Consent to application'", "50126"],
  ["SELECT 1 FROM activity WHERE Operation IN (|", "'MailItemsAccessed' 'New-InboxRule'", "50126"],
  ["SELECT 1 FROM signins WHERE appId = '|'", "'04b07795-8ddb-461a-bbee-02f9e1bf7b46'", "'success'"],
  ["SELECT 1 UNION SELECT | FROM riskyusers", "riskLevel", "ipAddress"],
  ["|", "SELECT WITH", "coalesce userId"],
  ["SELECT 1;\n|", "SELECT WITH", "coalesce"],
  ["SELECT a IS DISTINCT FROM | FROM signins", "userId", "SigninLogs"],
  ["/*---\n|\n---*/\nSELECT 1", "title severity params tables", "SELECT"],
  ["/*---\nseverity: |\n---*/\nSELECT 1", "high critical", "title"],
  ["/*---\ntables: [signins, |]\n---*/\nSELECT 1", "audits", "title"],
  ["/*---\nparams:\n  a: { type: | }\n---*/\nSELECT 1", "varchar array(bigint)", "title"],
  ["/*---\nparams:\n  a:\n    |\n---*/\nSELECT 1", "type default description", "title"],
  ["/*---\nchart: { type: |\n---*/\nSELECT 1", "bar scatter", "varchar"],
];

for (const [marked, offered, not] of among)
  test(`among what is offered at ${marked.replaceAll("\n", " ").slice(-80)}`, () => {
    const labels = labelsAt(marked);
    assert.deepEqual(offered.split(" ").length > 0 && missing(offered, labels), []);
    assert.deepEqual(
      not.split(" ").filter((label) => labels.includes(label)),
      [],
    );
  });

/** Words may hold blanks where they are texts of SQL. */
function missing(offered: string, labels: readonly string[]): readonly string[] {
  const words = offered.match(/'[^']*'|\S+/g) ?? [];
  return words.filter((word) => !labels.includes(word));
}

test("every column is offered with its type and description, in Microsoft's own case", () => {
  for (const table of Object.values(tables)) {
    const items = itemsAt(`SELECT | FROM ${table.name}`);
    for (const { name, description } of table.columns) {
      const item = items.find(({ label, kind }) => label === name && kind === "column");
      assert.equal(item?.documentation, description, `${table.name}.${name}`);
      assert.ok(item?.detail);
    }
  }
});

test("what is chosen replaces the word, the quotes and the colon that were begun", () => {
  assert.equal(chosen("SELECT use| FROM signins", "userId"), "SELECT userId FROM signins");
  assert.equal(chosen("SELECT Res|ult FROM signins", "ResultType"), "SELECT status.errorCode FROM signins");
  assert.equal(chosen("SELECT * FROM Sign|", "SigninLogs"), "SELECT * FROM signins_interactive");
  assert.equal(
    chosen("SELECT 1 FROM signins WHERE outcome = 'f|'", "'failure'"),
    "SELECT 1 FROM signins WHERE outcome = 'failure'",
  );
  assert.equal(chosen(saved("SELECT :f|"), ":from"), saved("SELECT :from"));
  assert.equal(chosen("SELECT ta| FROM events", "table"), 'SELECT "table" FROM events');
});
