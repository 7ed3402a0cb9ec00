import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { TenantRun } from "../../src/protocol/collector-page.ts";
import type { ResultState } from "../../src/protocol/result-page.ts";
import { CollectorPages } from "./collector-page/collector-pages.ts";
import { fakeTenant } from "./collector-page/fake-collector.ts";
import { fakeFullHealth } from "./collector-page/fake-full-health.ts";
import type { OpenedPage } from "./opened-page.ts";
import { type ResultPage, ResultPages, ready } from "./result-view/result-page.ts";
import { sidewaysAtAnyWidth } from "./sideways.ts";

/** The widths of a sign: about those of Arial Narrow and of Verdana in bold, the narrowest and the widest in use. */
const fonts = { narrow: 0.4, wide: 0.7 } as const;
const longNamed = { ...fakeTenant, name: "A tenant with a long name (formerly another one).onmicrosoft.com" };
const longTitle = "Sign-ins of one account from two countries in less time than a journey between them takes";

let collectors: CollectorPages;
let results: ResultPages;
before(async () => {
  [collectors, results] = await Promise.all([CollectorPages.start(), ResultPages.start()]);
});
after(async () => {
  await Promise.all([collectors, results].map((pages) => pages[Symbol.asyncDispose]()));
});

/** Opens the list of tenants in each font, and looks at every width after each of the steps. */
async function collectorHolds(...steps: readonly ((collector: OpenedPage) => Promise<void>)[]): Promise<void> {
  for (const [font, sign] of Object.entries(fonts)) {
    await using collector = await collectors.open({ view: "tenants" }, { tenants: [longNamed] }, { sign, width: 1400 });
    for (const [index, step] of steps.entries()) {
      await collector.page.setViewportSize({ width: 1400, height: 800 });
      await step(collector);
      assert.deepEqual(await sidewaysAtAnyWidth(collector.page), [], `${font}, step ${index + 1}`);
    }
  }
}

async function resultHolds(
  state: ResultState,
  ...steps: readonly ((result: ResultPage) => Promise<unknown>)[]
): Promise<void> {
  for (const [font, sign] of Object.entries(fonts)) {
    await using result = await results.open(state, { sign, width: 1400 });
    for (const [index, step] of steps.entries()) {
      await result.page.setViewportSize({ width: 1400, height: 800 });
      await step(result);
      assert.deepEqual(await sidewaysAtAnyWidth(result.page), [], `${font}, step ${index + 1}`);
    }
  }
}

test("the health is seen whole without scrolling sideways, in narrow and wide fonts and however long its words", async () => {
  await collectorHolds(
    async ({ page }) => {
      await page.getByRole("tab", { name: "Health" }).click();
      await page.getByRole("rowheader", { name: "Office 365 activity" }).waitFor();
    },
    async (collector) => {
      await collector.page.evaluate((health) => {
        globalThis.fakeCollectorHost.health = health;
      }, fakeFullHealth());
      await collector.button("Refresh").click();
      await collector.page.getByText("1,234,567 late").first().waitFor();
    },
  );
});

test("the list of tenants is seen whole: a tenant, its check, a running collection", async () => {
  const run: TenantRun = {
    tenantId: fakeTenant.tenantId,
    isShared: true,
    isWhole: true,
    fetched: 1_234_567,
    added: 1_234_567,
    state: {
      kind: "running",
      isCancelling: false,
      window: {
        source: "signIns.nonInteractiveUser",
        from: "2025-12-31T00:00:00Z",
        to: "2026-01-01T00:00:00Z",
        windows: 12_345,
        remaining: 12_345,
        waitingUntil: "2026-12-31T23:59:59.000Z",
      },
    },
  };
  await collectorHolds(
    (collector) => collector.button("Test").waitFor(),
    async (collector) => {
      await collector.button("Test").click();
      await collector.page.getByText("unreachable").waitFor();
    },
    async (collector) => {
      await collector.page.evaluate((each) => globalThis.fakeCollectorHost.tellRuns([each]), run);
      await collector.button("Cancel for all tenants").waitFor();
    },
  );
});

test("each step of the wizard is seen whole: tenant, certificate, permissions, check, added", async () => {
  await collectorHolds(
    async (collector) => {
      await collector.button("Edit").click();
      await collector.page.getByText("Other servers (simulation)").click();
      await collector.field("Name").waitFor();
    },
    async ({ page }) => {
      await page.getByRole("radio", { name: "Certificate" }).click();
      await page.getByRole("button", { name: "Choose file…" }).waitFor();
    },
    async (collector) => {
      await collector.button("Choose file…").click();
      await collector.page.getByText("collector.pfx (PFX)").waitFor();
    },
    async (collector) => {
      await collector.button("Next: permissions").click();
      await collector.page.getByText("IdentityRiskyUser.Read.All").first().waitFor();
    },
    async (collector) => {
      await collector.button("Next: check").click();
      await collector.page.getByText("2 sources are left out").waitFor();
    },
    async (collector) => {
      await collector.button("Save").click();
      await collector.page.getByText(/was saved/).waitFor();
    },
  );
});

test("around the grid a result is seen whole: title, filters, a cell, statistics, columns", async () => {
  await resultHolds(
    ready(12_345, { simulated: true, title: longTitle }),
    (result) => result.row(0),
    async (result) => {
      await result.page.locator('[data-row="0"][data-column="2"]').click({ button: "right" });
      await result.page.getByRole("menuitem", { name: "Exclude value" }).click();
      await result.page.locator(".filter-chip").waitFor();
    },
    async (result) => {
      await result.row(0);
      await result.page.locator('[data-row="0"][data-column="2"]').click();
      await result.press("Enter");
      await result.page.locator(".pane").waitFor();
    },
    async (result) => {
      await result.press("Escape");
      await result.page.locator('[data-row="0"][data-column="3"]').click({ button: "right" });
      await result.page.getByRole("menuitem", { name: "Column statistics" }).click();
      await result.page.getByRole("dialog", { name: "Statistics of errorCode" }).getByText("22,798.667").waitFor();
    },
    async (result) => {
      await result.press("Escape");
      await result.page.getByRole("tab", { name: "Columns" }).click();
      await result.page.getByRole("rowheader").nth(9).waitFor();
    },
  );
});

test("a query that runs, fails or was cancelled is seen whole", async () => {
  const sql = `SELECT ${"aLongNameOfAColumn, ".repeat(40)}1`;
  await resultHolds({ kind: "running", title: longTitle, sql, startedAt: 0 }, ({ page }) =>
    page.getByRole("timer").waitFor(),
  );
  await resultHolds(
    {
      kind: "failed",
      title: longTitle,
      code: "sql-failed",
      message: `${"aLongName".repeat(30)} does not exist.`,
      place: { line: 1234, column: 1234 },
      action: { label: "Show the columns of signins", command: "tenantTrail.showTable" },
    },
    ({ page }) => page.getByRole("alert").waitFor(),
  );
  await resultHolds({ kind: "cancelled", title: longTitle }, ({ page }) =>
    page.getByRole("button", { name: "Run again" }).waitFor(),
  );
});
