import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { TenantDraft, TenantRun, TenantRunWindow } from "../../../src/protocol/collector-page.ts";
import { noSeriousFault } from "../no-serious-fault.ts";
import type { OpenedPage } from "../opened-page.ts";
import { CollectorPages } from "./collector-pages.ts";
import { fakeState, fakeTenant } from "./fake-collector.ts";

let pages: CollectorPages;
before(async () => {
  pages = await CollectorPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const secret = "s3cr3t~Value.of.the.app";

async function fillTenant(collector: OpenedPage): Promise<void> {
  await collector.field("Name").fill("contoso.com");
  await collector.field("Tenant id").fill(fakeTenant.tenantId);
  await collector.field("Application id").fill(fakeTenant.clientId);
}

test("a tenant is added in three steps, and its secret is nowhere on the page after the first", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await fillTenant(collector);
  await page.getByRole("textbox", { name: "Client secret" }).fill(secret);
  assert.ok((await collector.everything()).includes(secret), "the search finds a secret that is there");
  await collector.button("Next: permissions").click();
  await page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  assert.ok(!(await collector.everything()).includes(secret));
  assert.deepEqual(await collector.asked("holdSecret", 1), [{ secret }]);
  await page.getByRole("button", { name: /Tenant$/ }).click();
  await collector.button("Change the client secret").waitFor();
  assert.ok(!(await collector.everything()).includes(secret), "the first step names it and does not show it");
  await collector.button("Next: permissions").click();

  await page.getByRole("checkbox", { name: "Collect Provisioning" }).click();
  await collector.button("Copy script").click();
  await page.getByText("Copied", { exact: true }).waitFor();
  await collector.button("Open consent page").click();
  const [opened] = await collector.asked<{ url: string }>("openAddress", 1);
  assert.match(
    opened?.url ?? "",
    new RegExp(`/${fakeTenant.tenantId}/adminconsent\\?client_id=${fakeTenant.clientId}$`),
  );

  await collector.button("Next: check").click();
  await page.getByText("2 sources are left out").waitFor();
  await collector.button("Add tenant").click();
  await page.getByText(/^contoso\.com was added\. 11 sources/).waitFor();
  const [{ tenant: added } = {}] = await collector.asked<{ tenant?: TenantDraft }>("addTenant", 1);
  assert.deepEqual(added?.credential, { kind: "held", id: "held-1" });
  assert.equal(added?.sources.includes("provisioning"), false);
  assert.equal(added?.sources.includes("riskyUsers"), false, "what cannot be read is left out");
  assert.ok(!(await collector.everything()).includes(secret));
  const calls = await page.evaluate(() => JSON.stringify(globalThis.fakeCollectorHost.calls));
  assert.equal(calls.split(secret).length, 2, "one message carries the secret");

  await collector.button("Collect now").click();
  assert.deepEqual(await collector.asked("collect", 1), [{ tenantId: fakeTenant.tenantId }]);
  assert.deepEqual(collector.problems, []);
});

test("a secret that was typed and left is gone from the page", async () => {
  await using collector = await pages.open({ view: "add" });
  await collector.page.getByRole("textbox", { name: "Client secret" }).fill(secret);
  await collector.button("Cancel").click();
  await collector.button("Add a tenant").waitFor();
  assert.ok(!(await collector.everything()).includes(secret));
  assert.equal((await collector.asked("holdSecret")).length, 0);
});

test("what is wrong is said at its field, and nothing goes on until it is mended", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await collector.button("Next: permissions").click();
  assert.deepEqual(await page.getByRole("alert").allTextContents(), [
    "Enter a name.",
    "Enter the directory (tenant) id.",
  ]);
  assert.equal(await collector.field("Tenant id").getAttribute("aria-invalid"), "true");
  await fillTenant(collector);
  await page.getByRole("textbox", { name: "Client secret" }).fill(fakeTenant.clientId);
  await collector.button("Next: permissions").click();
  await page.getByText("This looks like the secret's id. Paste its value.").waitFor();
  assert.equal((await collector.asked("holdSecret")).length, 0);
});

