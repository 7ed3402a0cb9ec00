import type { TableName } from "../../protocol/tables.ts";

/** So many entries make one file of the archive, and at least so many are never in it. */
export const entriesPerArchive = 250;

/** The names in a table's ledger: `<n>.json` for the newest entries, `archive/<first>-<last>.jsonl` for the others. */
export class LedgerPaths {
  /** With the slash at its end. */
  readonly folder: string;
  readonly checkpoint: string;
  readonly entriesPerArchive: number;

  constructor(table: TableName, perArchive: number = entriesPerArchive) {
    this.folder = `_ledger/${table}/`;
    this.checkpoint = `${this.folder}checkpoint.json`;
    this.entriesPerArchive = perArchive;
  }

  /** Padded so that names sort as their numbers do. */
  entry(n: number): string {
    return `${this.folder}${padded(n)}.json`;
  }

  /** The number of an entry's path; undefined for other paths. */
  numberOf(path: string): number | undefined {
    const match = path.startsWith(this.folder) ? /^(\d{9})\.json$/.exec(path.slice(this.folder.length)) : null;
    return match === null ? undefined : Number(match[1]);
  }

  /** The last entry of the archive file that the nth belongs to. */
  archiveOf(n: number): number {
    return Math.ceil(n / this.entriesPerArchive) * this.entriesPerArchive;
  }

  archive(last: number): string {
    return `${this.folder}archive/${padded(last - this.entriesPerArchive + 1)}-${padded(last)}.jsonl`;
  }

  /** The last entry of an archive file; undefined for other paths. */
  lastOfArchive(path: string): number | undefined {
    const last = Number(/-(\d{9})\.jsonl$/.exec(path)?.[1] ?? Number.NaN);
    return last >= this.entriesPerArchive && path === this.archive(last) ? last : undefined;
  }
}

function padded(n: number): string {
  return String(n).padStart(9, "0");
}
