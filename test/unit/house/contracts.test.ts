import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const folder = "src/lake";

/** The cells of the rows of the table whose header begins so. */
function rowsOfTable(markdown: string, header: string): readonly (readonly string[])[] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.startsWith(header));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end === -1 ? rows.length : end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test("each contract of the lake names files that are there and a test that is in its file", async () => {
  const rows = rowsOfTable(await readFile(join(folder, "README.md"), "utf8"), "| contract |");
  assert.ok(rows.length > 10);
  for (const [contract = "", lives = "", breaks = "", guard = ""] of rows) {
    assert.ok(contract !== "" && breaks !== "", `A cell is empty: ${contract}`);
    const files = [...lives.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
    assert.ok(files.length > 0, contract);
    for (const file of files) assert.ok(existsSync(join(folder, file)), `There is no ${folder}/${file}.`);
    const [, file = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(guard) ?? [];
    assert.ok(existsSync(file), `There is no ${file}.`);
    assert.ok((await readFile(file, "utf8")).includes(name), `${file} has no test "${name}".`);
  }
});

test("the lake's README names each of its folders, and no other", async () => {
  const rows = rowsOfTable(await readFile(join(folder, "README.md"), "utf8"), "| folder |");
  const entries = await readdir(folder, { withFileTypes: true });
  assert.deepEqual(
    rows.map(([name = ""]) => name.replace(/^`|\/`$/g, "")).sort(),
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
  );
});
