import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { benches, chooseBenches } from "../../../scripts/lib/bench-arguments.mjs";

const told = (...args: string[]) =>
  Object.fromEntries(chooseBenches(args).map((bench) => [bench.name, bench.args.join(" ")]));

test("an option reaches every bench that knows it, with and without --only", () => {
  const all = told("--rows", "100000", "--entries=100,10000");
  assert.equal(all["import"], "--rows 100000");
  assert.equal(all["storage-calls"], "--entries 100,10000");
  assert.equal(all["small-days"], "");
  assert.deepEqual(told("--only", "import", "--rows", "100000"), { import: "--rows 100000" });
  assert.deepEqual(told("--rows", "100000", "--only", "import"), { import: "--rows 100000" });
  assert.deepEqual(told("--only", "exactness", "--write", "--seed", "7"), { exactness: "--write --seed 7" });
});

test("the figures are those of the import, small days, three years, storage calls, dashboards, keystrokes, timelines and the editor", () => {
  const figures = [
    "import",
    "small-days",
    "three-years",
    "storage-calls",
    "dashboard",
    "language",
    "timeline",
    "editor",
  ];
  assert.deepEqual(Object.keys(told("--figures")), figures);
});

test("what no bench knows is refused by name", () => {
  assert.throws(() => told("--rwos", "1"), /None of import, .* has an option --rwos/);
  assert.throws(() => told("--only", "small-days", "--rows", "1"), /None of small-days has an option --rows/);
  assert.throws(() => told("--only", "imports"), /There is no bench imports/);
  assert.throws(() => told("100000"), /100000 is no option/);
});

test("each bench reads the options that it is listed with", () => {
  const folder = join(import.meta.dirname, "../../bench");
  for (const [name, { file, options }] of Object.entries(benches)) {
    const text = readFileSync(join(folder, name === "collector-memory" ? "collector-memory-run.ts" : file), "utf8");
    for (const option of options)
      assert.match(text, new RegExp(`(^ +|[{,] )"?${option}"?: \\{ type:`, "m"), `${name} --${option}`);
  }
});
