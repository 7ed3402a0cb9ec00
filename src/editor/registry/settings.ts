/** The settings of the extension, by their full names. */
export const settingIds = {
  lake: "tenantTrail.lake",
  savedQueryFolders: "tenantTrail.savedQueryFolders",
} as const;
