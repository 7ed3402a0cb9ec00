import { createHash } from "node:crypto";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { EvidenceFault, EvidenceProgress, VerifyEvidenceOutcome } from "../../protocol/evidence/evidence-types.ts";
import type { CallOptions } from "../../protocol/service/methods.ts";
import type { EvidenceEntry } from "./entry-types.ts";
import { openEntries } from "./evidence-entries.ts";
import { evidenceFiles } from "./facts/evidence-names.ts";
import { differenceOfSums, largestManifest, type ManifestFile, readManifest } from "./manifest.ts";

/** What was found, and the bytes of `investigation.json` where it is what the manifest says. */
export interface CheckedEvidence {
  readonly outcome: VerifyEvidenceOutcome;
  readonly facts: Uint8Array | undefined;
}

/** Facts of more bytes are checked and not read. */
const largestFacts = 256 * 1024 * 1024;

/**
 * Compares each file of an evidence with its manifest, and the manifest with a digest that was kept elsewhere. A file
 * that is longer than the manifest says is not read to its end, so that an archive cannot unpack to more than it names.
 * @param given the digest that `manifest.json` must have, hex in any case.
 * @throws TenantTrailError `read-failed` for what has no manifest, `bad-argument` for a digest that is none; CancelledError.
 */
export async function checkEvidence(
  path: string,
  given: string | undefined,
  { signal, onProgress }: CallOptions<EvidenceProgress> = {},
): Promise<CheckedEvidence> {
  const wanted = given === undefined ? undefined : readDigest(given);
  const { entries, close } = await openEntries(path);
  try {
    const [manifest, ...twins] = entries.filter((entry) => entry.path === evidenceFiles.manifest);
    if (manifest === undefined || manifest.refused !== undefined)
      throw new TenantTrailError(
        "read-failed",
        `${path} has no ${evidenceFiles.manifest}: it is no investigation that TenantTrail exported, or not all of it.`,
      );
    const bytes = await allOf(manifest, largestManifest, signal);
    const manifestSha256 = createHash("sha256").update(bytes).digest("hex");
    const about = { manifestSha256, ...(wanted !== undefined && { isManifestAsGiven: wanted === manifestSha256 }) };
    const files = filesOf(bytes);
    if ("reason" in files) {
      const changed = [{ file: evidenceFiles.manifest, reason: files.reason }];
      return { outcome: { ...about, checked: 0, bytes: 0, changed, missing: [], additional: [] }, facts: undefined };
    }
    const named = new Map(files.named.map((file) => [file.path, file]));
    const others = [...twins, ...entries.filter((entry) => entry !== manifest && !twins.includes(entry))];
    const seen = new Set<string>();
    const [changed, additional]: [EvidenceFault[], EvidenceFault[]] = [[], []];
    let [facts, checkedBytes]: [Uint8Array | undefined, number] = [undefined, 0];
    for (const entry of others) {
      throwIfCancelled(signal);
      const file = named.get(entry.path);
      if (file === undefined || seen.has(entry.path)) {
        additional.push({ file: entry.path, reason: additionalWords(entry, file) });
        continue;
      }
      seen.add(entry.path);
      const isSums = entry.path === evidenceFiles.sums;
      const keeps =
        (isSums && file.bytes <= largestManifest) || (entry.path === evidenceFiles.facts && file.bytes <= largestFacts);
      const compared = await compare(entry, file, keeps, signal);
      checkedBytes += compared.bytes;
      const reason = compared.reason ?? (isSums && compared.kept && differenceOfSums(compared.kept, files.named));
      if (reason) changed.push({ file: entry.path, reason });
      else if (keeps && !isSums) facts = compared.kept;
      onProgress?.({ doing: entry.path, done: seen.size, total: named.size });
    }
    const missing = [...named.keys()].filter((name) => !seen.has(name));
    return { outcome: { ...about, checked: seen.size, bytes: checkedBytes, changed, missing, additional }, facts };
  } finally {
    close();
  }
}

/** @throws TenantTrailError `bad-argument` for what is no SHA-256. */
function readDigest(given: string): string {
  const digest = given.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new TenantTrailError("bad-argument", "A SHA-256 has 64 digits from 0 to f. Paste the whole digest.");
}

function filesOf(bytes: Uint8Array): { readonly named: readonly ManifestFile[] } | { readonly reason: string } {
  try {
    return { named: readManifest(bytes) };
  } catch (error) {
    if (error instanceof TenantTrailError) return { reason: error.message };
    throw error;
  }
}

function additionalWords({ refused }: EvidenceEntry, file: ManifestFile | undefined): string {
  const why = file === undefined ? "The manifest does not name it." : "It is there twice.";
  return refused === undefined ? why : `${why} ${refused}`;
}

interface Compared {
  readonly bytes: number;
  readonly reason?: string;
  readonly kept?: Uint8Array;
}

async function compare(
  entry: EvidenceEntry,
  { bytes: wantedBytes, sha256 }: ManifestFile,
  keeps: boolean,
  signal: AbortSignal | undefined,
): Promise<Compared> {
  if (entry.refused !== undefined) return { bytes: 0, reason: entry.refused };
  const hash = createHash("sha256");
  const kept: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of entry.read()) {
      throwIfCancelled(signal);
      bytes += chunk.length;
      if (bytes > wantedBytes) return { bytes, reason: `It has more than the ${wantedBytes} bytes that it had.` };
      hash.update(chunk);
      if (keeps) kept.push(chunk);
    }
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return { bytes, reason: `It could not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (bytes < wantedBytes) return { bytes, reason: `It has ${bytes} bytes; it had ${wantedBytes}.` };
  const found = hash.digest("hex");
  if (found !== sha256) return { bytes, reason: `Its SHA-256 is ${found}; it was ${sha256}.` };
  return { bytes, ...(keeps && { kept: Buffer.concat(kept) }) };
}

/** @throws TenantTrailError `read-failed` for more bytes than are read at once; CancelledError. */
async function allOf(entry: EvidenceEntry, most: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry.read()) {
    throwIfCancelled(signal);
    bytes += chunk.length;
    if (bytes > most)
      throw new TenantTrailError("read-failed", `${entry.path} has more than ${most} bytes: it is none of ours.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
