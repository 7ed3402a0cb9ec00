/** What `when` clauses may ask. */
export const contextKeys = {
  /** A lake is open. */
  hasConnection: "tenantTrail.hasConnection",
  /** The log days are filtered. */
  filtered: "tenantTrail.logDaysFiltered",
  /** The active editor holds a `.sql` file that is ours. */
  ourSqlFile: "tenantTrail.ourSqlFile",
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
