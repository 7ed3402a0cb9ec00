import assert from "node:assert/strict";
import { test } from "node:test";
import type { TextDocument } from "vscode";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { opens, Uri, workspace } = await import("../fakes/fake-vscode-module.ts");
const { StatementDiagnostics } = await import("../../../../src/editor/queries/statement-diagnostics.ts");

/** A document, which counts how often somebody asks where it is. */
function documentOf(path: string, text: string) {
  let asked = 0;
  const document = {
    get uri() {
      asked += 1;
      return Uri.file(path);
    },
    getText: () => text,
  };
  return { document: document as unknown as TextDocument, asked: () => asked };
}

test("a notebook of five hundred cells opens without looking for each among all, and nothing is told of cells that are right", () => {
  const cells = Array.from({ length: 500 }, (_, n) => documentOf(`/n.sql#${n}`, `SELECT ${n}`));
  workspace.textDocuments.push(...(cells.map(({ document }) => document) as never[]));
  const diagnostics = new StatementDiagnostics({ has: () => true });
  try {
    for (const { document } of cells) opens.fire(document);
    assert.ok(cells.every(({ asked }) => asked() < 10));
    assert.deepEqual(
      editor.shown.filter(({ by }) => by === "createDiagnosticCollection"),
      [],
    );
  } finally {
    workspace.textDocuments.length = 0;
    diagnostics.dispose();
  }
});

test("what is wrong with a header is told as its file opens, and taken away when it is right", () => {
  const diagnostics = new StatementDiagnostics({ has: () => true });
  const told = () =>
    editor.shown.flatMap(({ by, what }) =>
      by === "createDiagnosticCollection" ? [(what as [unknown, readonly unknown[]])[1].length] : [],
    );
  opens.fire(documentOf("/a.sql", "/*---\ntitle: [\n---*/\nSELECT 1").document);
  assert.equal(told().length, 1);
  assert.ok((told()[0] ?? 0) > 0);
  opens.fire(documentOf("/a.sql", "/*---\ntitle: A\n---*/\nSELECT 1").document);
  assert.equal(told().at(-1), 0);
  assert.equal(told().length, 2);
  diagnostics.dispose();
});
