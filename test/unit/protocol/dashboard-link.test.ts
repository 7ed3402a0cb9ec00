import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dashboardLink } from "../../../src/protocol/aws/dashboard-link.ts";
import type { DashboardParameter } from "../../../src/protocol/aws/listed-dashboards.ts";

const page = "https://eu-west-1.quicksight.aws.amazon.com/sn/dashboards/d";
const text = (name: string): DashboardParameter => ({ name, kind: "text" });
const linkOf = (parameters: readonly DashboardParameter[], values: Parameters<typeof dashboardLink>[2]) =>
  dashboardLink(page, parameters, values);

test("a parameter takes the column that has its name, in any case, and others stay as they are", () => {
  const { url, passed } = linkOf([text("UserPrincipalName"), text("city")], {
    userPrincipalName: "a b&c#d@contoso.example",
    ipAddress: "192.0.2.1",
  });
  assert.equal(url, `${page}#p.UserPrincipalName=a%20b%26c%23d%40contoso.example`);
  assert.deepEqual(passed, ["UserPrincipalName"]);
  assert.deepEqual(linkOf([text("city")], { ipAddress: "192.0.2.1" }), { url: page, passed: [] });
});

test("a value that does not fit its parameter is left out", () => {
  const kinds: readonly DashboardParameter[] = [
    { name: "whole", kind: "integer" },
    { name: "part", kind: "decimal" },
    { name: "time", kind: "time" },
  ];
  assert.equal(
    linkOf(kinds, { whole: 50126, part: 2.5, time: "2026-11-01T12:00:00.123Z" }).url,
    `${page}#p.whole=50126&p.part=2.5&p.time=2026-11-01T12%3A00%3A00`,
  );
  assert.equal(linkOf(kinds, { time: "2026-11-01" }).url, `${page}#p.time=2026-11-01T00%3A00%3A00`);
  assert.deepEqual(linkOf(kinds, { whole: 2.5, part: "", time: "yesterday" }).passed, []);
  assert.deepEqual(linkOf([text("a")], { a: null }).passed, []);
});

test("text of a log that Quick Sight takes for all values or for none is no value", () => {
  for (const value of ["[ALL]", "\0", "a\0b", "\uD800"])
    assert.deepEqual(linkOf([text("a")], { a: value }), { url: page, passed: [] });
});

test("whatever a row holds, the page stays the same and each value comes back as it was", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), (values) => {
      const names = Object.keys(values).filter((name) => name.isWellFormed());
      const { url, passed } = linkOf(names.map(text), values);
      const [before, fragment = ""] = url.split("#");
      assert.equal(before, page);
      assert.equal(url.split("#").length, passed.length === 0 ? 1 : 2);
      const parts = fragment.split("&").filter(Boolean);
      assert.deepEqual(
        parts.map((part) => decodeURIComponent(part.slice(2).split("=")[0] ?? "")),
        passed,
      );
      const held = new Map<string, string>();
      for (const [name, value] of Object.entries(values))
        if (!held.has(name.toLowerCase())) held.set(name.toLowerCase(), value);
      for (const [index, name] of passed.entries())
        assert.equal(decodeURIComponent(parts[index]?.split("=")[1] ?? ""), held.get(name.toLowerCase()));
    }),
  );
});
