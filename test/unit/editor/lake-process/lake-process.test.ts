import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { LakeClient } from "../../../../src/editor/lake-process/lake-client.ts";
import { LakeProcess, type LaunchedProcess } from "../../../../src/editor/lake-process/lake-process.ts";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { ImportProgress } from "../../../../src/protocol/lake.ts";
import type { Host } from "../../../../src/protocol/service/host.ts";
import type { LakeService } from "../../../../src/protocol/service/lake-service.ts";
import type { CallOptions } from "../../../../src/protocol/service/methods.ts";
import { RemoteHost } from "../../../../src/service/remote-host.ts";
import { serveLake } from "../../../../src/service/serve.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

const never = (): Promise<never> => Promise.reject(new Error("not part of this test"));

const noHost: Host = {
  readSecret: never,
  writeSecret: never,
  deleteSecret: never,
  openExternal: never,
  askMfaCode: never,
  showDeviceCode: never,
  tellRequest: never,
};

/** Launches services over an in-memory pair of streams; `die` ends the newest one as a crash would. */
function launcher(services: readonly Partial<LakeService>[]) {
  const unexpected: unknown[] = [];
  const servers: MessageConnection[] = [];
  let launched = 0;
  let killed = 0;
  let memory = 0;
  let die: () => void = () => undefined;
  const launch = (): LaunchedProcess => {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const service = lakeWith(services[launched++] ?? {});
    const server = serveLake(service, new StreamMessageReader(toServer), new StreamMessageWriter(toClient), (error) =>
      unexpected.push(error),
    );
    let exit: (how: string) => void = () => undefined;
    servers.push(server);
    die = () => {
      server.dispose();
      exit("signal SIGKILL");
    };
    return {
      reader: new StreamMessageReader(toClient),
      writer: new StreamMessageWriter(toServer),
      onExit: (listener) => {
        exit = listener;
      },
      memory: async () => memory,
      kill: () => {
        killed++;
        server.dispose();
      },
    };
  };
  return {
    launch,
    killed: () => killed,
    takes: (bytes: number) => {
      memory = bytes;
    },
    unexpected,
    servers,
    die: () => die(),
    launched: () => launched,
  };
}

const info = {
  connection: { kind: "folder", path: "/lake" },
  root: "/lake",
  isKnown: false,
  label: "lake",
  tenants: [],
  simulated: false,
} as const;

function abortable(options: CallOptions | undefined, onAbort: () => void): Promise<never> {
  return new Promise((_, reject) => {
    options?.signal?.addEventListener("abort", () => {
      onAbort();
      reject(new CancelledError());
    });
  });
}

/** A query that is cancelled as soon as it runs, and goes on. */
function deafTo(controller: AbortController): () => Promise<never> {
  return () => {
    controller.abort();
    return new Promise(() => undefined);
  };
}

