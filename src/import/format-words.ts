import type { Source, TableName } from "../protocol/tables.ts";
import type { TextEncoding } from "./bytes/text-encoding.ts";
import type { TextLayout } from "./split/text-layout.ts";

const tableWords: Readonly<Record<TableName, string>> = {
  signins: "sign-ins",
  audits: "directory audits",
  activity: "unified audit records",
  provisioning: "provisioning",
  riskdetections: "risk detections",
  riskyusers: "risky users",
};

const sourceWords: Readonly<Record<Source, string>> = {
  "graph-beta": "Graph beta",
  "graph-v1.0": "Graph v1.0",
  "portal-json": "Portal",
  "portal-csv": "Portal",
  diagnostic: "Azure Monitor",
  "log-analytics": "Log Analytics",
  "management-activity": "Management Activity",
  "audit-search": "Audit search",
  "purview-csv": "Purview",
};

/** What is told of a format: its first record, and how it is packed. */
export interface FormatParts {
  readonly first: { readonly table: TableName; readonly source: Source } | undefined;
  readonly layout: TextLayout;
  readonly encoding: TextEncoding;
  readonly packing: "gzip" | "zip" | undefined;
}

/** A format in words, for example `Graph beta sign-ins (NDJSON, gzip)`. */
export function formatWords({ first, layout, encoding, packing }: FormatParts): string {
  const records = first === undefined ? "No records" : `${sourceWords[first.source]} ${tableWords[first.table]}`;
  const details = [layoutWords(layout), encoding === "utf-8" ? undefined : encoding.toUpperCase(), packing];
  return `${records} (${details.filter((detail) => detail !== undefined).join(", ")})`;
}

function layoutWords(layout: TextLayout): string {
  if (layout.kind === "lines") return "NDJSON";
  if (layout.kind === "csv") return "CSV";
  return layout.isArray ? "JSON array" : "JSON";
}