test("without an app the permissions are shown, and the check leads back to what is missing", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await collector.field("Name").fill("contoso.com");
  await collector.field("Tenant id").fill(fakeTenant.tenantId);
  await collector.button("Next: permissions").click();
  await page.getByText("The consent address is known once the application id is entered").waitFor();
  await collector.button("Next: check").click();
  await page.getByText("Enter the application id.").waitFor();
  await page.getByText("Enter the client secret.").waitFor();
  assert.equal((await collector.asked("testTenant")).length, 0);
});

test("results of the check arrive one by one, each a word with its next step", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  await collector.page.evaluate(() => {
    globalThis.fakeCollectorHost.pauseAfter = 7;
  });
  await collector.button("Test").click();
  const table = collector.page.getByRole("table");
  await table.getByText("missing licence").waitFor();
  assert.equal(await table.getAttribute("aria-busy"), "true");
  assert.equal(await table.getByText("checking").count(), 7);
  await collector.page.evaluate(() => {
    globalThis.fakeCollectorHost.pauseAfter = undefined;
  });
  await table.getByText("unreachable").waitFor();
  for (const word of ["works", "missing permission", "missing licence", "throttled"])
    await table.getByText(word, { exact: true }).first().waitFor();
  await table.getByText("Add IdentityRiskyUser.Read.All to the app registration").waitFor();
  await collector.page.getByText("Signed in as the application").waitFor();
  assert.equal(await table.getByText("The next step is the same as above.").count(), 1, "of two neighbours");
  await table.and(collector.page.locator("[aria-busy=false]")).waitFor();
});

test("a sign-in that fails says what to do, and nothing can be added", async () => {
  await using collector = await pages.open({ view: "add" });
  await collector.page.evaluate(() => {
    globalThis.fakeCollectorHost.signInFails = true;
  });
  await fillTenant(collector);
  await collector.page.getByRole("textbox", { name: "Client secret" }).fill(secret);
  await collector.button("Next: permissions").click();
  await collector.button("Next: check").click();
  await collector.page.getByRole("alert").getByText("Paste the secret's value, not its id.").waitFor();
  assert.equal(await collector.button("Add tenant").isDisabled(), true);
});

test("a certificate is picked by the host; its password goes with the step", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await fillTenant(collector);
  await page.getByRole("radio", { name: "Certificate" }).click();
  await collector.button("Choose file…").click();
  await page.getByText("collector.pfx (PFX)").waitFor();
  await page.getByRole("textbox", { name: "Password of the certificate's file" }).fill(secret);
  await collector.button("Next: permissions").click();
  await page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  assert.deepEqual(await collector.asked("holdPassword", 1), [{ id: "held-2", password: secret }]);
  assert.ok(!(await collector.everything()).includes(secret));
  await page.evaluate(() => {
    globalThis.fakeCollectorHost.failures["pickCertificate"] = "a.pem holds no certificate with its private key.";
  });
  await page.getByRole("button", { name: /Tenant$/ }).click();
  await collector.button("Change the certificate").click();
  await collector.button("Choose file…").click();
  await page.getByRole("alert").getByText("a.pem holds no certificate").waitFor();
});

test("a tenant that is known is edited with its stored credential, and its id stays", async () => {
  await using collector = await pages.open({ view: "edit", tenantId: fakeTenant.tenantId }, { tenants: [fakeTenant] });
  assert.equal(await collector.field("Tenant id").isDisabled(), true);
  await collector.page.getByText("The one that this tenant was added with").waitFor();
  await collector.button("Next: permissions").click();
  await collector.button("Next: check").click();
  await collector.page.getByText("2 sources are left out").waitFor();
  await collector.button("Save").click();
  await collector.page.getByText(/was saved/).waitFor();
  const [{ tenant: saved } = {}] = await collector.asked<{ tenant?: TenantDraft }>("addTenant", 1);
  assert.deepEqual(saved?.credential, { kind: "stored" });
});

