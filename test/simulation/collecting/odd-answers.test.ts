import assert from "node:assert/strict";
import { test } from "node:test";
import { parsedJson } from "../../../src/base/json-record.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";
import { jsonAnswer, type Outcome, type SimulatedRequest } from "../microsoft/answer.ts";
import { graphErrorAnswer, noPremiumLicence } from "../microsoft/graph/graph-error.ts";
import { ordinaryDelivery } from "../microsoft/tenant/delivery.ts";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.UTC(2026, 1, 1);
const endMs = startMs + 3 * day;
const signIns = "signIns.interactiveUser";
const exchange = "Audit.Exchange";

/** A run that sends more requests than this would send them for ever. */
const mostRequests = 1_500;

type Meddle = (request: SimulatedRequest, respond: () => Outcome) => Outcome;

function runsOf(source: SourceId, meddle: Meddle, hours = 3 * 24) {
  const delivery = { ...ordinaryDelivery, tail: 0 };
  const times = { startMs, endMs: startMs + hours * hour };
  const truth = tinyTenant({ seed: 4, ...times, events: 40, weights: { [source]: 1 }, delivery });
  const state = { isOdd: true, requests: 0 };
  const runs: SimulatedRuns = new SimulatedRuns({
    truth,
    sources: [source],
    nowMs: endMs + day,
    meddle: (request, respond) => {
      state.requests += 1;
      assert.ok(state.requests <= mostRequests, "the run ends");
      return state.isOdd ? meddle(request, respond) : respond();
    },
  });
  const missing = async (): Promise<number> => truth.existing([source], runs.nowMs).size - (await runs.rows(source));
  return { runs, state, missing };
}

const answer = (status: number, body: unknown): Outcome => ({ kind: "answer", answer: jsonAnswer(status, body) });

function bodyOf(outcome: Outcome): unknown {
  if (outcome.kind !== "answer" || outcome.answer.status !== 200) return undefined;
  return parsedJson(String(outcome.answer.body));
}

/** A list with a link to another page, whether or not there is one. */
function withLink(url: URL, outcome: Outcome, mark: string): Outcome {
  const body = bodyOf(outcome);
  const link = new URL(url);
  link.searchParams.set("page", mark);
  return body instanceof Object ? answer(200, { ...body, "@odata.nextLink": link.href }) : outcome;
}

const isSecondPage = ({ url }: SimulatedRequest): boolean => url.searchParams.has("page");
const isSignIns = ({ url }: SimulatedRequest): boolean => url.pathname.endsWith("/signIns");

/** What becomes of every second page of sign-ins. */
const secondPages: Readonly<Record<string, () => Outcome>> = {
  "are refused for want of a licence": () => ({
    kind: "answer",
    answer: graphErrorAnswer(noPremiumLicence(), endMs, "x"),
  }),
  "come with status 206": () => answer(206, { value: [] }),
  "come with status 202": () => answer(202, { value: [] }),
  "hold no list": () => answer(200, { value: null }),
};

for (const [what, second] of Object.entries(secondPages))
  test(`a run ends, says so and covers nothing when all second pages ${what}; a later one reads everything`, async () => {
    const { runs, state, missing } = runsOf(signIns, (request, respond) => {
      if (!isSignIns(request)) return respond();
      return isSecondPage(request) ? second() : withLink(request.url, respond(), "x");
    });
    const { failures } = await runs.collect();
    assert.ok(failures.length > 0);
    assert.deepEqual((await runs.coverage(signIns)).segments, []);
    assert.ok(state.requests < 300, `${state.requests} requests`);
    state.isOdd = false;
    await runs.wait(day);
    await runs.collect();
    assert.equal(await missing(), 0);
  });

test("pages that go in a circle, each time with a new link, do not go on for ever and are not covered", async () => {
  let links = 0;
  const { runs, state, missing } = runsOf(signIns, (request, respond) => {
    const body = isSignIns(request) ? bodyOf(respond()) : undefined;
    const isEmpty = !(body instanceof Object) || JSON.stringify(body).includes('"value":[]');
    links += 1;
    return isEmpty ? respond() : withLink(request.url, respond(), `${links}`);
  });
  await runs.collect();
  assert.equal(await runs.dayState(signIns, startMs + day), "gap");
  assert.equal(await missing(), 0);
  state.isOdd = false;
  await runs.wait(day);
  await runs.collect();
  assert.equal(await runs.dayState(signIns, startMs + day), "settling");
});

for (const date of ["1/1/0001 12:00:00 AM", "1/1/1990 12:00:00 AM", "2/5/2027 12:00:00 AM"])
  test(`a floor of ${date} is no reason to refuse a window: nothing is learnt, and the run says so`, async () => {
    const { runs, state, missing } = runsOf("directoryAudits", () =>
      answer(400, { error: { code: "", message: `Minimum allowed time for activityDateTime is ${date}` } }),
    );
    const { failures } = await runs.collect();
    assert.ok(failures.length > 0);
    assert.deepEqual((await runs.settings()).floors, {});
    assert.ok(state.requests < 50, `${state.requests} requests`);
    state.isOdd = false;
    await runs.collect();
    assert.equal(await missing(), 0);
  });

test("content that is listed for a window in which it was not made, and cannot be found, leaves the window unread", async () => {
  const { runs } = runsOf(exchange, ({ url }, respond) => {
    if (url.pathname.includes("/audit/")) return answer(404, { error: { code: "AF20050", message: "not there" } });
    const list = url.pathname.endsWith("/content") ? bodyOf(respond()) : undefined;
    if (!Array.isArray(list)) return respond();
    return answer(
      200,
      list.map((each: object) => ({ ...each, contentCreated: "2026-02-01T00:00:00.000Z" })),
    );
  });
  await runs.collect();
  assert.equal(await runs.dayState(exchange, startMs + day), "gap");
});

test("a subscription that is disabled in the answer to its start is not taken for one that runs", async () => {
  const { runs } = runsOf(exchange, ({ url }) =>
    url.pathname.endsWith("/start") ? answer(200, { contentType: exchange, status: "disabled" }) : answer(200, []),
  );
  const { failures } = await runs.collect();
  assert.match(failures.map(({ message }) => message).join(), /disabled although it was just started/);
  assert.deepEqual((await runs.coverage(exchange)).segments, []);
});
