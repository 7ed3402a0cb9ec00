/**
 * Kinds of unified audit records by number (Office 365 Management Activity API schema, AuditLogRecordType).
 * The list is open: a number that is not here has no name.
 */
export const recordTypeNames: ReadonlyMap<number, string> = new Map([
  [1, "ExchangeAdmin"],
  [2, "ExchangeItem"],
  [3, "ExchangeItemGroup"],
  [4, "SharePoint"],
  [6, "SharePointFileOperation"],
  [7, "OneDrive"],
  [8, "AzureActiveDirectory"],
  [9, "AzureActiveDirectoryAccountLogon"],
  [11, "ComplianceDLPSharePoint"],
  [13, "ComplianceDLPExchange"],
  [14, "SharePointSharingOperation"],
  [15, "AzureActiveDirectoryStsLogon"],
  [18, "SecurityComplianceCenterEOPCmdlet"],
  [19, "ExchangeAggregatedOperation"],
  [20, "PowerBIAudit"],
  [24, "Discovery"],
  [25, "MicrosoftTeams"],
  [28, "ThreatIntelligence"],
  [30, "MicrosoftFlow"],
  [36, "SharePointListOperation"],
  [38, "DataGovernance"],
  [40, "SecurityComplianceAlerts"],
  [41, "ThreatIntelligenceUrl"],
  [45, "PowerAppsApp"],
  [47, "ThreatIntelligenceAtpContent"],
  [48, "LabelContentExplorer"],
  [50, "ExchangeItemAggregated"],
  [52, "DataInsightsRestApiAudit"],
  [54, "SharePointListItemOperation"],
  [56, "SharePointFieldOperation"],
  [57, "MicrosoftTeamsAdmin"],
  [63, "DLPEndpoint"],
  [64, "AirInvestigation"],
  [65, "Quarantine"],
  [66, "MicrosoftForms"],
  [83, "SensitivityLabelAction"],
  [261, "CopilotInteraction"],
  [294, "AadRiskDetection"],
  [295, "AuditSearch"],
  [296, "AuditRetentionPolicy"],
  [297, "AuditConfig"],
]);

const numbersByName: ReadonlyMap<string, number> = new Map(
  [...recordTypeNames].map(([number, name]) => [name.toLowerCase(), number]),
);

/** The number of a kind of record given as a name, ignoring case, or as a number in text. */
export function recordTypeNumber(nameOrNumber: string): number | undefined {
  const text = nameOrNumber.trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : numbersByName.get(text.toLowerCase());
}
