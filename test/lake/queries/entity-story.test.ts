import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { entityQuestions } from "../../../src/editor/entity/entity-questions.ts";
import { cellText } from "../../../src/editor/entity/question-cell.ts";
import { type EntityKind, entityKinds } from "../../../src/protocol/entity/entity.ts";
import { eventColumns } from "../../../src/protocol/entity/shown-event.ts";
import type { JsonValue } from "../../../src/protocol/query.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { makeLake } from "./query-lake.ts";
import { openRunner, type QueryRunner } from "./query-runner.ts";
import { savedQueries } from "./saved-query.ts";

type Row = Readonly<Record<string, JsonValue>>;

const options = { users: 50, days: 16, scale: 0.2 };
const spray = labels(options).find(({ kind }) => kind === "password-spray") ?? assert.fail();
const [address = ""] = spray.ipAddresses;
const queries = new Map(savedQueries().map((query) => [query.name, query]));
const query = (name: string) => queries.get(name) ?? assert.fail(`No query ${name}`);
const days = { from: "all days held", to: "all days held" };
const timelineName = "entity/timeline-of-an-entity";
const factsName = "entity/what-is-known-of-an-entity";

describe("the way of the password spray, by the queries of the page", () => {
  const open = new AsyncDisposableStack();
  let runner: QueryRunner;

  const timeline = (kind: EntityKind, value: string): Promise<readonly Row[]> =>
    runner.run(query(timelineName), { ...days, kind, value });

  before(async () => {
    const lake = open.use(await makeLake(sampleRecords()));
    runner = open.use(await openRunner(lake.root));
  });
  after(() => open.disposeAsync());

  test("from the address to the account that got in, to its session, to the mailbox", async () => {
    const [first, second] = await runner.run(query("hunting/accounts-of-an-address"), { ...days, address });
    assert.equal(first?.["account"], spray.account);
    assert.notEqual(first?.["successes"], "0");
    assert.equal(second?.["successes"], "0");
    const events = await timeline("account", String(first?.["account"]).toUpperCase());
    const theft = events.find(
      (event) => event["ipAddress"] === address && event["outcome"] === "success" && event["table"] === "signins",
    );
    const session = String(theft?.["sessionId"]);
    const done = (await timeline("session", session)).map(({ operation }) => operation);
    assert.ok(done.includes("MailItemsAccessed"), String(done));
    const known = await runner.run(query(factsName), { ...days, kind: "session", value: session });
    assert.deepEqual(
      known.filter(({ fact }) => fact === "account").map(({ value }) => value),
      [spray.account],
    );
  });

  test("the facts count what the timeline lists, and each fact leads to as many events", async () => {
    const known = await runner.run(query(factsName), { ...days, kind: "account", value: spray.account });
    const events = await timeline("account", spray.account);
    const total = known.find(({ fact }) => fact === "total");
    assert.equal(Number(total?.["events"]), events.length);
    const listed = known.filter(
      ({ fact, place, value }) => fact !== "total" && fact !== "day" && (Number(place) === 1 || value === ""),
    );
    assert.ok(new Set(listed.map(({ fact }) => fact)).size >= 12);
    for (const { fact, value, events: counted } of listed) {
      const rows = await runner.run(query(timelineName), {
        ...days,
        kind: "account",
        value: spray.account,
        fact: String(fact),
        factValue: String(value),
      });
      assert.equal(rows.length, Number(counted), `${fact} ${value}`);
    }
  });

  test("an event of the timeline says what the events view says of it", async () => {
    const events = await timeline("account", spray.account);
    const shared = ["actor", "ipAddress", "sessionId", "uniqueTokenId", "appId", "outcome", "table", "key", "tenantId"];
    const view = await runner.run(query("hunting/timeline-of-an-account"), { ...days, account: spray.account });
    const byKey = new Map(events.map((event) => [`${event["table"]} ${event["key"]}`, event]));
    assert.ok(view.length > 20);
    for (const row of view) {
      const event = byKey.get(`${row["table"]} ${row["key"]}`);
      const same = shared.map((name) =>
        name === "ipAddress" ? row["address"] : name in row ? row[name] : event?.[name],
      );
      assert.deepEqual(
        shared.map((name) => event?.[name] ?? null),
        same.map((value) => value ?? null),
        `${row["table"]} ${row["key"]}`,
      );
    }
  });

  test("the timeline has the columns that the page reads, in their order", async () => {
    const [event] = await timeline("account", spray.account);
    assert.deepEqual(Object.keys(event ?? {}), [...eventColumns]);
  });

  test("every question can be asked, in a panel and as a cell that stands on its own", async () => {
    const values: Readonly<Record<EntityKind, string>> = {
      account: spray.account,
      address,
      application: "1950a258-227b-4e31-a9cf-717495945fc2",
      session: "none",
      token: "none",
      device: "none",
      correlation: "none",
    };
    for (const kind of entityKinds)
      for (const { path, parameter } of entityQuestions[kind]) {
        const asked = query(path.replace(/\.sql$/, ""));
        const declarations = asked.block?.header.params ?? [];
        const all = { [parameter]: values[kind], kind, tenant: "", fact: "", factValue: "" };
        const params = Object.fromEntries(
          Object.entries(all).filter(([name]) => declarations.some((each) => each.name === name)),
        );
        const panel = await runner.run(asked, { ...params, from: "2026-11-06", to: "2026-11-21" });
        const sql = cellText(
          { sql: asked.statements[0] ?? "", declarations },
          { ...params, from: "2026-11-06", to: "2026-11-21" },
        );
        const cell = await runner.run({ name: path, text: sql, block: undefined, statements: [sql] });
        assert.deepEqual(sorted(cell), sorted(panel), path);
      }
  });
});

/** Events of one moment are in no order. */
const sorted = (rows: readonly Row[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

function* sampleRecords() {
  for (const { table, record } of sampleEvents(options))
    yield { table, record, source: table === "activity" ? ("management-activity" as const) : ("graph-beta" as const) };
}
