import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { functionArns, functionOutputs, functionResources } from "./function-resources.mjs";
import { glueResources } from "./glue-resources.mjs";

/**
 * The text of `infra-templates/collector.yaml`: `collector.yaml` beside this file, with what repeats for each function
 * and what the tables say in place of its `#insert` lines.
 */
export async function collectorTemplate() {
  const [form, functionForm, { version }] = await Promise.all([
    part("collector.yaml"),
    part("function.yaml"),
    readFile(join(root, "package.json"), "utf8").then((text) => JSON.parse(text)),
  ]);
  /** @type {Readonly<Record<string, () => string>>} */
  const inserts = {
    functions: () => functionResources(functionForm),
    "function-arns": functionArns,
    "function-outputs": functionOutputs,
    glue: glueResources,
  };
  const text = form.replace(/^#insert (\S+)$/gm, (_, name) => {
    const insert = inserts[name];
    if (insert === undefined) throw new Error(`scripts/templates/collector.yaml wants ${name}, which is not known`);
    return insert().trimEnd();
  });
  return `# Written by npm run write-templates from scripts/templates/ and src/tables/; change it there.\n${text.replace("%VERSION%", version)}`;
}

/** @param {string} name */
async function part(name) {
  return readFile(join(root, "scripts", "templates", name), "utf8");
}
