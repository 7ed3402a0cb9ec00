import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";
import type { DataTransfer, DataTransferFile, Uri } from "vscode";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { DropLogs } = await import("../../../../src/editor/log-days/drop-logs.ts");
const { Uri: FakeUri } = await import("../fakes/fake-vscode-module.ts");

interface Drop {
  readonly uriList?: string;
  readonly files?: readonly DataTransferFile[];
}

/** What VS Code hands to a controller: an item for the list of URIs, and one for each file. */
function transferOf({ uriList, files = [] }: Drop): DataTransfer {
  const items: [string, unknown][] = files.map((file) => ["", { asFile: () => file, asString: async () => "" }]);
  if (uriList !== undefined) items.push(["text/uri-list", { asFile: () => undefined, asString: async () => uriList }]);
  const transfer = { [Symbol.iterator]: () => items.values(), get: (type: string) => new Map(items).get(type) };
  return transfer as unknown as DataTransfer;
}

function fileOf(name: string, text: string, uri?: Uri): DataTransferFile {
  return { name, ...(uri && { uri }), data: async () => new TextEncoder().encode(text) };
}

interface Outcome {
  readonly paths: readonly string[];
  readonly texts: readonly string[];
  /** The paths that were still there after the import. */
  readonly kept: readonly string[];
  readonly errors: readonly unknown[];
}

/** Drops, and answers with what was imported, read at that moment. */
async function drop(dropped: Drop, { fails = false } = {}): Promise<Outcome> {
  const paths: string[] = [];
  const texts: string[] = [];
  const errors: unknown[] = [];
  const logs = new DropLogs({
    importFiles: async (uris) => {
      paths.push(...uris.map(({ fsPath }) => fsPath));
      for (const { fsPath } of uris) texts.push(existsSync(fsPath) ? await readFile(fsPath, "utf8") : "");
      return fails ? undefined : "imported";
    },
    showError: (error) => errors.push(error),
  });
  await logs.handleDrop(undefined, transferOf(dropped));
  const kept = paths.filter(existsSync);
  logs.dispose();
  assert.ok(!paths.some(existsSync), "nothing is left when the extension ends");
  return { paths, texts, kept, errors };
}

test("files with a path are imported where they are, each once", async () => {
  const uriList = "# from the desktop\r\nfile:///logs/a.json\r\nfile:///logs/b%20c.json\r\n";
  const { paths, errors } = await drop({ uriList, files: [fileOf("a.json", "", asUri("/logs/a.json"))] });
  assert.deepEqual([paths, errors], [["/logs/a.json", "/logs/b c.json"], []]);
});

test("files without a path are copied, imported and removed, whatever they are called", async () => {
  const names = ["a.json", "a.json", "../../etc/passwd", "..\\..\\evil.json", "..", ""];
  const { paths, texts, kept } = await drop({ files: names.map((name, index) => fileOf(name, `${index}`)) });
  assert.deepEqual(texts, ["0", "1", "2", "3", "4", "5"]);
  assert.deepEqual(
    paths.map((path) => basename(path)),
    ["a.json", "a.json", "passwd", "evil.json", "dropped", "dropped"],
  );
  assert.ok(
    paths.every((path) => /tenanttrail-dropped-\w+[\\/]\d[\\/][^\\/]+$/.test(path)),
    paths.join("\n"),
  );
  assert.deepEqual(kept, []);
});

test("the copies of a failed import stay until the extension ends", async () => {
  const { paths, kept } = await drop({ files: [fileOf("a.json", "{}")] }, { fails: true });
  assert.equal(paths.length, 1);
  assert.deepEqual(kept, paths);
});

test("a file on the disk of the window's machine is not looked for on the extension's", async () => {
  const uri = "vscode-local:///home/analyst/a.json";
  const file = fileOf("a.json", "theirs", FakeUri.parse(uri) as unknown as Uri);
  const { texts, errors } = await drop({ uriList: uri, files: [file] });
  assert.deepEqual([texts, errors], [["theirs"], []]);
});

test("what cannot be read is named, and the rest imported", async () => {
  const folder: DataTransferFile = { name: "logs\nforged", data: () => Promise.reject(new Error("NotFoundError")) };
  const { texts, errors } = await drop({ files: [folder, fileOf("a.json", "good")] });
  assert.deepEqual(texts, ["good"]);
  assert.equal(errors.length, 1);
  assert.match(String(errors[0]), /logs␊forged cannot be read .* If it is a folder, drop the files/);
});

test("a list that holds no URI is told, and a drop of nothing imports nothing", async () => {
  const { paths, errors } = await drop({ uriList: "not a uri" });
  assert.deepEqual([paths.length, errors.length], [0, 1]);
  assert.deepEqual(await drop({}), { paths: [], texts: [], kept: [], errors: [] });
});

function asUri(path: string): Uri {
  return FakeUri.file(path) as unknown as Uri;
}
