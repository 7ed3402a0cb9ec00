import assert from "node:assert/strict";
import { test } from "node:test";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { Connection, ConnectionInfo, OpenRequest } from "../../../../src/protocol/lake.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { Connections } = await import("../../../../src/editor/connections/connections.ts");
const { openChosen, useConnection } = await import("../../../../src/editor/connections/use-connection.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");
const { ConnectionMemory } = await import("../../../../src/editor/connections/connection-memory.ts");

/** Connections over a lake process that opens each lake only when it is told to. */
function slowLakes() {
  const opened: string[] = [];
  const waiting: (() => void)[] = [];
  const useConnection = async (connection: Connection): Promise<ConnectionInfo> => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    opened.push(connection.kind === "folder" ? connection.path : connection.kind);
    return { connection, root: "", isKnown: false, label: "", tenants: [], simulated: false };
  };
  const connections = new Connections(lakeWith({ useConnection }), new ConnectionMemory(memento(), memento()));
  const letGo = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) {
      waiting.pop()?.();
      await new Promise(setImmediate);
    }
  };
  return { connections, opened, letGo };
}

const pathOf = (info: ConnectionInfo | undefined): string | undefined =>
  info?.connection.kind === "folder" ? info.connection.path : undefined;

test("the lake chosen last is open here and in the lake process, however openings overlap", async () => {
  const { connections, opened, letGo } = slowLakes();
  const first = connections.use({ kind: "folder", path: "/first" });
  const reloading = first.then(() =>
    Promise.all([
      connections.reloadIfEmpty(),
      connections.use({ kind: "folder", path: "/second" }),
      connections.open(),
    ]),
  );
  await letGo();
  await reloading;
  assert.equal(pathOf(connections.current), "/second");
  assert.equal(opened.at(-1), "/second");
  connections.dispose();
});

test("a lake that cannot be opened leaves the one before, and the next can be opened", async () => {
  const opens = async (connection: Connection): Promise<ConnectionInfo> => {
    if (connection.kind === "folder" && connection.path === "/broken") throw new Error("broken");
    return { connection, root: "", isKnown: true, label: "", tenants: ["t"], simulated: false };
  };
  const connections = new Connections(lakeWith({ useConnection: opens }), new ConnectionMemory(memento(), memento()));
  await connections.use({ kind: "folder", path: "/first" });
  const broken = connections.use({ kind: "folder", path: "/broken" });
  await assert.rejects(broken, { message: "broken" });
  assert.equal(pathOf(await connections.open()), "/first");
  await connections.use({ kind: "folder", path: "/second" });
  assert.equal(pathOf(connections.current), "/second");
  connections.dispose();
});

/** A lake process that answers for folders as they are now, and what it was asked. */
function lakesIn(folders: Map<string, "lake" | "empty">) {
  const asked: OpenRequest[] = [];
  const useConnection = async (request: OpenRequest): Promise<ConnectionInfo> => {
    asked.push(request);
    const { mustExist, isKnown = false, ...connection } = request;
    const path = connection.kind === "folder" ? connection.path : "";
    const found = folders.get(path);
    if ((found === undefined && mustExist) || (isKnown && found !== "lake"))
      throw new TenantTrailError("lake-missing", `The lake is not there: ${path}`);
    if (found === undefined) folders.set(path, "empty");
    return { connection, root: path, isKnown: isKnown || found === "lake", label: "", tenants: [], simulated: false };
  };
  return { asked, useConnection };
}

test("a lake that has held logs is missed when an empty folder is in its place, in every window", async () => {
  const folders = new Map<string, "lake" | "empty">([["/lake", "lake"]]);
  const { useConnection } = lakesIn(folders);
  const machine = memento();
  const first = new Connections(lakeWith({ useConnection }), new ConnectionMemory(memento(), machine));
  await first.use({ kind: "folder", path: "/lake" });
  folders.set("/lake", "empty");
  folders.set("/lake/", "empty");
  const second = new Connections(lakeWith({ useConnection }), new ConnectionMemory(memento(), machine));
  await assert.rejects(second.use({ kind: "folder", path: "/lake" }), { code: "lake-missing" });
  await assert.rejects(second.use({ kind: "folder", path: "/lake/" }), { code: "lake-missing" });
  folders.delete("/lake");
  await assert.rejects(second.use({ kind: "folder", path: "/lake" }), { code: "lake-missing" });
  assert.equal(folders.has("/lake"), false);
  await second.giveUp({ kind: "folder", path: "/lake" });
  assert.equal((await second.use({ kind: "folder", path: "/lake" })).isKnown, false);
});

test("an empty folder becomes a lake that is missed once logs were read into it", async () => {
  const folders = new Map<string, "lake" | "empty">();
  const { useConnection, asked } = lakesIn(folders);
  const connections = new Connections(lakeWith({ useConnection }), new ConnectionMemory(memento(), memento()));
  await connections.use({ kind: "folder", path: "/new" });
  assert.deepEqual(asked.pop(), { kind: "folder", path: "/new" });
  folders.set("/new", "lake");
  await connections.reloadIfEmpty();
  assert.deepEqual(asked.pop(), { kind: "folder", path: "/new", mustExist: true });
  folders.set("/new", "empty");
  await assert.rejects(connections.use({ kind: "folder", path: "/new" }), { code: "lake-missing" });
});

test("a person, but no program, may make a new lake where one has gone", async () => {
  const folders = new Map<string, "lake" | "empty">([["/lake", "lake"]]);
  const connections = new Connections(
    lakeWith({ useConnection: lakesIn(folders).useConnection }),
    new ConnectionMemory(memento(), memento()),
  );
  const tasks = new RunningTasks();
  await connections.use({ kind: "folder", path: "/lake" });
  folders.delete("/lake");
  const connection = { kind: "folder", path: "/lake" } as const;
  editor.press = "Make a new lake there";
  await assert.rejects(useConnection(lakeWith({}), connections, tasks, connection), { code: "lake-missing" });
  editor.press = undefined;
  await assert.rejects(openChosen(connections, tasks, connection), { code: "lake-missing" });
  editor.press = "Make a new lake there";
  assert.deepEqual(await openChosen(connections, tasks, connection), connection);
});

test("restricted mode connects to no AWS, whoever asks, and an open connection is remembered with its stack", async () => {
  const asked: OpenRequest[] = [];
  const opens = async (request: OpenRequest): Promise<ConnectionInfo> => {
    asked.push(request);
    const connection: Connection = { kind: "aws", region: "eu-west-1", stack: "found" };
    return { connection, root: "s3://b/", isKnown: true, label: "", tenants: [], simulated: false };
  };
  const connections = new Connections(lakeWith({ useConnection: opens }), new ConnectionMemory(memento(), memento()));
  const aws: Connection = { kind: "aws", region: "eu-west-1" };
  editor.isTrusted = false;
  await assert.rejects(connections.use(aws), { code: "restricted-mode" });
  assert.deepEqual(asked, []);
  editor.isTrusted = true;
  await connections.use(aws);
  assert.deepEqual(connections.known, [{ ...aws, stack: "found" }]);
});
