import type { AssistantTool } from "../../../src/assistant/assistant-tool.ts";
import { inputSchema } from "../../../src/assistant/input-schema.ts";

/** What a person attaches to a request by `#`, and which icon stands beside it. */
const references: Readonly<Record<AssistantTool["name"], readonly [reference: string, icon: string]>> = {
  find_tables: ["tenantTrailTables", "table"],
  list_columns: ["tenantTrailColumns", "list-tree"],
  list_days: ["tenantTrailDays", "calendar"],
  find_saved_queries: ["tenantTrailQueries", "library"],
  run_query: ["tenantTrailQuery", "play"],
  entity_facts: ["tenantTrailEntity", "account"],
  explain_code: ["tenantTrailCode", "info"],
};

/** A tool as `package.json` must declare it to VS Code. */
export function contributedTool(tool: AssistantTool): unknown {
  const [toolReferenceName, icon] = references[tool.name];
  return {
    name: `tenanttrail_${tool.name}`,
    displayName: tool.title,
    modelDescription: tool.description,
    userDescription: `${tool.title} (TenantTrail)`,
    canBeReferencedInPrompt: true,
    toolReferenceName,
    icon: `$(${icon})`,
    tags: ["tenanttrail", "security", "logs"],
    when: "isWorkspaceTrusted",
    inputSchema: inputSchema(tool),
  };
}
