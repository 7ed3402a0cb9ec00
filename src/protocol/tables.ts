/** The kinds of log a lake holds, in the order they are shown (design: Tables). */
export const tableNames = ["signins", "audits", "activity", "provisioning", "riskdetections", "riskyusers"] as const;

export type TableName = (typeof tableNames)[number];

/** Where an observation came from; decides its shape and its fidelity. */
export const sources = [
  "graph-beta",
  "graph-v1.0",
  "portal-json",
  "portal-csv",
  "diagnostic",
  "log-analytics",
  "management-activity",
  "audit-search",
  "purview-csv",
] as const;

export type Source = (typeof sources)[number];
