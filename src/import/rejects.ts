import { isRecord, type JsonRecord, parsedJson } from "../base/json-record.ts";
import { memberText } from "../base/json-text.ts";
import { writeError } from "../lake/storage/file-errors.ts";
import type { GrowingFile } from "../lake/storage/storage.ts";
import type { RejectedText } from "./formats/import-record.ts";

/**
 * One line of a rejects file: where a record was and why it was rejected, and the record itself, as JSON under
 * `record` when it is an object and as text under `text` when it is not, and where that is not every byte, because they
 * are not UTF-8, as they are under `base64`. Mending `record` or `text` and importing the file again imports the record.
 */
export function rejectLine(file: string, rejected: RejectedText): string {
  const { line, reason, text, base64 } = rejected;
  const place = JSON.stringify({ file, line, reason, ...(base64 !== undefined && { base64 }) }).slice(0, -1);
  // White space is the only place where JSON may hold a line break.
  return isRecord(parsedJson(text))
    ? `${place},"record":${text.replace(/[\r\n]+/g, " ")}}\n`
    : `${place},"text":${JSON.stringify(text)}}\n`;
}

/** True for a line of a rejects file. */
export function isRejectEntry(value: JsonRecord): boolean {
  const { file, line, reason, text, record, base64 } = value;
  return (
    typeof file === "string" &&
    typeof line === "number" &&
    typeof reason === "string" &&
    (typeof text === "string" || isRecord(record)) &&
    (base64 === undefined || typeof base64 === "string") &&
    Object.keys(value).length === (base64 === undefined ? 4 : 5)
  );
}

/** The text of the record in a line of a rejects file. */
export function textOfRejectEntry(line: string, entry: JsonRecord): string {
  return typeof entry["text"] === "string" ? entry["text"].trim() : (memberText(line, "record") ?? "");
}

/** Writes rejected records to a file as NDJSON; the file and its folder are made with the first one. */
export class RejectsWriter {
  readonly #path: string;
  readonly #create: () => Promise<GrowingFile>;
  #file: GrowingFile | undefined;

  /** @param create makes the file at `path`, and its folder. */
  constructor(path: string, create: () => Promise<GrowingFile>) {
    this.#path = path;
    this.#create = create;
  }

  /** The file that was written; undefined while nothing was. */
  get path(): string | undefined {
    return this.#file === undefined ? undefined : this.#path;
  }

  /**
   * Adds what was rejected of one file; entries without text hold nothing to mend and are left out.
   * @throws TenantTrailError `write-failed` or `disk-full` with the path.
   */
  async add(file: string, rejected: readonly RejectedText[]): Promise<void> {
    const lines = rejected.filter(({ text }) => text.length > 0).map((entry) => rejectLine(file, entry));
    if (lines.length === 0) return;
    try {
      this.#file ??= await this.#create();
      await this.#file.writeFile(lines.join(""));
    } catch (error) {
      throw writeError(this.#path, error);
    }
  }

  /** Ends the file; it is on the disk afterwards. */
  async close(): Promise<void> {
    if (this.#file === undefined) return;
    try {
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }
}
