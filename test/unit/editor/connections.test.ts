import assert from "node:assert/strict";
import { test } from "node:test";
import type { Connection, ConnectionInfo } from "../../../src/protocol/lake.ts";
import { useFakeEditor } from "./fake-vscode.ts";
import { lakeWith } from "./idle-lake.ts";
import { memento } from "./memento.ts";

useFakeEditor();
const { Connections } = await import("../../../src/editor/connections/connections.ts");
const { ConnectionMemory } = await import("../../../src/editor/connections/connection-memory.ts");

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
