import type { ResultSummary } from "../query.ts";
import type { ParameterValue } from "../query-parameters.ts";

/** Why a statement has no result in an evidence. */
export interface LeftOutResult {
  readonly reason: "notRun" | "noLongerHeld" | "failed" | "cancelled" | "running" | "interrupted";
  /** What the statement said when it failed. */
  readonly message?: string;
  /** How it ran once, where that is known. */
  readonly ran?: {
    readonly at: string;
    readonly engine?: ResultSummary["engine"];
    readonly params?: Readonly<Record<string, ParameterValue>>;
    readonly rowCount?: number;
  };
}

/** A part of an investigation, in its order: a note, the header's YAML, or a statement with its result. */
export type EvidencePart =
  | { readonly kind: "note" | "header"; readonly text: string }
  | {
      readonly kind: "statement";
      readonly title: string;
      readonly sql: string;
      /** The result that is held; exactly one of it and `leftOut` is there. */
      readonly resultId?: string;
      /** The rows were read for this export, because those that were shown were held no longer. */
      readonly ranAgain?: true;
      /** All of its columns in the order in which they are read best. */
      readonly columnOrder?: readonly number[];
      readonly leftOut?: LeftOutResult;
      /** What else a reader must know of it, in a sentence. */
      readonly remark?: string;
    };

export interface EvidenceRequest {
  /** Absolute path of the folder or zip to be written. */
  readonly path: string;
  readonly form: "folder" | "zip";
  /** What is there already is replaced; left out, it is refused. */
  readonly replaces?: true;
  readonly title: string;
  /** The file that the parts are of, byte by byte. */
  readonly file?: { readonly name: string; readonly base64: string };
  readonly parts: readonly EvidencePart[];
  /** CSV files hold texts that a spreadsheet runs as formulas as they are. */
  readonly keepsFormulas?: true;
  /** Versions of the extension and of the editor. */
  readonly madeBy: { readonly version: string; readonly editor: string };
}

export interface EvidenceProgress {
  readonly doing: string;
  readonly done: number;
  readonly total: number;
}

export interface EvidenceOutcome {
  readonly path: string;
  /** Of `manifest.json`, lower-case hex: whoever keeps it elsewhere can tell later that nothing was changed. */
  readonly manifestSha256: string;
  readonly files: number;
  readonly bytes: number;
  readonly results: number;
  /** Statements without a result, by title, with a sentence why. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
  /** What a reader must know, in sentences: slices that have changed since, for example. */
  readonly warnings: readonly string[];
}

export interface VerifyEvidenceRequest {
  /** Absolute path of a folder or zip. */
  readonly path: string;
  /** What `manifest.json` must have, hex in any case. */
  readonly manifestSha256?: string;
}

/** A file of an evidence that is not what its manifest says. */
export interface EvidenceFault {
  readonly file: string;
  readonly reason: string;
}

/** How the slices that an evidence names stand in the open lake. */
export interface EvidenceLake {
  /** The lake that was asked then, and whether the open one is it by its ledger. */
  readonly lake: string;
  readonly isSameLake: boolean;
  readonly same: number;
  /** Slices of other lakes, which were not compared; absent when there are none. */
  readonly elsewhere?: { readonly lakes: readonly string[]; readonly slices: number };
  /** Slices that the lake has no longer, holds with other bytes, or has replaced, each with a sentence. */
  readonly differing: readonly EvidenceFault[];
}

export interface VerifyEvidenceOutcome {
  readonly manifestSha256: string;
  /** Whether that is the digest that was given; absent when none was. */
  readonly isManifestAsGiven?: boolean;
  readonly checked: number;
  readonly bytes: number;
  readonly changed: readonly EvidenceFault[];
  readonly missing: readonly string[];
  /** Files that the manifest does not name. */
  readonly additional: readonly EvidenceFault[];
  /** Absent when no lake is open or the evidence names no slices. */
  readonly lake?: EvidenceLake;
}
