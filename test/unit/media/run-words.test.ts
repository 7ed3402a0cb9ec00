import assert from "node:assert/strict";
import { test } from "node:test";
import {
  endWords,
  failureWords,
  progressWords,
  runNews,
  waitingUntil,
} from "../../../media/collector-page/run-words.ts";
import type { TenantRun, TenantRunWindow } from "../../../src/protocol/collector-page.ts";
import { fakeSources, fakeTenant } from "../../media/collector-page/fake-collector.ts";

const at = "2026-11-23T16:40:12.000Z";
const now = Date.parse("2026-11-23T16:39:00.000Z");
const about = { tenantId: fakeTenant.tenantId, isShared: false, isWhole: true, fetched: 1234, added: 1100 };
const window: TenantRunWindow = {
  source: "signIns.interactiveUser",
  from: "2026-11-22T00:00:00Z",
  to: "2026-11-23T00:00:00Z",
  windows: 12,
  remaining: 37,
};
const running = (more: Partial<TenantRunWindow> = {}): TenantRun => ({
  ...about,
  state: { kind: "running", isCancelling: false, window: { ...window, ...more } },
});
const begun: TenantRun = { ...about, fetched: 0, added: 0, state: { kind: "running", isCancelling: false } };
const ended = (more: Partial<Extract<TenantRun["state"], { kind: "ended" }>> = {}): TenantRun => ({
  ...about,
  state: { kind: "ended", at, remaining: 0, failures: [], warnings: [], ...more },
});
const failure = {
  source: "Audit.Exchange",
  from: "2026-11-21T14:00:00Z",
  to: "2026-11-21T16:00:00Z",
  message: "manage.office.com did not answer. Look at the proxy.",
} as const;

test("progress names the table and its time, counts rows, and says what is left", () => {
  assert.equal(progressWords(running(), fakeSources), "Sign-ins 2026-11-22 · 1,234 rows, 1,100 new · 37 windows left");
  assert.match(progressWords(running({ remaining: 1 }), fakeSources), /1 window left$/);
  assert.match(progressWords(running({ remaining: 0 }), fakeSources), /last windows$/);
  assert.equal(progressWords(begun, fakeSources), "no answer yet");
  assert.equal(
    progressWords({ ...begun, isShared: true, fetched: 5, added: 4 }, fakeSources),
    "5 rows, 4 new · at another tenant now",
  );
});

test("states are of now, a search says why nothing comes, and the time that is left is rough", () => {
  const { source: _, ...rest } = window;
  assert.match(
    progressWords(running({ ...rest, source: "riskyUsers", from: "1970-01-01T00:00:00.000Z" }), fakeSources),
    /^Risky users as they are now · /,
  );
  assert.match(
    progressWords(running({ ...rest, source: "auditLogQuery" }), fakeSources),
    /^Office 365 activity 2026-11-22 · Microsoft runs the search, which takes minutes/,
  );
  assert.match(progressWords(running({ leftMs: 12 * 60_000 }), fakeSources), / · 37 windows left, about 12 min left$/);
});

test("a wait is told until it is over", () => {
  assert.equal(waitingUntil(running({ waitingUntil: at }), now), "16:40:12");
  assert.equal(waitingUntil(running({ waitingUntil: at }), Date.parse(at)), undefined);
  assert.equal(waitingUntil(running(), now), undefined);
  assert.equal(waitingUntil(ended(), now), undefined);
});

test("a collection that is over says what it came to", () => {
  assert.equal(endWords({ ...ended(), fetched: 712, added: 712 }), "712 new rows · nothing left to read");
  assert.equal(endWords({ ...ended(), fetched: 0, added: 0 }), "No new rows · nothing left to read");
  assert.equal(endWords({ ...ended(), isWhole: false }), "1,100 new rows · all that was asked for was read");
  assert.equal(endWords(ended({ remaining: 5 })), "1,100 new rows · 5 windows left for the next collection");
  assert.equal(endWords(ended({ failures: [failure] })), "1,100 new rows", "what failed was not read");
  assert.equal(
    endWords({ ...about, state: { kind: "cancelled", at } }),
    "Cancelled. 1,100 new rows stay; the next collection reads on from there.",
  );
  assert.match(endWords({ ...about, added: 1, state: { kind: "cancelled", at } }), /1 new row stays;/);
  assert.equal(endWords({ ...about, state: { kind: "failed", at, message: "Expired." } }), "Expired.");
});

test("of several failures the first is told with its next step, and how many more sources failed", () => {
  assert.equal(failureWords([], fakeSources), undefined);
  assert.equal(
    failureWords([failure, { ...failure, to: at }, { ...failure, source: "Audit.General" }], fakeSources),
    "Office 365 activity, Exchange, 2026-11-21 14:00–16:00: manage.office.com did not answer. Look at the proxy. 1 more source failed.",
  );
});

test("a screen reader is told of a beginning, a wait and an end, and of no count", () => {
  const news = (run: TenantRun, before?: TenantRun): string | undefined =>
    runNews(run, before, { name: "contoso.com", offered: fakeSources, now });
  assert.equal(news(begun), "Collecting contoso.com.");
  assert.equal(news(running(), begun), undefined);
  assert.equal(news({ ...running(), added: 1200 }, running()), undefined);
  assert.equal(news(running({ waitingUntil: at }), running()), "Collecting contoso.com: waiting, as Microsoft asked.");
  assert.equal(news(running({ waitingUntil: at }), running({ waitingUntil: at })), undefined);
  const cancelling: TenantRun = { ...running(), state: { kind: "running", isCancelling: true } };
  assert.equal(news(cancelling, running()), "Cancelling the collection of contoso.com.");
  assert.equal(news(cancelling, cancelling), undefined);
  assert.equal(news(ended(), running()), "contoso.com: 1,100 new rows · nothing left to read");
  assert.equal(news(ended(), ended()), undefined);
  assert.match(news(ended({ failures: [failure] }), running()) ?? "", /1,100 new rows\. Office 365 activity, Exchange/);
  assert.equal(news(begun, ended()), "Collecting contoso.com.", "the next one is told again");
});
