/** The counts of records at which the exporters of Microsoft's portals and `Search-UnifiedAuditLog` silently stop. */
const limits = [5_000, 50_000, 100_000, 250_000];

/** A warning for a file with exactly as many records as an exporter delivers at most; undefined for others. */
export function exportLimitWarning(records: number): string | undefined {
  if (!limits.includes(records)) return undefined;
  const count = records.toLocaleString("en-US");
  return `The file has exactly ${count} records, a limit at which exporters stop: it is probably cut short. Export a shorter period.`;
}
