import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { JsonValue } from "../../../src/protocol/query.ts";
import type { AttackKind } from "../../../src/sample-tenant/attacks/scene.ts";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { makeLake } from "./query-lake.ts";
import { openRunner, type QueryRunner } from "./query-runner.ts";
import { savedQueries } from "./saved-query.ts";

/** Smaller than the walkthrough's tenant, to be quick; the attacks are the same. */
const options = { users: 50, days: 16, scale: 0.4 };
const attacks = labels(options);
const queries = savedQueries();

/** The detections that must show each attack. */
const mustFind: Readonly<Record<AttackKind, readonly string[]>> = {
  "password-spray": [
    "credential-attacks/password-spray-by-address",
    "credential-attacks/success-after-password-spray",
    "credential-attacks/attempts-on-disabled-or-unknown-accounts",
    "credential-attacks/password-grant-sign-ins",
    "sessions-and-tokens/risky-sign-in-that-succeeded",
  ],
  "session-theft": [
    "sessions-and-tokens/session-on-several-networks",
    "sessions-and-tokens/impossible-travel",
    "sessions-and-tokens/risky-sign-in-that-succeeded",
    "multifactor/method-registered-from-new-network",
    "mail-and-files/mail-read-in-stolen-session",
    "mail-and-files/inbox-rule-hides-or-forwards",
  ],
  "consent-grant": ["applications/user-consent-to-application", "sessions-and-tokens/script-user-agents"],
  "device-code": [
    "sessions-and-tokens/device-code-sign-ins",
    "sessions-and-tokens/device-registered-after-device-code",
    "mail-and-files/mass-file-download",
  ],
  "application-credential": ["applications/credential-added", "applications/new-credential-used-from-new-address"],
};

describe("saved queries over the sample tenant", () => {
  const open = new AsyncDisposableStack();
  const results = new Map<string, readonly Readonly<Record<string, JsonValue>>[]>();

  before(async () => {
    const lake = open.use(await makeLake(sampleRecords()));
    const runner: QueryRunner = open.use(await openRunner(lake.root));
    const [attack] = attacks;
    const account = attack?.account ?? "";
    const address = attack?.ipAddresses[0] ?? "";
    const asked: Record<string, string> = {
      account,
      address,
      session: "none",
      application: "none",
      kind: "account",
      value: account,
    };
    for (const query of queries) {
      const declared = (query.block?.header.params ?? []).filter((param) => param.default === undefined);
      const params = Object.fromEntries(declared.map(({ name }) => [name, asked[name] ?? ""]));
      results.set(query.name, await runner.run(query, params));
    }
  });
  after(() => open.disposeAsync());

  for (const attack of attacks)
    test(`${attack.title} is found`, () => {
      const found = (name: string): boolean =>
        (results.get(`detections/${name}`) ?? []).some((row) => shows(attack, row));
      const missed = mustFind[attack.kind].filter((name) => !found(name));
      assert.deepEqual(missed, []);
    });

  for (const query of queries.filter(({ name }) => name.startsWith("detections/")))
    test(`${query.name} does not flood`, (t) => {
      const rows = results.get(query.name) ?? [];
      const others = rows.filter((row) => !attacks.some((attack) => shows(attack, row)));
      t.diagnostic(`${rows.length} rows, ${others.length} of them ordinary life`);
      assert.ok(
        others.length <= (allowed[query.block?.header.severity ?? ""] ?? 0),
        JSON.stringify(others.slice(0, 5), null, 1),
      );
    });

  test("reports and the health of collection have answers, and no event is held twice", (t) => {
    for (const { name } of queries.filter((query) => !query.name.startsWith("detections/"))) {
      const rows = results.get(name) ?? [];
      t.diagnostic(`${name}: ${rows.length} rows`);
      if (/^(health|reports)\//.test(name)) assert.equal(rows.length === 0, name === "health/duplicate-events", name);
    }
  });
});

/** How many rows of ordinary life a detection may show in two weeks of fifty people. */
const allowed: Readonly<Record<string, number>> = { high: 0, medium: 3, low: 5 };

/** Whether a row is about an attack's account or addresses, or what was done from them. */
function shows(attack: (typeof attacks)[number], row: Readonly<Record<string, JsonValue>>): boolean {
  const text = JSON.stringify(row);
  return [attack.account, ...attack.ipAddresses].some((name) => text.includes(name));
}

/** The tables that queries find something in. */
function* sampleRecords() {
  for (const { table, record } of sampleEvents(options)) {
    if (table === "provisioning") continue;
    yield { table, record, source: table === "activity" ? ("management-activity" as const) : ("graph-beta" as const) };
  }
}
