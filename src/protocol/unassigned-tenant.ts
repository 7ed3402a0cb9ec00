/** Rows whose tenant nobody named. */
export const unassignedTenant = "unassigned";