test("a request and its answer cross unchanged", async () => {
  const day = { table: "signins", day: "2026-11-22", tenantId: "t", rows: 2, bytes: 3, state: "imported" } as const;
  const { launch, launched } = launcher([
    {
      listDays: async ({ table }) =>
        table === "signins" ? [{ ...day, coverage: [], simulated: false, slices: [] }] : [],
    },
  ]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  assert.equal(launched(), 0, "launched on first use, not before");
  const days = await lake.listDays({ table: "signins" });
  assert.deepEqual(days, [{ ...day, coverage: [], simulated: false, slices: [] }]);
  assert.deepEqual(await lake.listDays({}), []);
  assert.equal(launched(), 1);
  process.dispose();
});

test("a method without a value answers undefined or null, and is not called when nothing runs", async () => {
  const { launch, launched } = launcher([{}]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  await lake.releaseResult({ resultId: "r" });
  assert.equal(launched(), 0);
  process.dispose();
});

test("progress arrives in order and only at the call that listens", async () => {
  const step = (rows: number): ImportProgress => ({
    file: "a",
    stage: "reading",
    doneBytes: rows,
    totalBytes: 3,
    rows,
  });
  const { launch } = launcher([
    {
      importLogs: async ({ paths }, options) => {
        for (const path of paths) options?.onProgress?.(step(Number(path)));
        return { files: [] };
      },
    },
  ]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  const first: ImportProgress[] = [];
  const second: ImportProgress[] = [];
  await Promise.all([
    lake.importLogs({ paths: ["1", "2"] }, { onProgress: (progress) => first.push(progress) }),
    lake.importLogs({ paths: ["3"] }, { onProgress: (progress) => second.push(progress) }),
    lake.importLogs({ paths: ["4"] }),
  ]);
  assert.deepEqual(first, [step(1), step(2)]);
  assert.deepEqual(second, [step(3)]);
  process.dispose();
});

test("an error keeps its code, place and sentence; anything else is internal and reported with its stack", async () => {
  const surprise = new TypeError("x is undefined");
  const { launch, unexpected } = launcher([
    {
      runQuery: () =>
        Promise.reject(
          new TenantTrailError("sql-syntax", "Unknown word: selec", { place: { line: 2, column: 5, length: 5 } }),
        ),
      readWindow: () => Promise.reject(surprise),
    },
  ]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  await assert.rejects(lake.runQuery({ sql: "selec" }), (error) => {
    assert.ok(error instanceof TenantTrailError);
    assert.equal(error.code, "sql-syntax");
    assert.equal(error.message, "Unknown word: selec");
    assert.deepEqual(error.place, { line: 2, column: 5, length: 5 });
    return true;
  });
  await assert.rejects(lake.readWindow({ resultId: "r", offset: 0, limit: 1 }), {
    code: "internal",
    message: /x is undefined/,
  });
  assert.deepEqual(unexpected, [surprise]);
  process.dispose();
});

test("aborting reaches the service and rejects with CancelledError", async () => {
  let aborted = false;
  const controller = new AbortController();
  const { launch, unexpected } = launcher([
    {
      runQuery: (_, options) => {
        setImmediate(() => controller.abort());
        return abortable(options, () => {
          aborted = true;
        });
      },
    },
  ]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  await assert.rejects(lake.runQuery({ sql: "select 1" }, { signal: controller.signal }), CancelledError);
  assert.ok(aborted);
  await assert.rejects(lake.runQuery({ sql: "select 1" }, { signal: AbortSignal.abort() }), CancelledError);
  assert.deepEqual(unexpected, []);
  process.dispose();
});

test("a request cancelled before it is begun is not begun", async () => {
  let begun = 0;
  const { launch } = launcher([
    {
      runQuery: () => {
        begun++;
        return never();
      },
    },
  ]);
  const { reader, writer } = launch();
  const client = new LakeClient(reader, writer, noHost);
  const controller = new AbortController();
  const running = client.call("runQuery", { sql: "select 1" }, { signal: controller.signal });
  controller.abort();
  await assert.rejects(running, CancelledError);
  assert.equal(begun, 0);
  client.dispose();
});

test("a crash rejects what is pending, and the next use opens the same lake in a new process", async () => {
  const opened: string[] = [];
  const useConnection: LakeService["useConnection"] = async (connection) => {
    opened.push(connection.kind === "folder" ? connection.path : connection.kind);
    return info;
  };
  const harness = launcher([
    { useConnection, runQuery: (_, options) => abortable(options, () => undefined) },
    { useConnection, listDays: async () => [] },
  ]);
  const process = new LakeProcess(harness.launch, noHost, () => undefined);
  const lake = process.service;
  await lake.useConnection({ kind: "folder", path: "/lake" });
  const running = lake.runQuery({ sql: "select 1" });
  setImmediate(harness.die);
  await assert.rejects(running, {
    code: "lake-process-stopped",
    message: "The lake process stopped while running a query. Run it again.",
  });
  assert.deepEqual(await lake.listDays({}), []);
  assert.deepEqual(opened, ["/lake", "/lake"]);
  assert.equal(harness.launched(), 2);
  process.dispose();
});

test("a lake that cannot be opened after a crash is tried again on the next use", async () => {
  let attempts = 0;
  const harness = launcher([
    { useConnection: async () => info },
    {
      useConnection: async () => {
        if (attempts++ === 0) throw new TenantTrailError("read-failed", "The folder is away");
        return info;
      },
      listDays: async () => [],
    },
  ]);
  const process = new LakeProcess(harness.launch, noHost, () => undefined);
  const lake = process.service;
  await lake.useConnection({ kind: "folder", path: "/lake" });
  harness.die();
  await assert.rejects(lake.listDays({}), { code: "read-failed" });
  assert.deepEqual(await lake.listDays({}), []);
  process.dispose();
});

test("a lake that is opened while others ask something is the one that stays open, also in a new process", async () => {
  const opened: string[] = [];
  const asked: (string | undefined)[] = [];
  const service: Partial<LakeService> = {
    useConnection: async (connection) => {
      await new Promise(setImmediate);
      opened.push(connection.kind === "folder" ? connection.path : connection.kind);
      return info;
    },
    listDays: async () => {
      asked.push(opened.at(-1));
      return [];
    },
  };
  const harness = launcher([service, service]);
  const process = new LakeProcess(harness.launch, noHost, () => undefined);
  const lake = process.service;
  await lake.useConnection({ kind: "folder", path: "/old" });
  harness.die();
  await Promise.all([lake.useConnection({ kind: "folder", path: "/new" }), lake.listDays({}), lake.listDays({})]);
  assert.deepEqual(opened, ["/old", "/new"]);
  assert.deepEqual(asked, ["/new", "/new"]);
  process.dispose();
  assert.equal(harness.launched(), 2);
});

test("a process that goes on after a cancel is ended: who waits hears why, and the next use gets another one", async () => {
  const controller = new AbortController();
  const harness = launcher([
    {
      useConnection: async () => info,
      runQuery: deafTo(controller),
      collect: () => new Promise(() => undefined),
    },
    { useConnection: async () => info, listDays: async () => [] },
  ]);
  const told: string[] = [];
  const limits = { cancelMs: 20, memoryBytes: 1_000, everyMs: 1_000_000 };
  const process = new LakeProcess(harness.launch, noHost, () => undefined, { limits, tell: (line) => told.push(line) });
  const lake = process.service;
  await lake.useConnection({ kind: "folder", path: "/lake" });
  const collecting = lake.collect({});
  const running = lake.runQuery({ sql: "select 1" }, { signal: controller.signal });
  await assert.rejects(running, CancelledError);
  await assert.rejects(collecting, {
    code: "lake-process-stopped",
    message:
      "The lake process did not stop a cancelled task within 0.02 seconds, so it was ended. Everything else that ran in it ended too, and results that were open are gone. The logs in the lake are not affected. Run again what you still need.",
  });
  assert.deepEqual(told, [], "who waited was told");
  assert.equal(harness.killed(), 1);
  assert.deepEqual(await lake.listDays({}), []);
  assert.equal(harness.launched(), 2);
  process.dispose();
});

test("a person is told when a process is ended that nobody waits for any more", async () => {
  const controller = new AbortController();
  const { launch } = launcher([{ runQuery: deafTo(controller) }]);
  const told: string[] = [];
  const limits = { cancelMs: 20, memoryBytes: 1_000, everyMs: 1_000_000 };
  const process = new LakeProcess(launch, noHost, () => undefined, { limits, tell: (line) => told.push(line) });
  const lake = process.service;
  const running = lake.runQuery({ sql: "select 1" }, { signal: controller.signal });
  await assert.rejects(running, CancelledError);
  assert.equal(told.length, 1);
  process.dispose();
});

test("a process that takes too much memory is ended, and says how much it took", async () => {
  const harness = launcher([{ runQuery: () => new Promise(() => undefined) }]);
  const limits = { cancelMs: 1_000_000, memoryBytes: 4 * 1024 ** 3, everyMs: 5 };
  const process = new LakeProcess(harness.launch, noHost, () => undefined, { limits });
  const lake = process.service;
  const running = lake.runQuery({ sql: "select 1" });
  harness.takes(4.5 * 1024 ** 3);
  await assert.rejects(running, {
    code: "lake-process-stopped",
    message: /^The lake process took more than the 4 GB of memory that it may take, so it was ended\..*fewer days/,
  });
  assert.equal(harness.killed(), 1);
  process.dispose();
});

test("disposing twice is harmless and ends what is pending", async () => {
  const { launch } = launcher([{ runQuery: (_, options) => abortable(options, () => undefined) }]);
  const process = new LakeProcess(launch, noHost, () => undefined);
  const lake = process.service;
  const running = lake.runQuery({ sql: "select 1" });
  setImmediate(() => {
    process.dispose();
    process.dispose();
  });
  await assert.rejects(running, { code: "lake-process-stopped" });
  await assert.rejects(lake.listDays({}), { code: "lake-process-stopped" });
});

test("what the process asks back is answered by the editor, with undefined as undefined", async () => {
  const secrets = new Map([["tenantTrail.access.t", "{}"]]);
  const host: Host = {
    ...noHost,
    readSecret: async (key) => secrets.get(key),
    writeSecret: async ({ key, value }) => void secrets.set(key, value),
    openExternal: () => Promise.reject(new TenantTrailError("bad-argument", "Only a web address can be opened.")),
  };
  const { launch, servers } = launcher([{ listDays: async () => [] }]);
  const process = new LakeProcess(launch, host, () => undefined);
  const lake = process.service;
  await lake.listDays({});
  const [server] = servers;
  assert.ok(server);
  const asked = new RemoteHost();
  await assert.rejects(asked.host.readSecret("tenantTrail.access.t"), { code: "no-tenant" }, "nobody is there yet");
  asked.attach(server);
  assert.equal(await asked.host.readSecret("tenantTrail.access.t"), "{}");
  assert.equal(await asked.host.readSecret("tenantTrail.access.other"), undefined);
  assert.equal(await asked.host.writeSecret({ key: "tenantTrail.tokens.t", value: "cache" }), undefined);
  assert.equal(secrets.get("tenantTrail.tokens.t"), "cache");
  await assert.rejects(asked.host.openExternal("file:///etc/passwd"), {
    code: "bad-argument",
    message: "Only a web address can be opened.",
  });
  process.dispose();
});
