/** The container in the activity bar. */
export const viewContainerId = "tenantTrail";

export const viewIds = {
  logDays: "tenantTrail.logDays",
  savedQueries: "tenantTrail.savedQueries",
  history: "tenantTrail.history",
  collector: "tenantTrail.collector",
  dashboards: "tenantTrail.dashboards",
} as const;

export type ViewId = (typeof viewIds)[keyof typeof viewIds];

/** `viewItem` in the menus of `package.json`; a tree item carries one of them. */
export const viewItems = {
  table: "table",
  month: "month",
  day: "day",
  gapDay: "gapDay",
  lostDay: "lostDay",
  /** Of rows whose tenant nobody named, so that nothing can collect them. */
  unassignedDay: "unassignedDay",
  emptyTable: "emptyTable",
  s3Folder: "s3Folder",
  s3Jump: "s3Jump",
  s3Object: "s3Object",
  s3More: "s3More",
  dashboard: "dashboard",
  savedQuery: "savedQuery",
  historyEntry: "historyEntry",
  pinnedHistoryEntry: "pinnedHistoryEntry",
  tenant: "tenant",
} as const;

export type ViewItem = (typeof viewItems)[keyof typeof viewItems];

/** The walkthrough, as the command that opens it wants it: publisher, extension and the walkthrough's own id. */
/** How VS Code names this extension: publisher and name of `package.json`. */
export const extensionId = "tenanttrail.tenanttrail";
export const walkthroughId = `${extensionId}#start`;

/** The type of the result panel. */
export const resultPanelType = "tenantTrail.result";

/** The type of the collector page. */
export const collectorPageType = "tenantTrail.collectorPage";

/** The type of the page of an account, an address or an id. */
export const entityPageType = "tenantTrail.entityPage";

/** The type of the dashboard. */
export const dashboardPageType = "tenantTrail.dashboardPage";

/** The type of the page that deploys a stack. */
export const deployPageType = "tenantTrail.deployPage";

/** The type of a `.sql` file as a notebook. */
export const notebookType = "tenantTrail.sql";

/** What draws the outputs of its cells. */
export const rendererId = "tenantTrail.cellOutput";

/** What offers the MCP server to VS Code. */
export const mcpProviderId = "tenantTrail.mcp";
/** The scheme of the queries that come with the extension, which are read-only. */
export const shippedScheme = "tenanttrail-query";
