import type { LakeMethod } from "../../protocol/lake-process.ts";

const words: { readonly [Method in LakeMethod]: string } = {
  useConnection: "opening the lake",
  listDays: "listing log days",
  importLogs: "importing",
  verifyIntegrity: "verifying",
  ledgerHeads: "looking at the ledger",
  heldDays: "looking which days are held",
  runQuery: "running a query",
  readWindow: "reading a result",
  readCell: "reading a cell",
  columnStatistics: "summarising a column",
  exportResult: "exporting a result",
  copyText: "copying from a result",
  releaseResult: "closing a result",
  listTenants: "listing tenants",
  addTenant: "adding a tenant",
  removeTenant: "removing a tenant",
  testTenant: "testing a tenant",
  tenantGuide: "reading what a tenant needs",
  collect: "collecting",
  collectionHealth: "reading the health of the collection",
};

/** What a request does, to follow "while". */
export function doing(method: LakeMethod): string {
  return words[method];
}
