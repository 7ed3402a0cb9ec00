import { version } from "@duckdb/node-api";
import type { EvidenceService } from "../../protocol/service/evidence.ts";
import { checkEvidence } from "../../query/evidence/check-evidence.ts";
import { lakeFacts } from "../../query/evidence/read-facts.ts";
import { writeEvidence } from "../../query/evidence/write-evidence.ts";
import { compareWithLake } from "../evidence/compare-with-lake.ts";
import { importedFiles } from "../evidence/imported-files.ts";
import { sliceStanding } from "../evidence/slice-standing.ts";
import type { OpenedLake } from "../opened-lake.ts";

export function evidenceService(opened: OpenedLake, now: () => number): EvidenceService {
  /** The ledger of a lake, if that is the open one. */
  const lookOf = (lake: string) => {
    const look = opened.isOpen ? opened.lookIfAny : undefined;
    return look?.lake.storage.locate("") === lake ? look : undefined;
  };
  return {
    exportEvidence: async (request, options = {}) =>
      writeEvidence(
        request,
        {
          resultsWith: (resultId) => opened.resultsWith(resultId),
          async standingOf(lake, read, signal, onSlice) {
            const look = lookOf(lake);
            return look === undefined ? new Map() : sliceStanding(look, read, signal, onSlice);
          },
          async importsOf(lake, slices, signal) {
            const look = lookOf(lake);
            if (look !== undefined) return { imports: await importedFiles(look.lake.storage, slices, signal) };
            return {
              imports: null,
              note: `${lake} is not the open lake, so the files imported into it are not named.`,
            };
          },
          engineVersion: version(),
          now,
        },
        options,
      ),

    async verifyEvidence({ path, manifestSha256 }, options = {}) {
      const { outcome, facts } = await checkEvidence(path, manifestSha256, options);
      const read = facts && lakeFacts(facts);
      const look = opened.isOpen ? opened.lookIfAny : undefined;
      if (read === undefined || read.slices.length === 0 || look === undefined) return outcome;
      return { ...outcome, lake: await compareWithLake(look, read, options) };
    },
  };
}