test("a tenant whose credential is not on this computer says so, and leads to where it is entered", async () => {
  const { tenantId } = fakeTenant;
  await using collector = await pages.open(
    { view: "tenants" },
    { tenants: [fakeTenant], withoutCredential: [tenantId] },
  );
  const { page } = collector;
  await page.getByText("What this tenant signs in with is not on this computer").waitFor();
  await noSeriousFault(page);
  await collector.button("Enter the credential").click();
  assert.equal(await page.getByText("The one that this tenant was added with").count(), 0);
  await collector.button("Next: permissions").click();
  await collector.button("Next: check").click();
  await page.getByRole("alert").getByText("Enter the client secret.").waitFor();
  await collector.field("Client secret").fill("new secret~value");
  await collector.button("Next: permissions").click();
  const [held] = await collector.asked<{ secret: string }>("holdSecret", 1);
  assert.deepEqual(held, { secret: "new secret~value" });
});

test("a half-filled wizard is there again after a look at the health, and gone once it was left by its own button", async () => {
  await using collector = await pages.open({ view: "add" }, { tenants: [fakeTenant] });
  const { page } = collector;
  await collector.field("Name").fill("fabrikam.example");
  await page.getByRole("tab", { name: "Health" }).click();
  await collector.button("Refresh").waitFor();
  assert.equal(await collector.field("Name").isVisible(), false);
  await page.getByRole("tab", { name: "Tenants" }).click();
  assert.equal(await collector.field("Name").inputValue(), "fabrikam.example");
  await collector.button("Cancel").click();
  await page.getByRole("tab", { name: "Health" }).click();
  await page.getByRole("tab", { name: "Tenants" }).click();
  await collector.button("Edit").waitFor();
  assert.equal(await collector.field("Name").count(), 0);
});

for (const isMoved of [false, true])
  test(`a tenant that was begun for another lake is saved ${isMoved ? "in the open one when one says so" : "in that one alone"}`, async () => {
    const { tenantId } = fakeTenant;
    await using collector = await pages.open({ view: "edit", tenantId }, { tenants: [fakeTenant] });
    const { page } = collector;
    await collector.button("Next: permissions").click();
    const other = fakeState({ tenants: [fakeTenant], lake: "other client · this folder", lakeRoot: "/lakes/other" });
    await page.evaluate((state) => globalThis.fakeCollectorHost.tellState(state), other);
    const warning = page.getByText("This tenant was begun for incident · this folder, and other client");
    await warning.waitFor();
    await noSeriousFault(page);
    if (isMoved) {
      await collector.button("Save it in other client · this folder").click();
      await warning.waitFor({ state: "hidden" });
    }
    await collector.button("Next: check").click();
    await page.getByText("2 sources are left out").waitFor();
    await collector.button("Save").click();
    const [{ lakeRoot } = {}] = await collector.asked<{ lakeRoot?: string }>("addTenant", 1);
    assert.equal(lakeRoot, isMoved ? "/lakes/other" : "/lakes/incident");
  });

test("the first wrong field has the focus", async () => {
  await using collector = await pages.open({ view: "add" });
  await collector.field("Name").fill("fabrikam.example");
  await collector.button("Next: permissions").click();
  await collector.page.getByRole("alert").first().waitFor();
  const focused = await collector.page.evaluate(
    () =>
      document.activeElement?.getAttribute("aria-label") ??
      document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label"),
  );
  assert.equal(focused, "Tenant id");
});

