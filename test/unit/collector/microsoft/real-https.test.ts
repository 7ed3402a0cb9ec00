import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { inspect } from "node:util";
import type { Clock } from "../../../../src/collector/clock.ts";
import type { Servers } from "../../../../src/collector/clouds.ts";
import { Pacers } from "../../../../src/collector/microsoft/limits/pacers.ts";
import type { ApiRequest, Microsoft } from "../../../../src/collector/microsoft/microsoft.ts";
import { openMicrosoft } from "../../../../src/collector/microsoft/open-microsoft.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { makeServerCertificates } from "../../../simulation/microsoft/login/certificates.ts";
import { collected } from "../sources/collected.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, n: number) => void;

interface LoopbackServer extends AsyncDisposable {
  readonly origin: string;
  readonly seen: { readonly url: string; readonly authorization: string | undefined }[];
}

const token = "secret-token-of-the-test";
let certificate: { readonly certificate: string; readonly privateKey: string };
const trustedBefore = tls.getCACertificates("default");

before(async () => {
  const made = await makeServerCertificates(Date.now());
  certificate = made.server;
  tls.setDefaultCACertificates([...trustedBefore, made.authority]);
});

after(() => tls.setDefaultCACertificates(trustedBefore));

async function serve(handler: Handler): Promise<LoopbackServer> {
  const seen: { url: string; authorization: string | undefined }[] = [];
  const server = createServer({ cert: certificate.certificate, key: certificate.privateKey }, (request, response) => {
    seen.push({ url: request.url ?? "", authorization: request.headers.authorization });
    handler(request, response, seen.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Real time, with the waits of back-offs and limits cut to a tenth of a second. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(Math.min(ms, 100), undefined, { ...(signal && { signal }) });
    } catch {
      throw new CancelledError();
    }
  },
};

/** Real time. */
const slowClock: Clock = {
  ...clock,
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { ...(signal && { signal }) });
    } catch {
      throw new CancelledError();
    }
  },
};

function open({ origin }: LoopbackServer, more: { clock?: Clock; deadlineMs?: number } = {}): Microsoft {
  const used = more.clock ?? slowClock;
  const servers: Servers = {
    login: origin,
    graph: origin,
    management: origin,
    audience: { graph: "https://graph.microsoft.com", management: "https://manage.office.com" },
  };
  return openMicrosoft({
    tenantId: "t",
    clientId: "c",
    cloud: "global",
    servers,
    random: Math.random,
    clock: used,
    pacers: new Pacers(used, Math.random),
    fetch,
    tokens: { token: async () => token },
    ...(more.deadlineMs !== undefined && { deadlineMs: more.deadlineMs }),
  });
}

function answer(response: ServerResponse, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

const request: ApiRequest = {
  api: "graph",
  limit: "reports",
  url: "/beta/auditLogs/directoryAudits",
  list: true,
  purpose: { label: "directory audits", permission: "AuditLog.Read.All" },
};

const from = "2026-03-10T10:00:00Z";
const to = "2026-03-10T11:00:00Z";

test("pages are read through the real Graph client, with the link as it came", async () => {
  const link = "/beta/auditLogs/directoryAudits?$top=999&$skiptoken=a%2Fb%3D&x=1&x=2&$filter=y%20eq%20%27https://z%27";
  await using server = await serve(({ url }, response) =>
    url === link
      ? answer(response, { value: [{ id: "b" }] })
      : answer(response, { value: [{ id: "a" }], "@odata.nextLink": server.origin + link }),
  );
  const { ids } = await collected({ microsoft: open(server), clock: slowClock }, "directoryAudits", from, to);
  assert.deepEqual(ids, ["a", "b"]);
  assert.equal(server.seen[1]?.url, link);
  assert.deepEqual(new Set(server.seen.map(({ authorization }) => authorization)), new Set([`Bearer ${token}`]));
});

test("a connection that breaks in the middle of a body is no data", async () => {
  await using server = await serve((_, response, n) => {
    if (n > 0) return answer(response, { value: [{ id: "a" }, { id: "b" }] });
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"value":[{"id":"a"}', () => response.destroy());
  });
  const { body } = await open(server).send(request);
  assert.equal(body.elements?.length, 2);
  assert.equal(server.seen.length, 2);
});

test("a body that ends early without a length is no data", async () => {
  await using server = await serve((_, response, n) => {
    if (n > 0) return answer(response, { value: [] });
    response.writeHead(200);
    response.end('{"value":[{"id":"a"}');
  });
  await open(server).send(request);
  assert.equal(server.seen.length, 2);
});

test("a stall ends at the deadline, before the headers and in the body", async () => {
  await using server = await serve((_, response, n) => {
    if (n % 2 === 1) response.write('{"value":[');
  });
  // Long enough for a request to reach the server on a busy machine.
  await assert.rejects(open(server, { clock, deadlineMs: 500 }).send(request), {
    code: "unreachable",
    remedy: { kind: "halve" },
  });
  assert.equal(server.seen.length, 2);
});

test("cancelling closes the connection", async () => {
  const stop = new AbortController();
  let closed: Promise<void> | undefined;
  await using server = await serve((incoming, response) => {
    closed = new Promise((resolve) => incoming.socket.once("close", () => resolve()));
    response.write('{"value":[');
    stop.abort();
  });
  await assert.rejects(open(server).send({ ...request, signal: stop.signal }), CancelledError);
  await closed;
});

test("a redirect to another host carries no token there", async () => {
  await using other = await serve((_, response) => answer(response, { value: [] }));
  await using server = await serve((_, response) => {
    response.writeHead(307, { location: `${other.origin}/beta/auditLogs/directoryAudits` });
    response.end();
  });
  await assert.rejects(open(server).send(request), { code: "untrusted-server" });
  assert.deepEqual(other.seen, []);
});

test("links, content and next pages at another host get no token", async () => {
  await using other = await serve((_, response) => answer(response, []));
  await using server = await serve(({ url = "" }, response) => {
    if (url.startsWith("/beta")) return answer(response, { value: [], "@odata.nextLink": `${other.origin}/beta` });
    if (url.includes("subscriptions/list"))
      return answer(response, [{ contentType: "Audit.General" }, { contentType: "Audit.Exchange" }]);
    if (url.includes("Audit.Exchange")) return answer(response, [], { NextPageUri: `${other.origin}/next` });
    answer(response, [{ contentUri: `${other.origin}/blob`, contentCreated: "2026-03-10T10:00:00.000Z" }]);
  });
  const window = [new Date(Date.now() - 7_200_000).toISOString(), new Date().toISOString()] as const;
  for (const source of ["directoryAudits", "Audit.General", "Audit.Exchange"] as const) {
    const world = { microsoft: open(server), clock: slowClock };
    await assert.rejects(collected(world, source, ...window), { code: "untrusted-server" });
  }
  assert.deepEqual(other.seen, []);
});

test("a server that nobody vouches for is named, and no token is in the error", async () => {
  await using server = await serve((_, response) => answer(response, {}));
  const { origin } = server;
  tls.setDefaultCACertificates(trustedBefore);
  await assert.rejects(open({ ...server, origin: origin.replace("127.0.0.1", "localhost") }).send(request), (error) => {
    assert.match(String(error), /certificate of localhost.* is not trusted/);
    assert.doesNotMatch(inspect(error, { depth: 10 }), new RegExp(token));
    return true;
  });
  assert.deepEqual(server.seen, []);
});
