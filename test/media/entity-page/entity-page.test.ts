import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Entity } from "../../../src/protocol/entity/entity.ts";
import type { RecordRequest } from "../../../src/protocol/entity/entity-page.ts";
import { eventColumns } from "../../../src/protocol/entity/shown-event.ts";
import type { WindowRequest } from "../../../src/protocol/query.ts";
import { noSeriousFault } from "../no-serious-fault.ts";
import { EntityPages } from "./entity-pages.ts";
import { fakeFacts, fakeState } from "./fake-entity.ts";

let pages: EntityPages;
before(async () => {
  pages = await EntityPages.start();
});
after(() => pages[Symbol.asyncDispose]());

test("the page says when it was seen, in how many events of which days, and at which risk", async () => {
  await using entity = await pages.open(fakeState(1204));
  const { page } = entity;
  await page.getByRole("heading", { name: "adele.vance@contoso.com" }).waitFor();
  const head = await page.locator(".entity-header").innerText();
  assert.match(head, /In these days first seen 2026-10-24 08:00:00, last seen 2026-11-22 03:14:07 UTC/);
  assert.match(head, /1,204 events: 900 sign-ins, 20 audits, 280 Office 365 activity, 1 risk detection/);
  assert.match(head, /Risk high, atRisk on 2026-11-22/);
  assert.deepEqual(entity.problems, []);
});

test("a fact opens the events behind it, and what it names has a page of its own", async () => {
  await using entity = await pages.open(fakeState(10));
  await entity.page.getByRole("button", { name: /^Nigeria \(NG\) all failed 4 events/ }).click();
  await entity.button("Show what is known of 203.0.113.7").click();
  const [fact] = await entity.asked("openFact", 1);
  assert.deepEqual(fact, { fact: "country", value: "NG", label: "Nigeria (NG)" });
  const [shown] = await entity.asked<Entity>("showEntity", 1);
  assert.deepEqual(shown, { kind: "address", value: "203.0.113.7", tenantId: "tenant" });
  await entity.page.getByText("32 more with fewer events").waitFor();
});

test("of 100,000 events as few lines are drawn as of 1,000, and the first and the last can be read", async () => {
  const drawn = async (rows: number): Promise<number> => {
    await using entity = await pages.open(fakeState(rows));
    const { page } = entity;
    await page.getByRole("option", { name: /^2026-11-22 03:14:07 Sign-in signed in to/ }).waitFor();
    const list = page.getByRole("listbox");
    await list.focus();
    await page.keyboard.press("End");
    await page.locator(`#event-${rows - 1}[aria-selected=true]:has-text('20')`).waitFor();
    return page.getByRole("option").count();
  };
  const [few, many] = [await drawn(1000), await drawn(100_000)];
  assert.equal(many, few);
  assert.ok(many < 80, `${many} lines are drawn`);
});

test("a timeline that was cut says so, with how many events there are", async () => {
  await using entity = await pages.open(fakeState(100_000));
  await entity.page.getByText("The newest 100,000 of 1,204 events are here").waitFor();
});

test("chips, lists and a text narrow the timeline on the host's side", async () => {
  await using entity = await pages.open(fakeState(1204));
  const { page } = entity;
  await page.getByRole("button", { name: "Audit", exact: true }).click();
  await page.getByRole("button", { name: "failure", exact: true }).click();
  await page.getByRole("button", { name: "Application" }).click();
  await page.getByRole("menuitemcheckbox", { name: /One Outlook Web/ }).click();
  await entity.field("Find in the timeline").fill("nothing");
  await page.getByText("None of the events matches the filters.").waitFor();
  const windows = await entity.asked<WindowRequest>("readWindow");
  assert.deepEqual(windows.at(-1)?.filters, [
    { column: eventColumns.indexOf("table"), op: "oneOf", value: ["audits"] },
    { column: eventColumns.indexOf("outcome"), op: "oneOf", value: ["failure"] },
    { column: eventColumns.indexOf("application"), op: "oneOf", value: ["One Outlook Web"] },
  ]);
  assert.equal(windows.at(-1)?.search, "nothing");
  await noSeriousFault(page);
  await entity.button("Show all events").click();
  await page.getByText("1,204 events").first().waitFor();
});

test("keys reach an event's record and its menu; the record that is gone is said to be", async () => {
  await using entity = await pages.open(fakeState(1204));
  const { page } = entity;
  await page.getByRole("option", { name: /^2026-11-22 03:14:07/ }).waitFor();
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("treeitem", { name: /ipAddress/ }).waitFor();
  const [asked] = await entity.asked<RecordRequest>("readRecord", 1);
  assert.deepEqual(asked, { table: "signins", key: "key-1", day: "2026-11-22" });
  await noSeriousFault(page);
  await page.getByRole("listbox").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Show address 2001:db8:bad:5::17" }).click();
  const [shown] = await entity.asked<Entity>("showEntity", 1);
  assert.deepEqual(shown, { kind: "address", value: "2001:db8:bad:5::17", tenantId: "tenant" });
  await page.evaluate(() => {
    globalThis.fakeEntityHost.recordIsGone = true;
  });
  await page.getByRole("listbox").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("does not hold this record any more").waitFor();
});