test("the whole way can be gone by keys", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  const type = async (text: string): Promise<void> => page.keyboard.type(text);
  await collector.field("Name").focus();
  await type("contoso.com");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await type(fakeTenant.tenantId);
  await page.keyboard.press("Tab");
  await type(fakeTenant.clientId);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await type(secret);
  await page.keyboard.press("Enter");
  await page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  assert.equal((await collector.asked("holdSecret", 1)).length, 1);
  await page.getByRole("tab", { name: "Azure CLI" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("Connect-MgGraph").waitFor();
});

test("a tenant can be collected, edited and removed from the list, by names that a screen reader says", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  const region = collector.page.getByRole("region", { name: "contoso.com" });
  await region.getByRole("button", { name: "Collect now" }).click();
  await region.getByRole("button", { name: "Copy the application id of contoso.com" }).click();
  await region.getByRole("button", { name: "Remove…" }).click();
  assert.deepEqual(await collector.asked("collect", 1), [{ tenantId: fakeTenant.tenantId }]);
  assert.deepEqual(await collector.asked("copyText", 1), [{ text: fakeTenant.clientId }]);
  assert.deepEqual(await collector.asked("removeTenant", 1), [{ tenantId: fakeTenant.tenantId }]);
  await region.getByRole("button", { name: "Edit" }).click();
  await collector.field("Application id").waitFor();
});

test("restricted mode says why nothing is collected, and nothing can be", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant], isTrusted: false });
  await collector.page.getByText("Nothing is collected in restricted mode").waitFor();
  assert.equal(await collector.button("Collect now").isDisabled(), true);
  assert.equal(await collector.button("Test").isDisabled(), true);
});

test("health shows each table with its chart in words, fills a gap, and leads from an error to the test", async () => {
  await using collector = await pages.open({ view: "health" }, { tenants: [fakeTenant] });
  const { page } = collector;
  await page.getByRole("rowheader", { name: "Office 365 activity" }).waitFor();
  const chart = page.getByRole("img").first();
  assert.match((await chart.getAttribute("aria-label")) ?? "", /^[\d,]+ rows in 7 days; most in an hour/);
  await page.getByRole("button", { name: "Fill the gaps of Exchange" }).click();
  assert.deepEqual(await collector.asked("fill", 1), [
    {
      tenantId: fakeTenant.tenantId,
      table: "activity",
      gaps: [{ from: "2026-11-21T14:00:00.000Z", to: "2026-11-21T16:00:00.000Z" }],
    },
  ]);
  await collector.button("Open the lateness query").click();
  assert.equal((await collector.asked("openHealthQuery", 1)).length, 1);
  await collector.button("Refresh").click();
  assert.equal((await collector.asked("health", 2)).length, 2);
  await page.getByRole("button", { name: "Test the tenant contoso.com, because Exchange failed" }).click();
  await page.getByText("Signed in as the application").waitFor();
  assert.deepEqual(collector.problems, []);
});

test("health that cannot be read says why, and can be asked for again", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  await collector.page.evaluate(() => {
    globalThis.fakeCollectorHost.failures["health"] = "The ledger could not be read.";
  });
  await collector.page.getByRole("tab", { name: "Health" }).click();
  await collector.page.getByRole("alert").getByText("The ledger could not be read.").waitFor();
  await collector.page.evaluate(() => {
    delete globalThis.fakeCollectorHost.failures["health"];
  });
  await collector.button("Refresh").click();
  await collector.page.getByRole("rowheader", { name: "Audits" }).waitFor();
});

test("the last error is a line of its own under its table, with its time and what to do", async () => {
  await using collector = await pages.open({ view: "health" }, { tenants: [fakeTenant] });
  const { page } = collector;
  await page.getByText("1 source failed at the last try").waitFor();
  const group = page
    .getByRole("rowgroup")
    .filter({ has: page.getByRole("rowheader", { name: "Office 365 activity" }) });
  const rows = await group.getByRole("row").allTextContents();
  assert.match(rows[1] ?? "", /^Exchange failed at 11-23 12:10 UTC\. .*Look at the proxy and the firewall/);
  assert.equal(rows.length, 8, "the table, its error, and its six sources");
});

