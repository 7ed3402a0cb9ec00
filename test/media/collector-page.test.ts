import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { TenantDraft } from "../../src/protocol/collector-page.ts";
import { CollectorPages, type OpenCollector } from "./collector-pages.ts";
import { fakeTenant } from "./fake-collector.ts";

let pages: CollectorPages;
before(async () => {
  pages = await CollectorPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const secret = "s3cr3t~Value.of.the.app";

async function fillTenant(collector: OpenCollector): Promise<void> {
  await collector.field("Name").fill("contoso.com");
  await collector.field("Tenant id").fill(fakeTenant.tenantId);
  await collector.field("Application id").fill(fakeTenant.clientId);
}

/** Everything that the page holds as text, in attributes, in values of controls and in its memory. */
function everything(collector: OpenCollector): Promise<string> {
  return collector.page.evaluate(() => {
    const texts: string[] = [JSON.stringify({ ...sessionStorage }), JSON.stringify({ ...localStorage })];
    const walk = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        texts.push(...[...element.attributes].map(({ value }) => value));
        if ("value" in element) texts.push(String(element.value));
        if ("currentValue" in element) texts.push(String(element.currentValue));
        if (element.shadowRoot) walk(element.shadowRoot);
      }
      // A document's own text is null.
      texts.push((root instanceof Document ? root.documentElement : root).textContent ?? "");
    };
    walk(document);
    return texts.join("\n");
  });
}

test("a tenant is added in three steps, and its secret is nowhere on the page after the first", async () => {
  await using collector = await pages.open({ view: "add" });
  const { page } = collector;
  await fillTenant(collector);
  await page.getByRole("textbox", { name: "Client secret" }).fill(secret);
  assert.ok((await everything(collector)).includes(secret), "the search finds a secret that is there");
  await collector.button("Next: permissions").click();
  await page.getByText("ActivityFeed.Read", { exact: true }).waitFor();
  assert.ok(!(await everything(collector)).includes(secret));
  assert.deepEqual(await collector.asked("holdSecret", 1), [{ secret }]);
  await page.getByRole("button", { name: /Tenant$/ }).click();
  await collector.button("Change the client secret").waitFor();
  assert.ok(!(await everything(collector)).includes(secret), "the first step names it and does not show it");
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
  const [added] = await collector.asked<TenantDraft>("addTenant", 1);
  assert.deepEqual(added?.credential, { kind: "held", id: "held-1" });
  assert.equal(added?.sources.includes("provisioning"), false);
  assert.equal(added?.sources.includes("riskyUsers"), false, "what cannot be read is left out");
  assert.ok(!(await everything(collector)).includes(secret));
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
  assert.ok(!(await everything(collector)).includes(secret));
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
  assert.equal(await table.getAttribute("aria-busy"), "false");
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
  assert.ok(!(await everything(collector)).includes(secret));
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
  const [saved] = await collector.asked<TenantDraft>("addTenant", 1);
  assert.deepEqual(saved?.credential, { kind: "stored" });
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
  await page.getByRole("button", { name: "Test contoso.com, because Exchange failed" }).click();
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
