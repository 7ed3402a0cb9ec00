/** The commands that are an API: their arguments and returns are fixed (see `../api`). */
export const apiCommandIds = {
  importLogs: "tenantTrail.importLogs",
  listDays: "tenantTrail.listDays",
  runQuery: "tenantTrail.runQuery",
  useConnection: "tenantTrail.useConnection",
  verifyIntegrity: "tenantTrail.verifyIntegrity",
} as const;

/** Every command of the extension; `package.json` is checked against this. */
export const commandIds = {
  ...apiCommandIds,
  refreshLogDays: "tenantTrail.refreshLogDays",
  filterLogDays: "tenantTrail.filterLogDays",
  clearLogDaysFilter: "tenantTrail.clearLogDaysFilter",
  queryDay: "tenantTrail.queryDay",
  importHere: "tenantTrail.importHere",
  importFromExplorer: "tenantTrail.importFromExplorer",
  revealSlice: "tenantTrail.revealSlice",
  copySlicePath: "tenantTrail.copySlicePath",
  verifyDay: "tenantTrail.verifyDay",
  runFile: "tenantTrail.runFile",
  runStatement: "tenantTrail.runStatement",
  runSelection: "tenantTrail.runSelection",
  runSavedQuery: "tenantTrail.runSavedQuery",
  openSavedQuery: "tenantTrail.openSavedQuery",
  refreshSavedQueries: "tenantTrail.refreshSavedQueries",
  openHistoryEntry: "tenantTrail.openHistoryEntry",
  runHistoryEntry: "tenantTrail.runHistoryEntry",
  clearHistory: "tenantTrail.clearHistory",
  showRunning: "tenantTrail.showRunning",
  showLog: "tenantTrail.showLog",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];