test("columns that have nothing to say are not there; lateness that was not measured is a dash", async () => {
  await using collector = await pages.open({ view: "health" }, { tenants: [fakeTenant] });
  const { page } = collector;
  const headers = page.getByRole("columnheader");
  await headers.first().waitFor();
  const all = [
    "Table",
    "Rows an hour, 7 days",
    "Read up to",
    "Lateness p50, p95, p99",
    "Gaps, lost",
    "Requests, waits",
  ];
  assert.deepEqual(await headers.allTextContents(), all);
  const cells = page.getByRole("row").filter({ hasText: "Risky users" }).getByRole("cell");
  assert.equal(await cells.nth(2).textContent(), "–");
  await page.evaluate(() => {
    const { health } = globalThis.fakeCollectorHost;
    globalThis.fakeCollectorHost.health = {
      ...health,
      tables: health.tables.map((table) => ({ ...table, lateness: null })),
      sources: health.sources.map((source) => ({
        ...source,
        gaps: [],
        lost: [],
        late: 0,
        throttledSeconds: 0,
        lastError: null,
      })),
    };
  });
  await collector.button("Refresh").click();
  await page.getByText("Nothing fails, no gaps, nothing lost.").waitFor();
  assert.deepEqual(await headers.allTextContents(), ["Table", "Rows an hour, 7 days", "Read up to", "Requests"]);
});

const win: TenantRunWindow = {
  source: "signIns.interactiveUser",
  from: "2026-11-22T00:00:00Z",
  to: "2026-11-23T00:00:00Z",
  windows: 12,
  remaining: 37,
};

function runOf(state: TenantRun["state"], more: Partial<TenantRun> = {}): TenantRun {
  const about = { tenantId: fakeTenant.tenantId, isShared: false, isWhole: true, fetched: 1234, added: 1100 };
  return { ...about, state, ...more };
}

test("a running collection is seen at its tenant, is cancelled there, and says what it came to", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  const { page } = collector;
  const tell = (run: TenantRun): Promise<void> =>
    page.evaluate((each) => globalThis.fakeCollectorHost.tellRuns([each]), run);
  const tenant = page.getByRole("region", { name: "contoso.com" });
  const news = page.locator("main > [role=status]").first();
  await tenant.getByRole("button", { name: "Collect now" }).focus();
  await tell(runOf({ kind: "running", isCancelling: false, window: win }));
  await tenant.getByText("Collecting… Sign-ins 2026-11-22 · 1,234 rows, 1,100 new · 37 windows left").waitFor();
  await news.and(page.getByText("Collecting contoso.com.", { exact: true })).waitFor({ state: "attached" });
  assert.equal(await tenant.getByRole("button", { name: "Collect now" }).count(), 0);
  assert.equal(await tenant.getByRole("progressbar").getAttribute("max"), "49");

  const waitingUntil = new Date(Date.now() + 3_600_000).toISOString();
  await tell(runOf({ kind: "running", isCancelling: false, window: { ...win, waitingUntil } }));
  await tenant.getByText(`waiting until ${waitingUntil.slice(11, 19)} UTC, as Microsoft asked`).waitFor();
  await news
    .and(page.getByText("Collecting contoso.com: waiting, as Microsoft asked.", { exact: true }))
    .waitFor({ state: "attached" });
  await tell(runOf({ kind: "running", isCancelling: false, window: win }));
  await tenant.getByText("as Microsoft asked").waitFor({ state: "detached" });

  await page.keyboard.press("Enter");
  assert.deepEqual(await collector.asked("cancelCollect", 1), [{ tenantId: fakeTenant.tenantId }]);
  assert.equal((await collector.asked("collect")).length, 0, "the button under the focus has become the other one");
  await tell(runOf({ kind: "cancelled", at: "2026-11-23T16:40:12.000Z" }));
  await tenant.getByText("Cancelled. 1,100 new rows stay; the next collection reads on from there.").waitFor();
  await tenant.getByRole("button", { name: "Collect now" }).waitFor();

  const ended = { kind: "ended", at: "2026-11-23T16:41:00.000Z", remaining: 0, failures: [], warnings: [] } as const;
  await tell(runOf(ended, { fetched: 712, added: 712 }));
  await tenant.getByText("712 new rows · nothing left to read").waitFor();
  await news
    .and(page.getByText("contoso.com: 712 new rows · nothing left to read", { exact: true }))
    .waitFor({ state: "attached" });
  const failure = { source: "Audit.Exchange", from: win.from, to: win.to, message: "It is away. Look." } as const;
  await tell(runOf({ ...ended, failures: [failure] }));
  await tenant.getByText("Office 365 activity, Exchange, 2026-11-22: It is away. Look.").waitFor();
  await tenant.getByRole("button", { name: "Show health" }).click();
  await page.getByRole("columnheader", { name: "Read up to" }).waitFor();
  assert.deepEqual(collector.problems, []);
});

