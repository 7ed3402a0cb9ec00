import assert from "node:assert/strict";
import { test } from "node:test";
import type { Remedy } from "../../../../src/collector/collect-error.ts";
import type { ApiRequest } from "../../../../src/collector/microsoft/microsoft.ts";
import { RefusedError } from "../../../../src/collector/microsoft/verdicts/refusal.ts";
import type { ErrorCode } from "../../../../src/protocol/errors.ts";
import { json, refusal, scripted } from "./scripted-microsoft.ts";

const day = 86_400_000;
const nowMs = Date.parse("2026-03-10T12:00:00Z");

const signIns: ApiRequest = {
  api: "graph",
  limit: "reports",
  url: "/beta/auditLogs/signIns?$top=1",
  list: true,
  purpose: { label: "sign-ins", permission: "AuditLog.Read.All", licence: "Microsoft Entra ID P1 or P2" },
};

const content: ApiRequest = {
  api: "management",
  limit: "management",
  url: "/api/v1.0/t/activity/feed/subscriptions/content",
  list: true,
  purpose: { label: "Audit.General content", permission: "ActivityFeed.Read" },
};

interface Row {
  readonly name: string;
  readonly status: number;
  /** An error's code and message, or the whole body. */
  readonly body: readonly [string, string] | string;
  readonly request?: ApiRequest;
  readonly fromMs?: number;
  readonly attempts: number;
  readonly code: ErrorCode;
  readonly remedy: Remedy["kind"];
  readonly floorMs?: number;
  readonly says: RegExp;
}

const tooOld = nowMs - 40 * day;

