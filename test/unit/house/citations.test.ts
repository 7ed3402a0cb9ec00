import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { brokenCitations, type Library } from "./citations.ts";
import { commentsOf } from "./comments.ts";
import { sourceFiles } from "./source-files.ts";

const folders = ["src", "media", "test", "scripts", "sql", "docs", ".github"];

async function library(): Promise<Library> {
  const root = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
  const files = [...(await sourceFiles(folders, [""])), ...root];
  const documents = files.filter((file) => file.startsWith("docs/") && file.endsWith(".md"));
  const headings = await Promise.all(
    documents.map(async (file) => {
      const lines = (await readFile(file, "utf8")).matchAll(/^#+ +(.*)$/gm);
      return [file, [...lines].map(([, heading = ""]) => heading.trim())] as const;
    }),
  );
  return { files, headings: new Map(headings) };
}

test("what a comment cites is there: headings of the design, sections of the facts, files, addresses", async () => {
  const known = await library();
  const broken: string[] = [];
  for (const file of await sourceFiles(
    ["src", "media", "test", "scripts", "sql"],
    [".ts", ".tsx", ".mjs", ".css", ".sql"],
  )) {
    if (file.startsWith("test/unit/house/") || file.startsWith("test/fixtures/")) continue;
    for (const { line, text } of commentsOf(await readFile(file, "utf8")))
      for (const fault of brokenCitations(text, known)) broken.push(`${file}:${line}: ${fault}`);
  }
  assert.deepEqual(broken, []);
});

const small: Library = {
  files: ["src/lake/lake.ts", "docs/design.md", "docs/facts/graph.md"],
  headings: new Map([
    ["docs/design.md", ["The ledger", "Slices"]],
    ["docs/graph.md", ["For users"]],
    ["docs/facts/graph.md", ["2. Endpoints", "2.1 Table"]],
  ]),
};

test("a citation that does not resolve is seen", () => {
  const faults = (text: string): number => brokenCitations(text, small).length;
  for (const [text, count] of [
    ["(design: The ledger)", 0],
    ["(design: The ledger, rule 2)", 0],
    ["(design: The ledgers)", 1],
    ["(design: Coverage)", 1],
    ["(graph.md §2, §2.1; more)", 0],
    ["(graph.md §2.1, §2.10)", 1],
    ["(docs/facts/graph.md §3)", 1],
    ["see `lake.ts` and lake/lake.ts", 0],
    ["see other.ts", 1],
    ["see query/lake.ts", 1],
    ["https://learn.microsoft.com/graph.", 0],
    ["http://learn.microsoft.com/graph", 1],
    ["https://nowhere", 1],
    ["`https://host:port`", 0],
  ] as const)
    assert.equal(faults(text), count, text);
});

test("comments are found with their lines joined", () => {
  const text = `/** One (design:
 * Slices). */
const a = 1; // two
// three
// four
const b = "// no";
`;
  assert.deepEqual(commentsOf(text), [
    { line: 1, text: "One (design: Slices)." },
    { line: 3, text: "two" },
    { line: 4, text: "three four" },
  ]);
});