test("a run of all tenants says that cancelling it is for all, and is seen on the health page, too", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  const { page } = collector;
  const run = runOf({ kind: "running", isCancelling: false, window: win }, { isShared: true });
  await page.evaluate((each) => globalThis.fakeCollectorHost.tellRuns([each]), run);
  await collector.button("Cancel for all tenants").waitFor();
  await page.getByRole("tab", { name: "Health" }).click();
  await page.getByText("37 windows left").waitFor();
  await collector.button("Cancel for all tenants").click();
  assert.deepEqual(await collector.asked("cancelCollect", 1), [{ tenantId: fakeTenant.tenantId }]);
});

test("tenants that cannot be read are not taken for none", async () => {
  const failure = "The lake's tenants could not be read. Check who may read the folder.";
  await using collector = await pages.open({ view: "tenants" }, { failure });
  await collector.page.getByRole("alert").getByText(failure).waitFor();
  assert.equal(await collector.page.getByText("No tenant is collected").count(), 0);
  await collector.button("Try again").click();
  assert.equal((await collector.asked("ready", 2)).length, 2);
});

test("while the health is read for the first time, the page says so", async () => {
  await using collector = await pages.open({ view: "tenants" }, { tenants: [fakeTenant] });
  await collector.page.evaluate(() => {
    globalThis.fakeCollectorHost.holdsHealth = true;
  });
  await collector.page.getByRole("tab", { name: "Health" }).click();
  await collector.page.getByText("Reading how the collection stands…").waitFor();
});

test("the boxes of the sources keep their size beside captions of several lines", async () => {
  await using collector = await pages.open({ view: "add" }, {}, { width: 700 });
  await fillTenant(collector);
  await collector.button("Next: permissions").click();
  await collector.page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  const sizes = await collector.page
    .locator("vscode-checkbox")
    .evaluateAll((boxes) =>
      boxes.map((box) => box.shadowRoot?.querySelector("[part=control]")?.getBoundingClientRect().width),
    );
  assert.deepEqual(new Set(sizes), new Set([18]));
});

test("dark, light and high contrast draw the page in the theme's colours", async () => {
  const expected = {
    dark: ["204, 204, 204", "31, 31, 31", "55, 148, 255"],
    light: ["59, 59, 59", "255, 255, 255", "26, 133, 255"],
    "high-contrast": ["255, 255, 255", "0, 0, 0", "55, 148, 255"],
  };
  for (const theme of ["dark", "light", "high-contrast"] as const) {
    await using collector = await pages.open({ view: "health" }, { tenants: [fakeTenant] }, { theme });
    const colours = await collector.page
      .locator(".rows-chart-bars")
      .first()
      .evaluate((bars) => [
        getComputedStyle(bars.closest("main") ?? bars).color,
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(bars).fill,
      ]);
    assert.deepEqual(
      colours,
      expected[theme].map((colour) => `rgb(${colour})`),
    );
    assert.deepEqual(collector.problems, [], theme);
  }
});
