import type { AssistantTool } from "./assistant-tool.ts";
import { entityFacts } from "./tools/entity-facts-tool.ts";
import { explainCode } from "./tools/explain-code-tool.ts";
import { findSavedQueries } from "./tools/find-saved-queries-tool.ts";
import { findTables } from "./tools/find-tables-tool.ts";
import { listColumns } from "./tools/list-columns-tool.ts";
import { listDays } from "./tools/list-days-tool.ts";
import { runQuery } from "./tools/run-query-tool.ts";

/** Everything that an assistant may ask, in the order in which it is mostly needed. */
export const assistantTools: readonly AssistantTool[] = [
  findTables,
  listColumns,
  listDays,
  findSavedQueries,
  runQuery,
  entityFacts,
  explainCode,
];
