/** What `when` clauses may ask. */
export const contextKeys = {
  /** A lake is open. */
  hasConnection: "tenantTrail.hasConnection",
  /** The log days are filtered. */
  filtered: "tenantTrail.logDaysFiltered",
  /** The log days were read, so that an empty view means that there are none. */
  logDaysRead: "tenantTrail.logDaysRead",
  /** The lake collects a tenant. */
  hasTenant: "tenantTrail.hasTenant",
  /** The tenants were read, so that an empty view means that there are none. */
  tenantsRead: "tenantTrail.tenantsRead",
  /** The saved queries were looked for. */
  savedQueriesRead: "tenantTrail.savedQueriesRead",
  /** The active editor holds a `.sql` file that is ours. */
  ourSqlFile: "tenantTrail.ourSqlFile",
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
