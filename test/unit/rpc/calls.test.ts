import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";
import { hostMethods } from "../../../src/protocol/service/host.ts";
import { lakeMethods } from "../../../src/protocol/service/lake-service.ts";
import type { CallOptions } from "../../../src/protocol/service/methods.ts";
import { answerCalls } from "../../../src/rpc/answer-calls.ts";
import { RemoteCalls } from "../../../src/rpc/remote-calls.ts";
import { serviceProxy } from "../../../src/rpc/service-proxy.ts";

interface Echo {
  echo(request: unknown, options?: CallOptions<number>): Promise<unknown>;
}

/** A service on the other side of a wire. */
function overWire<Service extends object>(methods: readonly (keyof Service & string)[], service: Service) {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  const unexpected: unknown[] = [];
  answerCalls(server, methods, service, (error) => unexpected.push(error));
  server.listen();
  client.listen();
  const calls = new RemoteCalls<Service>(client, (method, cause) => new Error(`lost while ${method}`, { cause }));
  const proxy = serviceProxy<Service>(methods, (method, request, options) => calls.call(method, request, options));
  return { proxy, client, server, unexpected };
}

test("a request and its answer cross unchanged, and null and undefined stay apart", async () => {
  const { proxy, client } = overWire<Echo>(["echo"], { echo: async (request) => request });
  for (const value of ["text", "", 0, false, null, [1, [null]], { a: { b: null } }, undefined])
    assert.deepEqual(await proxy.echo(value), value);
  client.dispose();
});

test("progress is heard by the call that listens, and by no other", async () => {
  const { proxy, client } = overWire<Echo>(["echo"], {
    echo: async (request, options) => {
      for (const step of request as readonly number[]) options?.onProgress?.(step);
      return null;
    },
  });
  const heard: [number[], number[]] = [[], []];
  await Promise.all([
    proxy.echo([1, 2], { onProgress: (step) => heard[0].push(step) }),
    proxy.echo([3], { onProgress: (step) => heard[1].push(step) }),
    proxy.echo([4]),
  ]);
  assert.deepEqual(heard, [[1, 2], [3]]);
  client.dispose();
});

test("a cancel reaches the service, and so does the end of the caller", async () => {
  const aborted: unknown[] = [];
  let begun = Promise.withResolvers<void>();
  const service: Echo = {
    echo: (request, options) => {
      begun.resolve();
      return new Promise((_, reject) => {
        options?.signal?.addEventListener("abort", () => {
          aborted.push(request);
          reject(new CancelledError());
        });
      });
    },
  };
  const { proxy, client, server, unexpected } = overWire<Echo>(["echo"], service);
  const controller = new AbortController();
  const cancelled = proxy.echo("cancelled", { signal: controller.signal });
  await begun.promise;
  controller.abort();
  await assert.rejects(cancelled, CancelledError);
  begun = Promise.withResolvers<void>();
  const lost = proxy.echo("lost");
  await begun.promise;
  client.dispose();
  await assert.rejects(lost, /lost while echo/);
  server.dispose();
  assert.deepEqual(aborted, ["cancelled", "lost"]);
  assert.deepEqual(unexpected, []);
});

test("an error keeps its code and place; what nobody expected is told with its stack", async () => {
  const surprise = new TypeError("x is undefined");
  const { proxy, client, unexpected } = overWire<Echo>(["echo"], {
    echo: (request) =>
      Promise.reject(
        request === "known" ? new TenantTrailError("sql-syntax", "No.", { place: { line: 1, column: 2 } }) : surprise,
      ),
  });
  await assert.rejects(proxy.echo("known"), { code: "sql-syntax", message: "No.", place: { line: 1, column: 2 } });
  await assert.rejects(proxy.echo("unknown"), { code: "internal", message: /x is undefined/ });
  assert.deepEqual(unexpected, [surprise]);
  client.dispose();
});

for (const [name, methods] of [
  ["lake service", lakeMethods],
  ["host", hostMethods],
] as const)
  test(`every method of the ${name} crosses by its own name`, async () => {
    type Service = Record<string, (request: unknown) => Promise<unknown>>;
    const service: Service = {};
    for (const method of methods) service[method] = async (request) => [method, request];
    const { proxy, client } = overWire<Service>(methods, service);
    for (const method of methods) assert.deepEqual(await proxy[method]?.({ of: method }), [method, { of: method }]);
    assert.ok(methods.length > 4);
    client.dispose();
  });
