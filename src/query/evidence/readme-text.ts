import type { EvidenceFacts } from "./facts/evidence-facts.ts";
import { evidenceFiles } from "./facts/evidence-names.ts";

/** What a reader who has only the files needs to know; the same as docs/evidence.md, in short. */
export function readmeText({ exportedAt, madeBy }: Pick<EvidenceFacts, "exportedAt" | "madeBy">): string {
  const { manifest, sums, page, facts, slices } = evidenceFiles;
  return `This folder is an investigation as TenantTrail ${madeBy.version} wrote it at ${exportedAt} (UTC).

${page}  to be read: statements, values, results, coverage. Needs no script and no connection.
${facts}  the same for programs.
results/  every result as CSV and as Parquet. Parquet holds the values as they were read.
${slices}  the files of the lake that were read, with their SHA-256.
${manifest}  every other file with its bytes and SHA-256.
${sums}  the same digests for sha256sum.

How to check it, without TenantTrail:

1. sha256sum ${manifest}
   must give the digest that was noted when the investigation was exported.
2. sha256sum -c ${sums}
   must say OK for every file. ${manifest} names ${sums} with its own digest.
3. No file may be here that neither names, but ${manifest} itself.
4. In the folder of the lake: sha256sum -c ${slices}
   says which of the files that were read are still there as they were.
   One that is missing may have been replaced by a later merge.
`;
}
