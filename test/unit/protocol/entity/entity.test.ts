import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { canonicalAddress, entityValue } from "../../../../src/protocol/entity/entity.ts";
import { entityOfValue, kindsOfText } from "../../../../src/protocol/entity/entity-of-value.ts";

const guid = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("canonicalAddress", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7:50123 ", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:CB00:7107", "203.0.113.7"],
    ["[::ffff:203.0.113.7]:443", "203.0.113.7"],
    ["2001:0DB8:0000:0000:0000:0000:0000:0017", "2001:db8::17"],
    ["[2001:db8::17]:50123", "2001:db8::17"],
    ["fe80::1%eth0", "fe80::1"],
    ["203.0.113.256", undefined],
    ["203.0.113.07", undefined],
    ["203.0.113", undefined],
    ["2001:db8::/32", undefined],
    ["::1]/path", undefined],
    ["1", undefined],
    ["", undefined],
    ["unknown", undefined],
  ];
  for (const [text, expected] of cases)
    test(`${JSON.stringify(text)} is ${expected ?? "none"}`, () => assert.equal(canonicalAddress(text), expected));

  test("an address is its own canonical form, whatever it is", () => {
    for (let index = 0; index < 500; index++) {
      const groups = Array.from({ length: 8 }, () =>
        Math.random() < 0.4 ? "0" : Math.floor(Math.random() * 65_536).toString(16),
      );
      const once = canonicalAddress(groups.join(":")) ?? "";
      assert.equal(canonicalAddress(once), once, groups.join(":"));
      assert.equal(canonicalAddress(groups.map((group) => group.toUpperCase().padStart(4, "0")).join(":")), once);
    }
  });
});

describe("entityOfValue", () => {
  const cases: readonly (readonly [string, readonly (string | number)[], unknown, string | undefined])[] = [
    ["userPrincipalName", [], "Adele@contoso.com", "account Adele@contoso.com"],
    ["s.userPrincipalName", [], "adele@contoso.com", "account adele@contoso.com"],
    ["userId", [], guid, `account ${guid}`],
    ["UserId", [], "ServicePrincipal_7", "account ServicePrincipal_7"],
    ["initiatedBy", ["user", "id"], guid, `account ${guid}`],
    ["initiatedBy", ["user", "ipAddress"], "::ffff:203.0.113.7", "address 203.0.113.7"],
    ["initiatedBy", ["app", "appId"], guid, `application ${guid}`],
    ["initiatedBy.app.appId", [], guid, `application ${guid}`],
    ["targetResources", [0, "userPrincipalName"], "adele@contoso.com", "account adele@contoso.com"],
    ["targetResources", [0, "id"], guid, undefined],
    ["id", [], guid, undefined],
    ["account", [], "adele@contoso.com", "account adele@contoso.com"],
    ["account", [], "Backup service", undefined],
    ["target", [], "Office 365 Exchange Online", undefined],
    ["victimAccount", [], "adele@contoso.com", "account adele@contoso.com"],
    ["firstAddress", [], "203.0.113.7", "address 203.0.113.7"],
    ["address", [], "unknown", undefined],
    ["ClientIP", [], "[2001:db8::17]:443", "address 2001:db8::17"],
    ["appId", [], guid, `application ${guid}`],
    ["appId", [], "00000000-0000-0000-0000-000000000000", undefined],
    ["sessionId", [], guid, `session ${guid}`],
    ["AppAccessContext", ["AADSessionId"], guid, `session ${guid}`],
    ["clientSessionId", [], guid, undefined],
    ["uniqueTokenIdentifier", [], "abc-DEF_1", "token abc-DEF_1"],
    ["deviceDetail", ["deviceId"], guid, `device ${guid}`],
    ["correlationId", [], guid, `correlation ${guid}`],
    ["userPrincipalName", [], "", undefined],
    ["userPrincipalName", [], null, undefined],
    ["userPrincipalName", [], "x".repeat(1025), undefined],
    ["addresses", [], "203.0.113.7", undefined],
    ["errorCode", [], 50126, undefined],
  ];
  for (const [column, path, value, expected] of cases)
    test(`${[column, ...path].join(".")} = ${JSON.stringify(value)?.slice(0, 50)}`, () => {
      const found = entityOfValue(column, path, value);
      assert.equal(found && `${found.kind} ${found.value}`, expected);
    });
});

test("a text alone is an address or an account, or the person is asked", () => {
  assert.deepEqual(kindsOfText("203.0.113.7:443"), ["address"]);
  assert.deepEqual(kindsOfText("adele@contoso.com"), ["account"]);
  assert.equal(kindsOfText(guid).includes("session"), true);
  assert.deepEqual(kindsOfText("  "), []);
});

test("names are asked for as they are, without blanks around them", () => {
  assert.equal(entityValue("account", " adéle\u200D@contoso.com "), "adéle\u200D@contoso.com");
});
