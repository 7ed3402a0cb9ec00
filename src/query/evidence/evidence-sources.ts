import type { ReadTable } from "../../protocol/evidence/result-origin.ts";
import type { HeldResults } from "../engine.ts";
import type { EvidenceImport, SliceStanding } from "./facts/evidence-facts.ts";

/** What an evidence is made of, beside what is asked for. */
export interface EvidenceSources {
  /** The results among which one is. */
  resultsWith(resultId: string): Promise<HeldResults>;
  /** How slices that were read stand now, by path, of one lake. */
  standingOf(
    lake: string,
    read: readonly ReadTable[],
    signal: AbortSignal | undefined,
    onSlice: (done: number, total: number) => void,
  ): Promise<ReadonlyMap<string, SliceStanding>>;
  /** The files that were imported into some slices; or, in a sentence, why that is not known. */
  importsOf(
    lake: string,
    slices: readonly { readonly table: ReadTable["table"]; readonly path: string }[],
    signal: AbortSignal | undefined,
  ): Promise<{ readonly imports: readonly EvidenceImport[] | null; readonly note?: string }>;
  /** Of the engine on this machine. */
  readonly engineVersion: string;
  /** Milliseconds since 1970. */
  now(): number;
}
