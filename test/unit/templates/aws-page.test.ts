import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
import { tenantOfParameter } from "../../../src/function/tenant-parameters.ts";
import { readTemplate, type Template } from "./read-template.ts";

const page = await readFile(join(root, "docs/aws.md"), "utf8");
const collector = await readTemplate("collector.yaml");
const artifacts = await readTemplate("artifacts.yaml");

/** The code blocks of a language, with continued lines joined. */
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) =>
    text.replace(/ *\\\n */g, " "),
  );
const commandLines = blocks("sh").flatMap((block) => block.split("\n"));

/** `KEY=VALUE` words after an option; values with blanks stand in quotes. */
function given(option: string): ReadonlyMap<string, string> {
  const words = commandLines.flatMap((line) => {
    const after = line.split(option)[1] ?? "";
    return [...after.matchAll(/(\w+)=("[^"]*"|\S+)/g)].map(([, key = "", value = ""]) => [key, value] as const);
  });
  assert.ok(words.length > 0, `${option} is given nowhere`);
  return new Map(words.map(([key, value]) => [key, value.replace(/^"|"$/g, "")]));
}

function assertTaken({ Parameters = {} }: Template, values: ReadonlyMap<string, string>): void {
  for (const [key, value] of values) {
    const parameter = Parameters[key] ?? assert.fail(`The template has no parameter ${key}`);
    // What the shell fills in is not known here.
    if (value.includes("$")) continue;
    const { AllowedPattern, AllowedValues } = parameter;
    if (typeof AllowedPattern === "string") assert.match(value, new RegExp(AllowedPattern));
    if (Array.isArray(AllowedValues)) assert.ok(AllowedValues.map(String).includes(value), `${key}=${value}`);
  }
}

test("docs/aws.md gives the template's parameters, all that have no default, and values that it takes", () => {
  const values = given("--parameter-overrides");
  assertTaken(collector, values);
  for (const [key, { Default }] of Object.entries(collector.Parameters ?? {}))
    assert.ok(Default !== undefined || values.has(key), `${key} has no default and is not given`);
  assertTaken(collector, given("--parameter "));
});

test("docs/aws.md asks for outputs that there are, and tags stacks as the editor looks for them", () => {
  const asked = [...page.matchAll(/OutputKey=='(\w+)'/g)].map(([, key = ""]) => key);
  assert.ok(asked.length >= 3);
  for (const key of asked) assert.ok(key in collector.Outputs || key in artifacts.Outputs, key);
  for (const kind of ["artifacts", "collector"])
    assert.ok(commandLines.some((line) => line.includes(`${kind}.yaml`) && line.includes(`tenanttrail:stack=${kind}`)));
});

test("a credential as docs/aws.md writes it is one that the functions read", () => {
  const credentials = blocks("json");
  assert.equal(credentials.length, 2);
  const name = /--name (\/tenanttrail\/\S+)/.exec(page)?.[1] ?? "";
  for (const value of credentials) {
    const { tenantId } = JSON.parse(value) as { readonly tenantId: string };
    assert.equal(name, `/tenanttrail/contoso-logs/tenants/${tenantId}`);
    assert.equal(tenantOfParameter({ name, value })?.access.tenantId, tenantId);
  }
});

test("docs/aws.md counts the functions and alarms of the template, and names scripts, commands and files that are there", async () => {
  const types = Object.values(collector.Resources).map(({ Type }) => Type);
  const countOf = (type: string): number => types.filter((each) => each === type).length;
  assert.equal(countOf("AWS::Lambda::Function"), 4);
  assert.ok(page.includes(`| ${countOf("AWS::CloudWatch::Alarm")} alarms and a topic |`));
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
    readonly contributes: { readonly commands: readonly { readonly title: string }[] };
  };
  const scripts = [...page.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => script);
  for (const script of scripts) assert.ok(script in manifest.scripts, script);
  const words = JSON.parse(await readFile(join(root, "package.nls.json"), "utf8")) as Readonly<Record<string, string>>;
  const titles = manifest.contributes.commands.map(({ title }) =>
    (words[title.slice(1, -1)] ?? title).replace("…", ""),
  );
  for (const [, title = ""] of page.matchAll(/_TenantTrail: ([^_]+)_/g))
    assert.ok(titles.includes(title.replace("…", "")), title);
  for (const [, link = ""] of page.matchAll(/\]\(([^)#]+)[^)]*\)/g))
    assert.ok(existsSync(join(root, dirname("docs/aws.md"), link)), link);
});
