import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnDays } from "../../../media/entity-page/facts/drawn-days.ts";
import { entityOfFact } from "../../../media/entity-page/facts/fact-words.ts";
import type { Fact, FactName } from "../../../src/protocol/entity/entity-page.ts";

function fact(name: FactName, value: string, label?: string): Fact {
  return {
    fact: name,
    value,
    ...(label !== undefined && { label }),
    events: 1,
    successes: 1,
    failures: 0,
    interrupted: 0,
    values: 1,
    firstTime: "2026-10-24T08:00:00.000Z",
    lastTime: "2026-11-22T03:14:07.000Z",
  };
}

test("a value that is only a name has no page, because a page by it would find nothing", () => {
  assert.deepEqual(entityOfFact(fact("application", "app-1", "Viewer")), { kind: "application", value: "app-1" });
  assert.equal(entityOfFact(fact("application", "Viewer", "Viewer")), undefined);
  assert.equal(entityOfFact(fact("device", "Windows 11, Edge 141", "Windows 11, Edge 141")), undefined);
  assert.equal(entityOfFact(fact("account", "backup for contoso")), undefined);
  assert.equal(entityOfFact(fact("actorUpon", "microsoft azure ad sync")), undefined);
  assert.deepEqual(entityOfFact(fact("account", "adele@contoso.com")), { kind: "account", value: "adele@contoso.com" });
  assert.equal(entityOfFact(fact("country", "NL")), undefined);
});

test("of a long range the newest days are drawn", () => {
  assert.deepEqual(drawnDays("2026-02-27", "2026-03-01"), ["2026-02-27", "2026-02-28", "2026-03-01"]);
  const long = drawnDays("2020-01-01", "2026-03-01");
  assert.deepEqual([long.length, long.at(-1)], [400, "2026-03-01"]);
  assert.deepEqual(drawnDays("", ""), []);
});
