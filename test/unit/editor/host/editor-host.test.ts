import assert from "node:assert/strict";
import { test } from "node:test";
import type { SecretStorage } from "vscode";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { EditorHost } = await import("../../../../src/editor/host/editor-host.ts");

const kept = new Map<string, string>();
const secrets = {
  get: async (key: string) => kept.get(key),
  store: async (key: string, value: string) => void kept.set(key, value),
  delete: async (key: string) => void kept.delete(key),
} as unknown as SecretStorage;

const written: string[] = [];
const requests = { info: (line: string) => void written.push(line) };

test("a request to Microsoft is a line of its log", async () => {
  const host = new EditorHost(secrets, requests);
  const line = { tenantId: "t", what: "directory audits", waitedMs: 0, tookMs: 400 };
  await host.tellRequest({ ...line, status: 200, records: 1000, waitedMs: 2100 });
  await host.tellRequest(line);
  assert.deepEqual(written, [
    "directory audits · 200 · 1,000 records · waited 2.10 s · took 0.40 s · tenant t",
    "directory audits · no answer · took 0.40 s · tenant t",
  ]);
});

test("secrets go to the editor's store and nowhere else", async () => {
  const host = new EditorHost(secrets, requests);
  await host.writeSecret({ key: "k", value: "v" });
  assert.equal(await host.readSecret("k"), "v");
  await host.deleteSecret("k");
  assert.equal(await host.readSecret("k"), undefined);
  assert.deepEqual([editor.messages, editor.clipboard, editor.opened], [[], [], []]);
});

test("an address is opened as it was written, and only a web address", async () => {
  const host = new EditorHost(secrets, requests);
  const url =
    "https://login.microsoftonline.com/t/oauth2/v2.0/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1&s=a%20b";
  assert.equal(await host.openExternal(url), true);
  assert.deepEqual(editor.opened, [url]);
  await assert.rejects(host.openExternal("file:///etc/passwd"), { code: "bad-argument" });
});

test("an MFA code is six digits", async () => {
  const host = new EditorHost(secrets, requests);
  const request = { profile: "admin", serial: "arn:aws:iam::1:mfa/a" };
  for (const [typed, code] of [
    [" 123456 ", "123456"],
    ["12345", undefined],
    ["123456; aws", undefined],
  ] as const) {
    editor.answers.push(typed);
    assert.equal(await host.askMfaCode(request), code);
  }
  assert.equal(await host.askMfaCode(request), undefined);
});

test("a device code is copied and its page opened when the person says so, and never by itself", async () => {
  const host = new EditorHost(secrets, requests);
  editor.opened.length = 0;
  await host.showDeviceCode({ userCode: "ABC-123", url: "https://microsoft.com/devicelogin" });
  assert.deepEqual([editor.clipboard, editor.opened], [[], []]);
  editor.press = "Copy code and open page";
  await host.showDeviceCode({ userCode: "ABC-123", url: "https://microsoft.com/devicelogin" });
  assert.deepEqual([editor.clipboard, editor.opened], [["ABC-123"], ["https://microsoft.com/devicelogin"]]);
  assert.match(editor.messages[0]?.text ?? "", /ABC-123/);
});
