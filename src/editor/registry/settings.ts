/** The settings of the extension, by their full names. */
export const settingIds = {
  lake: "tenantTrail.lake",
  aws: "tenantTrail.aws",
  athenaAskOverGigabytes: "tenantTrail.athenaAskOverGigabytes",
  keepResults: "tenantTrail.keepResults",
  keepCollecting: "tenantTrail.keepCollecting",
  keepCollectingMinutes: "tenantTrail.keepCollectingMinutes",
  openDashboardAtStart: "tenantTrail.openDashboardAtStart",
  sampleWorkspace: "tenantTrail.sampleWorkspace",
  mcpServer: "tenantTrail.mcpServer",
  resultsOpen: "tenantTrail.resultsOpen",
  savedQueryFolders: "tenantTrail.savedQueryFolders",
} as const;
