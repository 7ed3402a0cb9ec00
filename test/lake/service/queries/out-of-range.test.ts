import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, openLake } from "../open-lake.ts";

/** Members of a sign-in, each with a value that its column cannot hold or that no real event has. */
const odd: Readonly<Record<string, string>> = {
  latitude: '"location":{"city":"X","geoCoordinates":{"latitude":95,"longitude":-1000}}',
  infinite: '"location":{"city":"X","geoCoordinates":{"latitude":1e999,"longitude":-1e999}}',
  overflow: '"status":{"errorCode":9223372036854775808},"autonomousSystemNumber":99999999999999999999',
  text: '"status":{"errorCode":"none"},"autonomousSystemNumber":"AS64500","isInteractive":"maybe"',
  fraction: '"status":{"errorCode":1.5},"autonomousSystemNumber":-0.1',
  shape: '"status":[1],"location":"X","deviceDetail":7,"appliedConditionalAccessPolicies":{"id":1}',
  twice: '"status":{"errorCode":1},"status":{"errorCode":2},"appId":"a","appId":"b"',
  time: '"createdDateTime":"2026-03-01T00:58:41.2Z","authenticationDetails":[{"authenticationStepDateTime":"never"}]',
};

test("a value out of range costs its cell at most: the row stays, its JSON as it was, and every column is read", async (t) => {
  const { service, file } = await openLake(t);
  const lines = Object.entries(odd).map(([id, members]) => `${JSON.stringify(signIn(id)).slice(0, -1)},${members}}`);
  const [imported] = (await service.importLogs({ paths: [file("odd.ndjson", lines.join("\n"))] })).files;
  assert.deepEqual([imported?.added, imported?.rejectedCount], [lines.length, 0]);

  const raw = await ask(service, "SELECT id, raw FROM signins");
  assert.deepEqual(
    new Map(raw.map(([id, text]) => [id, text])),
    new Map(Object.keys(odd).map((id, at) => [id, lines[at]])),
  );
  assert.equal((await ask(service, "SELECT * FROM signins")).length, lines.length);

  const cells = await ask(
    service,
    `SELECT id, status.errorCode, autonomousSystemNumber, location.geoCoordinates.latitude FROM signins ORDER BY id`,
  );
  assert.deepEqual(Object.fromEntries(cells.map(([id, ...values]) => [id, values])), {
    fraction: [2, 0, null],
    infinite: [null, null, "Infinity"],
    latitude: [null, null, 95],
    overflow: [null, null, null],
    shape: [null, null, null],
    text: [null, null, null],
    time: [null, null, null],
    // When a name is there twice, the first one counts.
    twice: [1, null, null],
  });
});
