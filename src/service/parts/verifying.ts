import { brokenHeads, headsOf } from "../../lake/ledger/ledger-heads.ts";
import { withLookDatabase } from "../../lake/slices/look-database.ts";
import { verify } from "../../lake/verify/verify.ts";
import type { VerifyingService } from "../../protocol/service/verifying.ts";
import { tableNames } from "../../protocol/tables.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function verifyingService(opened: OpenedLake): VerifyingService {
  return {
    async verifyIntegrity({ table, from, to, heads }, options = {}) {
      const { lake } = opened.look;
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

    async ledgerHeads({ known }, options = {}) {
      const { look } = opened;
      const looked = tableNames.map(async (table) => [table, (await look.read(table, options.signal)).state] as const);
      const broken = await brokenHeads(known, (table) => look.lake.ledger(table), options.signal);
      return { heads: headsOf(new Map(await Promise.all(looked))), broken };
    },
  };
}
