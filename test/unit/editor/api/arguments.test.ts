import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collectArguments,
  connectionArguments,
  importLogsArguments,
  queryOptions,
  querySource,
  readArguments,
  verifyArguments,
} from "../../../../src/editor/api/read-arguments.ts";

const bad = (message: RegExp) => ({ code: "bad-argument", message });

test("arguments of the documented shapes are taken", () => {
  const uri = { scheme: "file", path: "/a", fsPath: "/a", authority: "" };
  assert.deepEqual(readArguments("importLogs", importLogsArguments, { uris: [uri, "/b"], table: "audits" }), {
    uris: [uri, "/b"],
    table: "audits",
  });
  assert.deepEqual(readArguments("runQuery", querySource, { sql: "SELECT 1" }), { sql: "SELECT 1" });
  assert.deepEqual(readArguments("runQuery", querySource, { uri: "/a.sql", statement: 1 }), {
    uri: "/a.sql",
    statement: 1,
  });
  const params = { a: "x", b: [1, "2"], c: null, d: true };
  assert.deepEqual(readArguments("runQuery", queryOptions, { params, maxRows: 5 }), { params, maxRows: 5 });
  assert.deepEqual(readArguments("useConnection", connectionArguments, { kind: "folder", path: "/lake" }), {
    kind: "folder",
    path: "/lake",
  });
});

test("anything else is refused, naming the command and the field", () => {
  assert.throws(
    () => readArguments("importLogs", importLogsArguments, { uris: [] }),
    bad(/importLogs: uris: .*at least one/),
  );
  assert.throws(
    () => readArguments("importLogs", importLogsArguments, { uris: ["/a"], tabel: "audits" }),
    bad(/tabel/),
  );
  assert.throws(() => readArguments("runQuery", querySource, {}), bad(/runQuery: .*\{ sql \} or \{ uri/));
  assert.throws(() => readArguments("runQuery", queryOptions, { maxRows: -1 }), bad(/maxRows/));
  assert.throws(() => readArguments("runQuery", queryOptions, { params: { a: { b: 1 } } }), bad(/params\.a/));
  assert.throws(
    () => readArguments("verifyIntegrity", verifyArguments, { from: "22.11.2026" }),
    bad(/from: expected a day/),
  );
  assert.throws(
    () => readArguments("verifyIntegrity", verifyArguments, { from: "2026-02-30" }),
    bad(/from: expected a day/),
  );
  for (const from of ["2026-02-30", "2026-02-30T00:00:00Z"])
    assert.throws(() => readArguments("collect", collectArguments, { from }), bad(/from: expected a day/));
  assert.throws(() => readArguments("useConnection", connectionArguments, { kind: "ftp" }), bad(/kind/));
});

test("a collection takes tables, a time and a filter", () => {
  const whole = {
    tables: ["signins", "activity"],
    from: "2026-11-21",
    to: "2026-11-21T16:00:00.000Z",
    filter: { users: ["adele.vance@contoso.com"], ipAddresses: ["203.0.113.7", "2001:db8::1"] },
    maxMinutes: 15,
  };
  assert.deepEqual(readArguments("collect", collectArguments, whole), whole);
  assert.deepEqual(readArguments("collect", collectArguments, {}), {});
  const refused = (given: unknown, message: RegExp) =>
    assert.throws(() => readArguments("collect", collectArguments, given), bad(message));
  refused({ tables: [] }, /tables: expected at least one table/);
  refused({ from: "21.11.2026" }, /from: expected a day/);
  refused({ from: "2026-11-21T25:99:00Z" }, /from: expected a day/);
  refused({ from: "2026-11-22", to: "2026-11-22" }, /from to be before to/);
  refused({ filter: {} }, /filter: expected at least one filter/);
  refused({ filter: { ipAddresses: ["203.0.113"] } }, /expected an IP address/);
  refused({ filter: { apps: ["Exchange"] } }, /expected an application id/);
  refused({ maxMinutes: 0 }, /more than 0 minutes/);
  refused({ tenant: "t" }, /tenant/);
});