test("what attackers called things is text, and turns none of the words around it", async () => {
  await using entity = await pages.open(fakeState(10));
  const { page } = entity;
  const line = page.locator("#event-1");
  await line.locator(".unseen").first().waitFor();
  assert.match(await line.innerText(), /Viewer<U\+202E>exe\.<img src=x onerror="window\.hacked=true"><U\+200D>/);
  assert.match(await line.innerText(), /failed to sign in to .* from Lagos, NG, blocked by conditional access/);
  assert.equal(await page.evaluate(() => "hacked" in window), false);
  const rtl = page.locator("#event-3 bdi.event-quoted");
  assert.match(await rtl.innerText(), /דוח שכר 2026\.xlsx$/);
  await page.getByRole("option", { name: /SomethingNobodyKnows · thing-7/ }).waitFor();
});

test("nothing known, still reading, failed and cancelled are told, each with its next step", async () => {
  const none = fakeFacts.slice(0, 0);
  const state = fakeState(0);
  assert.ok(state.facts.kind === "ready");
  await using empty = await pages.open({
    ...state,
    facts: { kind: "ready", content: { ...state.facts.content, facts: none } },
  });
  await empty.button("Read all days held").click();
  assert.deepEqual(await empty.asked("read", 1), [{ days: { from: "all days held", to: "all days held" } }]);
  await empty.page.getByText("No event tells of it in the days that were read.").waitFor();
  await noSeriousFault(empty.page);
  await using reading = await pages.open({ ...state, facts: { kind: "reading" }, timeline: { kind: "reading" } });
  await reading.button("Cancel").first().click();
  await reading.asked("cancel", 1);
  await noSeriousFault(reading.page);
  await using failed = await pages.open({
    ...state,
    facts: { kind: "failed", message: "The lake is away. Look.", code: "read-failed" },
    timeline: { kind: "cancelled" },
  });
  await failed.page.getByText("The lake is away. Look.").waitFor();
  await failed.button("Read again").last().click();
  await failed.asked("read", 1);
  await noSeriousFault(failed.page);
});

test("a page of another lake, and one that Athena would be asked for, say so and read when somebody says so", async () => {
  const state = fakeState(0);
  const lake = { root: "/lakes/contoso", label: "contoso · this folder" };
  for (const [kind, words, button] of [
    ["elsewhere", /^This page was read from contoso · this folder, and another lake is open now/, "Ask the open lake"],
    ["unread", /^What was read is held no longer\. Athena is asked again when you say so/, "Read again"],
  ] as const) {
    await using shown = await pages.open({ ...state, lake, facts: { kind }, timeline: { kind } });
    await shown.page.getByText(words).first().waitFor();
    await shown.button(button).first().click();
    await shown.asked("read", 1);
    await noSeriousFault(shown.page);
  }
});

test("sign-ins without a country are a line of their own, and all events open as a result", async () => {
  const state = fakeState(30);
  assert.ok(state.facts.kind === "ready");
  const country = fakeFacts.find(({ fact, value }) => fact === "country" && value === "NL");
  assert.ok(country);
  const facts = [...fakeFacts, { ...country, value: "", events: 7 }];
  await using entity = await pages.open({
    ...state,
    facts: { kind: "ready", content: { ...state.facts.content, facts } },
  });
  await entity.page.getByRole("button", { name: /^no country recorded .* 7 events/ }).click();
  await entity.asked("openFact", 1);
  await entity.page.getByRole("heading", { name: "Countries 2" }).waitFor();
  await entity.page.getByRole("button", { name: "Open as a result" }).click();
  assert.deepEqual((await entity.asked("openFact", 2))[1], null);
  await noSeriousFault(entity.page);
});

test("tenants are chosen and never mixed; axe-core finds nothing serious, in narrow pages too", async () => {
  const tenants = [
    { tenantId: "tenant", name: "Contoso" },
    { tenantId: "other", name: "Fabrikam" },
  ];
  await using entity = await pages.open(fakeState(1204, { tenants }));
  await entity.page.getByText("Contoso").first().waitFor();
  await noSeriousFault(entity.page);
  await using narrow = await pages.open(fakeState(1204, { tenants }), { width: 520 });
  await narrow.page.locator("#event-0").waitFor();
  const wide = await narrow.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${wide} pixels are scrolled sideways`);
});
