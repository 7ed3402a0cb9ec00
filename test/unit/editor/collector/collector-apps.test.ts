import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { collectorApps } from "../../../../src/editor/collector/collector-apps.ts";
import { runnableStatements } from "../../../../src/editor/queries/runnable-statements.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { ParameterPrompts } = await import("../../../../src/editor/queries/ask-parameters.ts");

const file = new URL("../../../../sql/detections/sessions-and-tokens/device-code-sign-ins.sql", import.meta.url);
const memory = {
  keys: () => [],
  get: <T>(_key: string, preset?: T) => preset as T,
  update: () => Promise.resolve(),
};
const clientId = "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10";

test("a detection leaves out the apps that collect this lake, unless it is told others", async () => {
  const [statement] = runnableStatements(await readFile(file, "utf8"), "device-code-sign-ins");
  assert.ok(statement);
  const prompts = new ParameterPrompts(
    memory,
    async () => [clientId],
    async () => ({ today: "2026-11-29" }),
  );
  assert.deepEqual((await prompts.complete(statement, {}))["collectorApps"], [clientId]);
  assert.deepEqual((await prompts.complete(statement, { collectorApps: [] }))["collectorApps"], []);
});

test("each app is named once, and tenants that cannot be read leave nothing out", async () => {
  const recorded: unknown[] = [];
  const tenants = [{ clientId }, { clientId }] as never;
  const record = (error: unknown) => recorded.push(error);
  assert.deepEqual(await collectorApps({ listTenants: () => Promise.resolve(tenants) }, record), [clientId]);
  const failing = { listTenants: () => Promise.reject(new Error("no lake")) };
  assert.deepEqual(await collectorApps(failing, record), []);
  assert.equal(recorded.length, 1);
});
