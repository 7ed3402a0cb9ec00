import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntityPageState } from "../../../../src/protocol/entity/entity-page.ts";
import { FakeEventEmitter, useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

useFakeEditor();
const { EntityPages } = await import("../../../../src/editor/entity/entity-pages.ts");
const { readRememberedPage } = await import("../../../../src/editor/entity/remembered-page.ts");
type Parts = ConstructorParameters<typeof EntityPages>[0];
type Page = Parameters<InstanceType<typeof EntityPages>["restore"]>[0];

const days = { from: "last 30 days", to: "last 30 days" };
const contoso = { root: "/lakes/contoso", label: "contoso" };
const remembered = { entity: { kind: "account", value: "adele@contoso.com" }, days, lake: contoso };

/** Pages over a lake that can be exchanged, with a list of what was read. */
function pagesOver(
  open: typeof contoso | undefined,
  engine: "duckdb" | "athena" = "duckdb",
  opensAtRead?: typeof contoso,
) {
  const read: string[] = [];
  const changed = new FakeEventEmitter<void>();
  const connections = {
    current: open,
    onDidChange: changed.event,
    open: async () => connections.current,
  };
  const parts = {
    connections,
    // Until a lake is open only this machine is known.
    engines: { of: () => (connections.current === undefined ? "duckdb" : engine) },
    lake: lakeWith({ releaseResult: async () => undefined }),
    reader: {
      read: async (
        { value }: { readonly value: string },
        _days: unknown,
        _signal: unknown,
        tell: (part: Partial<EntityPageState>) => void,
      ) => {
        read.push(value);
        if (connections.current === undefined && opensAtRead !== undefined) {
          connections.current = opensAtRead;
          changed.fire();
        }
        if (connections.current) tell({ lake: connections.current });
      },
    },
    errors: { record: () => undefined, guard: (work: () => Promise<unknown>) => work() },
    extension: { path: "/extension" },
  } as unknown as Parts;
  const pages = new EntityPages(parts);
  const openAnother = (lake: typeof contoso): void => {
    connections.current = lake;
    changed.fire();
  };
  return { pages, read, openAnother };
}

/** A tab as VS Code gives it after a reload of the window. */
function tab(isSeen = true) {
  const seen = new FakeEventEmitter<void>();
  const closed = new FakeEventEmitter<void>();
  const heard = new FakeEventEmitter<unknown>();
  const page = {
    visible: isSeen,
    isDisposed: false,
    webview: {
      cspSource: "",
      options: {},
      html: "",
      asWebviewUri: (uri: unknown) => uri,
      onDidReceiveMessage: heard.event,
      postMessage: async (message: unknown) => sent.push(message) > 0,
    },
    onDidDispose: closed.event,
    onDidChangeViewState: seen.event,
    dispose: () => {
      page.isDisposed = true;
      closed.fire();
    },
  };
  const sent: unknown[] = [];
  /** What the page tells the host. */
  const press = (method: string, params: unknown): void => heard.fire({ jsonrpc: "2.0", method, params });
  const look = (): void => {
    page.visible = true;
    seen.fire();
  };
  return { page: page as unknown as Page & { readonly isDisposed: boolean }, look, press, sent };
}

test("a page comes back after a reload of the window and reads what it is about anew", async () => {
  const { pages, read } = pagesOver(contoso);
  await pages.restore(tab().page, remembered);
  assert.deepEqual(read, ["adele@contoso.com"]);
  pages.dispose();
});

test("a page that nobody sees is read when somebody looks at it", async () => {
  const { pages, read } = pagesOver(contoso);
  const { page, look } = tab(false);
  await pages.restore(page, remembered);
  assert.deepEqual(read, []);
  look();
  assert.deepEqual(read, ["adele@contoso.com"]);
  pages.dispose();
});

test("what none of our pages remembers closes its tab", async () => {
  const { pages } = pagesOver(contoso);
  for (const entity of [
    undefined,
    { kind: "account" },
    { kind: "planet", value: "mars" },
    { kind: "address", value: "x" },
  ]) {
    const { page } = tab();
    await pages.restore(page, { ...remembered, entity });
    assert.equal(page.isDisposed, true);
  }
  pages.dispose();
});

test("a page of another lake than the open one says so and reads nothing, until its lake is open again", async () => {
  const { pages, read, openAnother } = pagesOver({ root: "/lakes/fabrikam", label: "fabrikam" });
  await pages.restore(tab().page, remembered);
  assert.deepEqual(read, []);
  openAnother(contoso);
  assert.deepEqual(read, ["adele@contoso.com"]);
  openAnother({ root: "/lakes/fabrikam", label: "fabrikam" });
  assert.deepEqual(read, ["adele@contoso.com"]);
  pages.dispose();
});

test("on Athena, where asking costs, a page that comes back waits until somebody asks", async () => {
  const { pages, read } = pagesOver(contoso, "athena");
  await pages.restore(tab().page, remembered);
  assert.deepEqual(read, []);
  pages.dispose();
});

test("a lake on Athena that is opened because somebody reads a page does not end that reading", async () => {
  const { pages, read } = pagesOver(undefined, "athena", contoso);
  const { page, press, sent } = tab(false);
  await pages.restore(page, { ...remembered, lake: contoso });
  press("ready", null);
  press("read", {});
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(read, ["adele@contoso.com"]);
  assert.equal(JSON.stringify(sent).includes('"kind":"unread"'), false);
  pages.dispose();
});

test("the tabs of pages stay when the window goes, so that the next one shows them", async () => {
  const { pages } = pagesOver(contoso);
  const { page } = tab();
  await pages.restore(page, remembered);
  pages.dispose();
  assert.equal(page.isDisposed, false);
});

test("a remembered page is read with its days, and refused with days that are none", () => {
  assert.deepEqual(readRememberedPage(remembered), remembered);
  assert.equal(readRememberedPage({ ...remembered, days: { from: "'; DROP", to: "today" } }), undefined);
  const { lake: _, ...unknown } = remembered;
  assert.deepEqual(readRememberedPage({ ...unknown, lake: 7 }), unknown);
});
