import { toJsonSchema } from "@valibot/to-json-schema";
import type { AssistantTool } from "./assistant-tool.ts";

/** JSON as a schema holds it. */
export type SchemaJson = string | number | boolean | null | SchemaJson[] | { [key: string]: SchemaJson };

/** What a tool takes, as JSON Schema (draft 7), which both VS Code and the Model Context Protocol read. */
export function inputSchema({ input }: Pick<AssistantTool, "input">): {
  readonly type: "object";
  readonly properties: { [key: string]: SchemaJson };
  readonly required: string[];
  readonly additionalProperties: false;
} {
  // A check by code has no words in JSON Schema; what does not fit is told when the tool is called.
  const schema = toJsonSchema(input, { target: "draft-07", ignoreActions: ["check"] });
  const properties = JSON.parse(JSON.stringify(schema.properties ?? {})) as { [key: string]: SchemaJson };
  return { type: "object", properties, required: schema.required ?? [], additionalProperties: false };
}
