import { brokenHeads, headsOf } from "../../lake/ledger/broken-heads.ts";
import { recoverRows } from "../../lake/recover.ts";
import { DuckDBSliceWork } from "../../lake/slices/duckdb-slice-work.ts";
import { withLookDatabase } from "../../lake/slices/look-database.ts";
import { withWorkDatabase } from "../../lake/slices/work-database.ts";
import { verify } from "../../lake/verify/verify.ts";
import type { VerifyingService } from "../../protocol/service/verifying.ts";
import { tableNames } from "../../protocol/tables.ts";
import { openFolderLake } from "../open-folder-lake.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function verifyingService(opened: OpenedLake): VerifyingService {
  return {
    async verifyIntegrity({ path, table, from, to, heads }, options = {}) {
      const lake = path === undefined ? opened.look.lake : await openFolderLake({ path, mustExist: true });
      return withLookDatabase((connection) =>
        verify(connection, lake, {
          ...(table && { tables: [table] }),
          ...(from && { from }),
          ...(to && { to }),
          ...(heads && { heads }),
          ...options,
        }),
      );
    },

    async recoverRows({ table }, options = {}) {
      const { lake } = opened.look;
      const { storage } = lake;
      const outcome = await withWorkDatabase(storage, (connection, further) =>
        recoverRows(new DuckDBSliceWork(connection, storage, { raisedLimit: "1GB" }, further), lake, {
          ...(table && { tables: [table] }),
          ...options,
        }),
      );
      const unread = outcome.unread.map(({ slice, reason }) => ({ slice: storage.locate(slice), reason }));
      return { ...outcome, unread };
    },

    async ledgerHeads({ known }, options = {}) {
      const { look } = opened;
      const looked = tableNames.map(async (table) => [table, (await look.read(table, options.signal)).state] as const);
      const broken = await brokenHeads(known, (table) => look.lake.ledger(table), options.signal);
      return { heads: headsOf(new Map(await Promise.all(looked))), broken };
    },
  };
}