const rows: readonly Row[] = [
  {
    name: "no premium licence (graph.md §2.4)",
    status: 403,
    attempts: 4,
    body: [
      "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
      "Neither tenant is B2C or tenant doesn't have premium license",
    ],
    code: "missing-licence",
    remedy: "skip-source",
    says: /Entra ID P1 or P2.*Directory\.Read\.All/,
  },
  {
    name: "no premium licence, with a code that says nothing",
    status: 403,
    attempts: 4,
    body: ["Forbidden", "Neither tenant is B2C or tenant doesn't have premium license"],
    code: "missing-licence",
    remedy: "skip-source",
    says: /Entra ID P1/,
  },
  {
    name: "missing permission, named by Graph (i-3165)",
    status: 403,
    attempts: 1,
    body: [
      "Authentication_MSGraphPermissionMissing",
      "Calling principal does not have required MSGraph permissions ProvisioningLog.Read.All",
    ],
    code: "missing-permission",
    remedy: "skip-source",
    says: /ProvisioningLog\.Read\.All.*consent/,
  },
  {
    name: "missing permission, older spelling (i-6659)",
    status: 403,
    attempts: 1,
    body: [
      "Authentication_ApplicationHasNoReadAuditLogDataAccess",
      "Application missing MSGraph API 'Read all audit log data' permission",
    ],
    code: "missing-permission",
    remedy: "skip-source",
    says: /AuditLog\.Read\.All/,
  },
  {
    name: "missing permission, as older collectors saw it (collecting.md §4.2)",
    status: 403,
    attempts: 1,
    body: ["", "Application missing Read directory data or Read all audit log data"],
    code: "missing-permission",
    remedy: "skip-source",
    says: /AuditLog\.Read\.All/,
  },
  {
    name: "a person without a role",
    status: 403,
    attempts: 1,
    body: ["Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles"],
    code: "missing-permission",
    remedy: "skip-source",
    says: /Reports Reader/,
  },
  {
    name: "a person without a role, other words (collecting.md §4.2)",
    status: 403,
    attempts: 1,
    body: ["UnknownError", "User isn't in the allowed roles"],
    code: "missing-permission",
    remedy: "skip-source",
    says: /Security Reader/,
  },
  {
    name: "sign-ins older than the floor (i-5676)",
    status: 400,
    attempts: 1,
    fromMs: tooOld,
    body: ["BadRequest", "Invalid filter clause"],
    ...{
      code: "collect-failed",
      remedy: "clamp",
      floorMs: nowMs - 30 * day + 3_600_000,
      says: /only since 2026-02-08/,
    },
  },
  {
    name: "older than the floor of a free tenant",
    status: 400,
    attempts: 1,
    fromMs: nowMs - 20 * day,
    body: ["BadRequest", "Invalid filter clause"],
    code: "collect-failed",
    remedy: "clamp",
    floorMs: nowMs - 7 * day + 3_600_000,
    says: /only since 2026-03-03/,
  },
  {
    name: "a bad filter that is young enough (i-14173)",
    status: 400,
    attempts: 1,
    fromMs: nowMs - day,
    body: ["BadRequest", "Invalid filter clause"],
    code: "collect-failed",
    remedy: "skip-source",
    says: /Invalid filter clause/,
  },
  {
    name: "directory audits older than the floor (i-626)",
    status: 400,
    attempts: 1,
    fromMs: tooOld,
    body: [
      "",
      "Specified argument was out of the range of valid values. " +
        "(Parameter 'Minimum allowed time for activityDateTime is 2/8/2026 12:00:00 AM')",
    ],
    code: "collect-failed",
    remedy: "clamp",
    floorMs: Date.UTC(2026, 1, 8),
    says: /2026-02-08 00:00 UTC/,
  },
  {
    name: "an option that is not allowed (i-1250)",
    status: 400,
    attempts: 3,
    body: [
      "",
      "Query option 'Skip' is not allowed. To allow it, set the 'AllowedQueryOptions' property on " +
        "EnableQueryAttribute or QueryValidationSettings.",
    ],
    code: "collect-failed",
    remedy: "skip-source",
    says: /Query option 'Skip' is not allowed/,
  },
  {
    name: "a skip token without a code (i-1388)",
    status: 400,
    attempts: 1,
    body: ["", "Invalid Skip Token"],
    code: "collect-failed",
    remedy: "again",
    says: /lost its place/,
  },
  {
    name: "a skip token of null (i-8612)",
    status: 400,
    attempts: 1,
    body: ["UnknownError", "Invalid Skip Token, skip token is null"],
    code: "collect-failed",
    remedy: "again",
    says: /lost its place/,
  },
  {
    name: "a directory page that is gone (i-1236)",
    status: 400,
    attempts: 1,
    body: ["DirectoryPageTokenNotFoundException", "x"],
    code: "collect-failed",
    remedy: "again",
    says: /lost its place/,
  },
  {
    name: "a token that no renewal mends",
    status: 401,
    attempts: 2,
    body: ["InvalidAuthenticationToken", "Access token has expired or is not yet valid."],
    code: "sign-in-failed",
    remedy: "stop-tenant",
    says: /refused the token, and a fresh one/,
  },
  {
    name: "a segment that this cloud does not have (i-2842)",
    status: 400,
    attempts: 1,
    body: ["BadRequest", "Resource not found for the segment 'signIns'."],
    code: "collect-failed",
    remedy: "skip-source",
    says: /cloud does not offer sign-ins/,
  },
  {
    name: "a gateway that gave up (i-5974)",
    status: 504,
    attempts: 3,
    body: "<html><body>Gateway Time-out</body></html>",
    code: "unreachable",
    remedy: "halve",
    says: /took too long over sign-ins/,
  },
  {
    name: "a service that is down (Microsoft-Extractor-Suite 108)",
    status: 503,
    attempts: 5,
    body: ["ServiceUnavailable", "try later"],
    code: "collect-failed",
    remedy: "again",
    says: /503.*try later/,
  },
  {
    name: "capital letters in the error (graph.md §2.4)",
    status: 403,
    attempts: 1,
    body: '{"Error":{"Code":"Authentication_MSGraphPermissionMissing","Message":"permissions AuditLog.Read.All"}}',
    code: "missing-permission",
    remedy: "skip-source",
    says: /AuditLog\.Read\.All/,
  },
  {
    name: "a refusal that nobody has seen",
    status: 418,
    attempts: 3,
    body: "<b>short\nand stout</b>",
    code: "collect-failed",
    remedy: "skip-source",
    says: /418.*"short and stout"/,
  },
  {
    name: "AF10001",
    status: 401,
    attempts: 1,
    request: content,
    body: [
      "AF10001",
      "The permission set () sent in the request did not include the expected permission ActivityFeed.Read.",
    ],
    code: "missing-permission",
    remedy: "skip-source",
    says: /ActivityFeed\.Read is missing.*consent/,
  },
  ...(
    [
      ["AF20001", 400, 3, "collect-failed", "skip-source", /AF20001/],
      ["AF20002", 400, 3, "collect-failed", "skip-source", /AF20002/],
      ["AF20003", 400, 3, "collect-failed", "skip-source", /AF20003/],
      ["AF20010", 403, 1, "no-tenant", "skip-source", /tenant of the address/],
      ["AF20011", 400, 1, "collect-failed", "skip-source", /auditing/],
      ["AF20012", 400, 1, "collect-failed", "skip-source", /auditing/],
      ["AF20013", 400, 1, "no-tenant", "skip-source", /tenant id/],
      ["AF20020", 400, 1, "collect-failed", "skip-source", /does not offer/],
      ["AF20021", 400, 3, "collect-failed", "skip-source", /AF20021/],
      ["AF20022", 400, 1, "collect-failed", "again", /no subscription/],
      ["AF20023", 400, 1, "collect-failed", "again", /disabled/],
      ["AF20031", 400, 1, "collect-failed", "again", /lost its place/],
      ["AF20050", 404, 3, "collect-failed", "again", /AF20050/],
      ["AF20051", 400, 1, "collect-failed", "again", /AF20051/],
      ["AF20052", 400, 3, "collect-failed", "skip-source", /AF20052/],
      ["AF20053", 400, 3, "collect-failed", "skip-source", /AF20053/],
      ["AF20054", 400, 3, "collect-failed", "skip-source", /AF20054/],
      ["AF50000", 500, 5, "collect-failed", "again", /AF50000/],
    ] as const
  ).map(([af, status, attempts, code, remedy, says]): Row => {
    return { name: af, status, attempts, code, remedy, says, request: content, body: [af, "words"] };
  }),
  ...["AF20030", "AF20055"].map(
    (af): Row => ({
      name: `${af}, too old`,
      status: 400,
      attempts: 1,
      request: content,
      fromMs: nowMs - 8 * day,
      body: [af, "Start time and end time must both be specified"],
      code: "collect-failed",
      remedy: "clamp",
      floorMs: nowMs - (167 * 60 + 55) * 60_000,
      says: /only since/,
    }),
  ),
  {
    name: "AF20055, young enough",
    status: 400,
    attempts: 1,
    request: content,
    fromMs: nowMs - day,
    body: ["AF20055", "x"],
    code: "collect-failed",
    remedy: "halve",
    says: /AF20055/,
  },
  {
    name: "auditing is off (graph.md §3.2)",
    status: 500,
    attempts: 1,
    request: content,
    body: ["", "Microsoft.Office.Compliance.Audit.DataServiceException: Tenant 1111 does not exist."],
    code: "collect-failed",
    remedy: "skip-source",
    says: /Switch unified auditing on/,
  },
];

