/** What `when` clauses may ask. */
export const contextKeys = {
  /** A lake is open. */
  hasConnection: "tenantTrail.hasConnection",
  /** The open lake is a connection to AWS. */
  awsConnection: "tenantTrail.awsConnection",
  /** It is a connection to a stack, whose functions collect. */
  awsStack: "tenantTrail.awsStack",
  /** The log days are filtered. */
  filtered: "tenantTrail.logDaysFiltered",
  /** The history is filtered. */
  historyFiltered: "tenantTrail.historyFiltered",
  /** The log days were read, so that an empty view means that there are none. */
  logDaysRead: "tenantTrail.logDaysRead",
  /** The lake collects a tenant. */
  hasTenant: "tenantTrail.hasTenant",
  /** The tenants were read, so that an empty view means that there are none. */
  tenantsRead: "tenantTrail.tenantsRead",
  /** The saved queries were looked for. */
  savedQueriesRead: "tenantTrail.savedQueriesRead",
  /** The walkthrough's detection has shown the attacker of the sample lake. */
  attackerFound: "tenantTrail.attackerFound",
  /** What was done from the attacker's address has been shown. */
  attackerFollowed: "tenantTrail.attackerFollowed",
  /** A lake is open that is not simulated. */
  ownLake: "tenantTrail.ownLake",
  /** A cell of a notebook has been answered in this window. */
  cellAsked: "tenantTrail.cellAsked",
  /** Rows were imported in this window. */
  imported: "tenantTrail.imported",
  /** A query of the person's choice has been answered in this window. */
  asked: "tenantTrail.asked",
  /** The active editor holds a `.sql` file that is ours. */
  ourSqlFile: "tenantTrail.ourSqlFile",
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
