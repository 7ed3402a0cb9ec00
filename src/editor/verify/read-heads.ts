import type { LakeHeads, LedgerHead } from "../../protocol/ledger-heads.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { fieldsOf, isText } from "../platform/remembered.ts";

/** The heads that a remembered or an exported value holds; what is no head of a table is left out. */
export function readHeads(value: unknown): LakeHeads {
  const fields = fieldsOf(value);
  const heads: Partial<Record<TableName, LedgerHead>> = {};
  for (const table of tableNames) {
    const { n, sha256 } = fieldsOf(fields[table]);
    if (Number.isSafeInteger(n) && Number(n) > 0 && isText(sha256) && /^[0-9a-f]{64}$/.test(sha256))
      heads[table] = { n: Number(n), sha256 };
  }
  return heads;
}

/** Whether there is a head of any table. */
export function hasHeads(heads: LakeHeads): boolean {
  return Object.keys(heads).length > 0;
}
