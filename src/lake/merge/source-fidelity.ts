import type { Source } from "../../protocol/tables.ts";

/**
 * How much of an event a source tells; the greater wins (design: Merging, rule 2). The activity sources all give
 * the same record, whole.
 */
export const fidelity: Readonly<Record<Source, number>> = {
  "graph-beta": 5,
  "portal-json": 5,
  "management-activity": 5,
  "audit-search": 5,
  "purview-csv": 5,
  diagnostic: 4,
  "log-analytics": 3,
  "graph-v1.0": 2,
  "portal-csv": 1,
};