for (const row of rows)
  test(`${row.status} ${row.name}: ${row.remedy}`, async () => {
    const { body } = row;
    const world = scripted(() =>
      typeof body === "string" ? json(body, {}, row.status) : refusal(row.status, body[0], body[1]),
    );
    const request = row.request ?? signIns;
    const purpose = { ...request.purpose, ...(row.fromMs !== undefined && { fromMs: row.fromMs }) };
    await assert.rejects(world.microsoft.send({ ...request, purpose }), (error) => {
      assert.ok(error instanceof RefusedError);
      assert.equal(error.code, row.code);
      assert.equal(error.remedy.kind, row.remedy);
      assert.match(error.message, row.says);
      if (row.floorMs !== undefined && error.remedy.kind === "clamp")
        assert.ok(Math.abs(error.remedy.floorMs - row.floorMs) < 1_000);
      return true;
    });
    assert.equal(world.seen.length, row.attempts);
  });

const throttles: readonly (readonly [string, ApiRequest, () => Response])[] = [
  [
    "429 with a code that says nothing (i-70953)",
    signIns,
    () =>
      refusal(
        429,
        "UnknownError",
        "This request is throttled. Please try again after the value specified in the Retry-After header. CorrelationId: x",
      ),
  ],
  ["429 without a body", signIns, () => new Response("", { status: 429 })],
  ["the older words", signIns, () => refusal(400, "", "This request is throttled. Please try again after some time.")],
  [
    "AF429 as 403 (graph.md §3.1)",
    content,
    () => refusal(403, "AF429", "Too many requests. Method=GetBlob, PublisherId=00"),
  ],
  ["AF429 as 429", content, () => refusal(429, "AF429", "Too many requests.")],
];

for (const [name, request, answer] of throttles)
  test(`${name} is waited for, however often it comes`, async () => {
    const world = scripted((_, n) => (n < 12 ? answer() : json(request.api === "graph" ? { value: [] } : [])));
    await world.microsoft.send(request);
    assert.equal(world.seen.length, 13);
    assert.equal(world.microsoft.usage().throttled, 12);
    assert.ok(world.microsoft.usage().throttledMs > 60_000);
  });

test("the day that a refusal names is read right at the ends of months", async () => {
  for (const [named, floorMs] of [
    ["1/31/2026 12:00:00 AM", Date.UTC(2026, 0, 31)],
    ["2/28/2026 11:59:59 PM", Date.UTC(2026, 1, 28, 23, 59, 59)],
    ["2/29/2024 12:00:00 PM", Date.UTC(2024, 1, 29, 12)],
    ["3/1/2026 12:00:00 AM", Date.UTC(2026, 2, 1)],
    ["12/31/2025 12:00:00 AM", Date.UTC(2025, 11, 31)],
    ["1/1/2026 12:00:00 AM", Date.UTC(2026, 0, 1)],
  ] as const) {
    const world = scripted(() => refusal(400, "", `Minimum allowed time for activityDateTime is ${named}`));
    const purpose = { ...signIns.purpose, fromMs: Date.UTC(2023, 0) };
    await assert.rejects(world.microsoft.send({ ...signIns, purpose }), (error) => {
      assert.ok(error instanceof RefusedError && error.remedy.kind === "clamp");
      assert.equal(error.remedy.floorMs, floorMs, named);
      return true;
    });
  }
});

test("an intermittent licence error in a licensed tenant is not believed (i-3033)", async () => {
  const answer = () => refusal(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "x");
  const world = scripted((_, n) => (n < 3 ? answer() : json({ value: [] })));
  await world.microsoft.send(signIns);
  assert.equal(world.seen.length, 4);
});

test("an expired token is renewed once", async () => {
  const world = scripted((_, n) => (n === 0 ? refusal(401, "InvalidAuthenticationToken", "x") : json({ value: [] })));
  await world.microsoft.send(signIns);
  assert.deepEqual(
    world.tokens.map(({ refresh }) => refresh),
    [false, true],
  );
  assert.equal(world.seen[1]?.headers.get("authorization"), "Bearer secret-graph-token-1");
});
