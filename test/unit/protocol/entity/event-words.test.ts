import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventWords, plainWords, subjectOf } from "../../../../src/protocol/entity/event-words.ts";
import { eventColumns, eventOfRow, type ShownEvent } from "../../../../src/protocol/entity/shown-event.ts";
import { tableNames } from "../../../../src/protocol/tables.ts";

const words = (event: ShownEvent): string => plainWords(eventWords(event));

const signIn: ShownEvent = {
  table: "signins",
  operation: "interactiveUser",
  outcome: "success",
  target: "Exchange Online",
  city: "Amsterdam",
  country: "NL",
};

describe("the words of an event", () => {
  const cases: readonly (readonly [string, ShownEvent])[] = [
    ["signed in to Exchange Online from Amsterdam, NL", signIn],
    [
      "failed to sign in to Exchange Online from Amsterdam, NL, blocked by conditional access",
      { ...signIn, outcome: "failure", conditionalAccess: "failure" },
    ],
    [
      "was asked for one more step to sign in to Exchange Online from Amsterdam, NL",
      { ...signIn, outcome: "interrupted" },
    ],
    [
      "signed in to Exchange Online with its own credential from 203.0.113.7",
      {
        table: "signins",
        outcome: "success",
        operation: "servicePrincipal",
        target: "Exchange Online",
        ipAddress: "203.0.113.7",
      },
    ],
    ["tried to sign in, how it ended is not recorded", { table: "signins" }],
    [
      "reset the password of adele@contoso.com",
      { table: "audits", operation: "Reset user password ", target: "adele@contoso.com", outcome: "success" },
    ],
    [
      "changed the account adele@contoso.com, which failed",
      { table: "activity", operation: "Update user.", target: "adele@contoso.com", outcome: "failure" },
    ],
    [
      "changed the settings of the mailbox adele@contoso.com, which succeeded in part",
      { table: "activity", operation: "Set-Mailbox", target: "adele@contoso.com", outcome: "partial" },
    ],
    ["read mail in the mailbox", { table: "activity", operation: "MailItemsAccessed" }],
    ["Do-Something · thing", { table: "activity", operation: "Do-Something", target: "thing" }],
    ["did something that its record does not name", { table: "audits" }],
    [
      "was found to be risky: high, anonymizedIPAddress, atRisk",
      { table: "riskdetections", operation: "anonymizedIPAddress", risk: "high", outcome: "atRisk", reason: "none" },
    ],
    ["has this state of risk: nothing more is recorded", { table: "riskyusers", risk: "none", operation: "none" }],
    [
      "has this state of risk: dismissed",
      { table: "riskyusers", risk: "none", operation: "none", outcome: "dismissed" },
    ],
    [
      "provisioning: create of Adele for Salesforce, success",
      { table: "provisioning", operation: "create", target: "Adele", application: "Salesforce", outcome: "success" },
    ],
    ["odd", { operation: "odd" }],
  ];
  for (const [expected, event] of cases) test(expected, () => assert.equal(words(event), expected));

  test("what a record says is always set apart from our own words, and never left out", () => {
    const hostile = "\u202E; signed in";
    for (const table of tableNames)
      for (const operation of ["Reset user password", "MailItemsAccessed", hostile, undefined]) {
        const event = { table, target: hostile, ...(operation !== undefined && { operation }) } as const;
        const parts = eventWords(event);
        assert.ok(parts.every(({ text, isQuoted }) => isQuoted || !text.includes("\u202E")));
        if (operation === hostile && table !== "signins")
          assert.ok(
            parts.some(({ text, isQuoted }) => isQuoted && text === hostile),
            table,
          );
      }
  });

  test("no operation is without words, whatever it is called", () => {
    for (const operation of ["", " ", ".", "toString", "__proto__", "constructor", "…", "A…B"])
      for (const table of tableNames) assert.notEqual(words({ table, operation }).trim(), "", `${table} ${operation}`);
  });
});

test("a row is read by its columns; cut, empty and unknown values too", () => {
  const row = eventColumns.map((column) => {
    if (column === "table") return "signins";
    if (column === "code") return 50126;
    if (column === "target") return { cut: "long", length: 9000 };
    return column === "actor" ? "" : null;
  });
  assert.deepEqual(eventOfRow(row), { table: "signins", code: "50126", target: "long…" });
  assert.deepEqual(eventOfRow(["2026-11-22", "other table"]), { time: "2026-11-22" });
});

test("who did it is told where that is not what the page is about, and that nobody is named", () => {
  assert.equal(subjectOf({ actor: "Adele@contoso.com", part: "by" }, "adele@contoso.com"), undefined);
  assert.equal(subjectOf({ actor: "root@contoso.com", part: "upon" }, "adele@contoso.com"), "root@contoso.com");
  assert.equal(subjectOf({ part: "upon" }, "adele@contoso.com"), "(actor not recorded)");
  assert.equal(subjectOf({ part: "by" }, "203.0.113.7"), undefined);
});
