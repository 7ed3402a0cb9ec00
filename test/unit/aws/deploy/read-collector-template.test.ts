import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readCollectorTemplate } from "../../../../src/aws/deploy/read-collector-template.ts";
import { findShipped } from "../../../../src/aws/deploy/shipped-files.ts";

const shipped = readCollectorTemplate(
  readFileSync(new URL("../../../../infra-templates/collector.yaml", import.meta.url), "utf8"),
);
const parameters = shipped.groups.flatMap((group) => group.parameters);

test("each parameter of the shipped template has a line of help, and a default that its own rules allow", () => {
  assert.ok(parameters.length > 10);
  for (const { name, help, default: value, choices, number, pattern } of parameters) {
    assert.match(help, /^[A-Z].*\.$/, name);
    if (choices) assert.ok(choices.includes(value), name);
    if (number) {
      assert.ok(value !== "" && Number(value) >= (number.least ?? -Infinity), name);
      assert.ok(Number(value) <= (number.most ?? Infinity), name);
    }
    if (pattern) assert.match(value, new RegExp(pattern.source), name);
  }
});

test("what the deploy fills in is not asked; every other parameter is, once and in a group", async () => {
  const names = parameters.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const filled of ["ArtifactBucket", "ArtifactKey", "Architecture"]) assert.ok(!names.includes(filled), filled);
  const schedule = parameters.find(({ name }) => name === "Schedule");
  assert.deepEqual(schedule?.choices, ["15 minutes", "1 hour", "1 day"]);
  assert.deepEqual(parameters.find(({ name }) => name === "Timeout")?.number, { least: 60, most: 900 });
  assert.ok(shipped.alarms >= 12);
});

test("what is no template says so", () => {
  for (const text of ["", "a: 1", "- x", "Resources: {}"])
    assert.throws(() => readCollectorTemplate(text), { code: "deploy-failed" });
});

test("the code is found for its processor, and a copy without it names the way to make it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-shipped-"));
  await writeFile(join(folder, "package.json"), '{ "version": "1.2.3" }');
  await assert.rejects(findShipped(folder), { code: "deploy-failed", message: /npm run package:lambda/ });
  await mkdir(join(folder, "out"));
  await writeFile(join(folder, "out", "lambda-x64.0123abcd.zip"), "");
  assert.equal((await findShipped(folder)).architecture, "x86_64");
  await mkdir(join(folder, "dist", "lambda"), { recursive: true });
  await writeFile(join(folder, "dist", "lambda", "lambda-arm64.0123abcd.zip"), "");
  const found = await findShipped(folder);
  assert.deepEqual([found.architecture, found.version], ["arm64", "1.2.3"]);
  assert.match(found.code, /dist.lambda.lambda-arm64/);
});
