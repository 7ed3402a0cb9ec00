/** What assistants may ask for, in the order in which it is mostly needed; `verb_noun`. */
export const toolNames = [
  "find_tables",
  "list_columns",
  "list_days",
  "find_saved_queries",
  "run_query",
  "entity_facts",
  "explain_code",
] as const;

export type ToolName = (typeof toolNames)[number];
