/** A file of an evidence that is looked at, wherever it lies. */
export interface EvidenceEntry {
  /** In the evidence, with `/`. */
  readonly path: string;
  /** Why it is not read: it is a link, its name leads elsewhere. */
  readonly refused?: string;
  /** @throws what the system says; TenantTrailError `read-failed` for damaged packing. */
  read(): AsyncIterable<Uint8Array>;
}

export interface EvidenceEntries {
  readonly entries: readonly EvidenceEntry[];
  close(): void;
}

/** More files are no evidence of ours. */
export const mostEntries = 100_000;
