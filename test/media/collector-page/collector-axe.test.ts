import { after, before, test } from "node:test";
import { noSeriousFault } from "../no-serious-fault.ts";
import { CollectorPages } from "./collector-pages.ts";
import { fakeTenant } from "./fake-collector.ts";
import { fakeFullHealth } from "./fake-full-health.ts";

let pages: CollectorPages;
before(async () => {
  pages = await CollectorPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const one = { tenants: [fakeTenant] };

test("axe-core finds nothing serious from the first field to the tenant that is added", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await collector.button("Next: permissions").click();
  await page.getByRole("alert").first().waitFor();
  await noSeriousFault(page);
  await collector.field("Name").fill("contoso.com");
  await collector.field("Tenant id").fill(fakeTenant.tenantId);
  await collector.field("Application id").fill(fakeTenant.clientId);
  await page.getByText("Other servers (simulation)").click();
  await page.getByRole("radio", { name: "Certificate" }).click();
  await collector.button("Choose file…").click();
  await page.getByText("collector.pfx (PFX)").waitFor();
  await noSeriousFault(page);
  await collector.button("Next: permissions").click();
  await page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  await noSeriousFault(page);
  await collector.button("Next: check").click();
  await page.getByText("2 sources are left out").waitFor();
  await noSeriousFault(page);
  await collector.button("Add tenant").click();
  await page.getByText(/was added/).waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious in the list of tenants: none, one, one that is collected, one that failed", async () => {
  await using none = await pages.open({ view: "tenants" });
  await none.page.getByText("No tenant is collected").waitFor();
  await noSeriousFault(none.page);
  await using collector = await pages.open({ view: "tenants" }, one);
  const { page } = collector;
  await collector.button("Collect now").waitFor();
  await noSeriousFault(page);
  const win = { source: "Audit.Exchange", from: "2026-11-22T00:00:00Z", to: "2026-11-23T00:00:00Z" } as const;
  const run = { tenantId: fakeTenant.tenantId, isShared: false, isWhole: true, fetched: 1234, added: 1100 };
  const window = { ...win, windows: 12, remaining: 37 };
  await page.evaluate((told) => globalThis.fakeCollectorHost.tellRuns([told]), {
    ...run,
    state: { kind: "running", isCancelling: false, window } as const,
  });
  await page.getByRole("progressbar").waitFor();
  await noSeriousFault(page);
  const failures = [{ ...win, message: "It is away. Look." }];
  const ended = { at: "2026-11-23T16:41:00.000Z", remaining: 0, failures, warnings: ["Some rows were left."] };
  await page.evaluate((told) => globalThis.fakeCollectorHost.tellRuns([told]), {
    ...run,
    state: { kind: "ended", ...ended } as const,
  });
  await page.getByText("It is away. Look.").first().waitFor();
  await noSeriousFault(page);
  await collector.button("Test").click();
  await page.getByText("unreachable").waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious in the health, and where something cannot be read", async () => {
  await using collector = await pages.open({ view: "health" }, one);
  const { page } = collector;
  await page.getByRole("rowheader", { name: "Office 365 activity" }).waitFor();
  await noSeriousFault(page);
  await page.evaluate((health) => {
    globalThis.fakeCollectorHost.health = health;
  }, fakeFullHealth());
  await collector.button("Refresh").click();
  await page.getByText("1,234,567 late").first().waitFor();
  await noSeriousFault(page);
  await using failed = await pages.open({ view: "tenants" }, { failure: "The lake's tenants could not be read." });
  await failed.button("Try again").waitFor();
  await noSeriousFault(failed.page);
  await using restricted = await pages.open({ view: "tenants" }, { ...one, isTrusted: false });
  await restricted.button("Test").waitFor();
  await noSeriousFault(restricted.page);
});
