import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assistantTools } from "../../../src/assistant/assistant-tools.ts";
import { toolNames } from "../../../src/assistant/tool-names.ts";
import { mcpProviderId } from "../../../src/editor/registry/view-ids.ts";
import { contributedTool } from "./contributed-tool.ts";

const { contributes } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  contributes: { languageModelTools: unknown; mcpServerDefinitionProviders: readonly { id: string }[] };
};

test("package.json declares each tool as it is", () => {
  assert.deepEqual(
    assistantTools.map(({ name }) => name),
    toolNames,
  );
  assert.deepEqual(contributes.languageModelTools, assistantTools.map(contributedTool));
  assert.deepEqual(
    contributes.mcpServerDefinitionProviders.map(({ id }) => id),
    [mcpProviderId],
  );
});
