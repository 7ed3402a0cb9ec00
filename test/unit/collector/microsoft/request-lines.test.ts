import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApiRequest } from "../../../../src/collector/microsoft/microsoft.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import type { RequestLine } from "../../../../src/protocol/service/request-line.ts";
import { json, refusal, scripted, tenantId } from "./scripted-microsoft.ts";

const request: ApiRequest = {
  api: "graph",
  limit: "reports",
  url: "/beta/auditLogs/directoryAudits?$filter=secret",
  list: true,
  purpose: { label: "directory audits", permission: "AuditLog.Read.All" },
};

test("each request that was sent is told with its wait, its time and its records, and nothing of its words", async () => {
  const lines: RequestLine[] = [];
  const { microsoft } = scripted(
    (_, n) =>
      n === 0
        ? refusal(429, "TooManyRequests", "Slow down.", { "retry-after": "7" })
        : json({ value: [{ id: "a" }, { id: "b" }] }),
    { onRequest: (line) => lines.push(line) },
  );
  await microsoft.send(request);
  assert.deepEqual(
    lines.map(({ waitedMs, ...line }) => line),
    [
      { tenantId, what: "directory audits", status: 429, tookMs: 100 },
      { tenantId, what: "directory audits", status: 200, records: 2, tookMs: 100 },
    ],
  );
  assert.ok((lines[1]?.waitedMs ?? 0) >= 7_000);
  assert.doesNotMatch(JSON.stringify(lines), /secret|filter|"a"/);
});

test("a connection that breaks has no status, and a request that was cancelled before it was sent has no line", async () => {
  const lines: RequestLine[] = [];
  const broken = scripted(
    (_, n) => {
      if (n === 0) throw new Error("reset");
      return json({ value: [] });
    },
    { onRequest: (line) => lines.push(line) },
  );
  await broken.microsoft.send(request);
  assert.deepEqual(
    lines.map(({ status, records }) => [status, records]),
    [
      [undefined, undefined],
      [200, 0],
    ],
  );
  const stop = new AbortController();
  stop.abort(new CancelledError());
  await assert.rejects(broken.microsoft.send({ ...request, signal: stop.signal }));
  assert.equal(lines.length, 2);
});
