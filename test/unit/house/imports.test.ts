import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { places } from "./allowed-imports.ts";
import { type BrokenRule, importFaults, importsToMend, placeOf, unusedAllowances } from "./import-faults.ts";
import { allImports, importsOf } from "./read-imports.ts";
import { sourceFiles } from "./source-files.ts";

const fenced = ["src", "media"];

const code = [".ts", ".tsx"];

function words(faults: readonly BrokenRule[]): readonly string[] {
  return faults.map(({ from, to, why }) => `${from} imports ${to}: ${why}`);
}

test("every file imports only what its place may import", async () => {
  assert.deepEqual(words(importFaults(places, await allImports(fenced), importsToMend)), []);
});

test("every place imports all that it may import, so that the list says what is so", async () => {
  const unused = unusedAllowances(places, await allImports(fenced));
  assert.deepEqual(
    unused.map(({ from, to }) => `${from} may import ${to}`),
    [],
    "No file of these places imports this any more: take it off the list.",
  );
});

test("every import that waits to be mended is still there", async () => {
  const broken = new Set(importFaults(places, await allImports(fenced), []).map(({ from, to }) => `${from} ${to}`));
  const mended = importsToMend.filter(({ from, to }) => !broken.has(`${from} ${to}`));
  assert.deepEqual(mended, [], "These imports are mended: take them off the list.");
});

test("an allowance is unused when only files of another place, or of its own folder's parts, make use of it", () => {
  const list = [
    { place: "src/a/deep", may: ["node:fs"] },
    { place: "src/b", may: [] },
    { place: "src/a", may: ["src/a/deep", "src/b", "node:fs", "package"] },
  ];
  const imports = [
    { from: "src/a/deep/x.ts", to: "node:fs" },
    { from: "src/a/x.ts", to: "src/a/deep/x.ts" },
    { from: "src/a/x.ts", to: "package" },
  ];
  assert.deepEqual(unusedAllowances(list, imports), [
    { from: "src/a", to: "src/b" },
    { from: "src/a", to: "node:fs" },
  ]);
});

test("a place is listed once and may import only places above it", () => {
  const above = new Set<string>();
  for (const { place, may } of places) {
    assert.ok(!above.has(place), `${place} is listed twice.`);
    assert.equal(new Set(may).size, may.length, `${place} may import something twice.`);
    const below = may.filter((name) => /^(?:src|media)\//.test(name) && !above.has(name));
    assert.deepEqual(below, [], `${place} may import what is not above it.`);
    above.add(place);
  }
});

test("every place holds a file", async () => {
  const files = await sourceFiles(fenced, code);
  const held = new Set(files.map((file) => placeOf(places, file)?.place));
  assert.deepEqual(
    places.filter(({ place }) => !held.has(place)).map(({ place }) => place),
    [],
  );
});

test("no files import each other in a circle, and an imported type counts too", async () => {
  assert.deepEqual(circles(await allImports(fenced)).toSorted(), []);
});

test("no file of the source passes on what another declares", async () => {
  const barrels: string[] = [];
  for (const file of await sourceFiles(fenced, code))
    if (/^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;]*\bfrom\b/m.test(await readFile(file, "utf8"))) barrels.push(file);
  assert.deepEqual(barrels, []);
});

test("an import is seen in every form", () => {
  const text = `import { a } from "./a.ts";
import type { B } from "../b/b.ts";
import {
  c,
  type D,
} from "node:fs/promises";
import "./style.css";
export { e } from "@scope/package/deep.ts";
const f = await import("package/deep");
let g: typeof import("./g.ts");
// import { no } from "./comment.ts";
`;
  assert.deepEqual(
    importsOf("src/x/y.ts", text).map(({ to }) => to),
    ["src/x/a.ts", "src/b/b.ts", "node:fs/promises", "src/x/style.css", "@scope/package", "package", "src/x/g.ts"],
  );
  assert.throws(() => importsOf("src/x/y.ts", "await import(name);"), /does not name/);
});

test("the longest place that fits a file counts, and a place not listed may be neither file nor target", () => {
  const list = [
    { place: "src/a/one.ts", may: [] },
    { place: "src/a/deep", may: ["src/a/one.ts"] },
    { place: "src/a/name*", may: [] },
    { place: "src/a", may: ["src/a/deep", "node:fs", "package"] },
  ];
  const faulty = (from: string, to: string): boolean => importFaults(list, [{ from, to }], []).length === 1;
  for (const [from, to, isFaulty] of [
    ["src/a/x.ts", "src/a/y.ts", false],
    ["src/a/x.ts", "src/a/deep/x.ts", false],
    ["src/a/x.ts", "src/a/one.ts", true],
    ["src/a/x.ts", "src/a/name-x.ts", true],
    ["src/a/name-y.ts", "src/a/name-x.ts", false],
    ["src/a/deep/er/x.ts", "src/a/one.ts", false],
    ["src/a/deep/er/x.ts", "src/a/x.ts", true],
    ["src/a/deep/er/x.ts", "node:fs", true],
    ["src/a/x.ts", "node:fs", false],
    ["src/a/x.ts", "node:fs/promises", true],
    ["src/a/x.ts", "package", false],
    ["src/a/x.ts", "other-package", true],
    ["src/a/x.ts", "test/x.ts", true],
    ["src/b/x.ts", "src/b/y.ts", true],
  ] as const)
    assert.equal(faulty(from, to), isFaulty, `${from} imports ${to}`);
});

/** Groups of files that reach each other through imports (Tarjan's strongly connected components). */
function circles(imports: Awaited<ReturnType<typeof allImports>>): readonly (readonly string[])[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    low.set(file, number);
    stack.push(file);
    for (const { to } of next.get(file) ?? []) {
      if (!numbers.has(to)) low.set(file, Math.min(low.get(file) ?? 0, visit(to)));
      else if (stack.includes(to)) low.set(file, Math.min(low.get(file) ?? 0, numbers.get(to) ?? 0));
    }
    if (low.get(file) === number) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.sort());
    }
    return low.get(file) ?? number;
  };
  for (const file of next.keys()) if (!numbers.has(file)) visit(file);
  return found;
}

test("a circle of files is seen", () => {
  const edges = [
    ["a", "b"],
    ["b", "c"],
    ["c", "b"],
    ["c", "d"],
    ["d", "e"],
  ] as const;
  assert.deepEqual(circles(edges.map(([from, to]) => ({ from, to }))), [["b", "c"]]);
});
