import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { requirePermitted, shippedPackages, thirdPartyNotices } from "../../../scripts/lib/third-party-notices.mjs";

test("every package that is bundled stands in the notices with its version and licence", async () => {
  const { bundledInputs } = await import("../../../scripts/build.mjs");
  const metafiles = await bundledInputs();
  const folders = shippedPackages(metafiles);
  const notices = await thirdPartyNotices(folders);
  const sections = notices.split(/^-{80}$/m).slice(1);
  assert.equal(sections.length, folders.length);
  for (const folder of folders) {
    const { name, version } = JSON.parse(
      readFileSync(new URL(`../../../${folder}/package.json`, import.meta.url), "utf8"),
    );
    const section = sections.find((each) => each.trim().startsWith(`${name} ${version} (`));
    assert.match(section ?? "", /permi(?:t|ssion)|licen[cs]e/i, name);
    assert.ok((section ?? "").length > 500, `${name} has no text`);
  }
  for (const name of ["@duckdb/node-api", "@duckdb/node-bindings", "preact", "yauzl", "@microsoft/fast-element"])
    assert.ok(folders.includes(`node_modules/${name}`), name);
});

test("a licence that is unknown or copyleft is refused by name", () => {
  for (const license of [
    "GPL-3.0",
    "LGPL-2.1",
    "AGPL-3.0-only",
    "UNLICENSED",
    undefined,
    "SEE LICENSE IN x",
    "MIT AND GPL-2.0",
  ])
    assert.throws(() => requirePermitted("p", license), /^Error: p has the licence/);
  for (const license of ["MIT", "(BSD-3-Clause OR GPL-2.0)", "0BSD"]) requirePermitted("p", license);
});
