import { isRecord, type JsonRecord } from "../base/json-record.ts";
import { memberText } from "../base/json-text.ts";
import type { TableName } from "../protocol/tables.ts";
import { withoutLoneSurrogates } from "../tables/shapes/lone-surrogates.ts";
import { objectOfCsv } from "./formats/csv-header.ts";
import type { ReadItem } from "./formats/import-record.ts";
import type { RecordContext } from "./formats/log-format.ts";
import { whyNotAnEvent } from "./formats/not-events.ts";
import { recognise } from "./formats/recognise-record.ts";
import { isRejectEntry, textOfRejectEntry } from "./rejects.ts";
import { tooNested, whyNotOne } from "./split/nesting.ts";
import type { FoundText } from "./split/record-splitter.ts";
import { notJson } from "./split/text-of-bytes.ts";

export interface InterpretOptions {
  /** The table that the user named; it counts only for records that do not show which table they belong to. */
  readonly table?: TableName | undefined;
  /** The file is one JSON array. */
  readonly inArray: boolean;
}

const notAnObject = "is not a JSON object";

/** Turns the text of records into import records, or says why a text is no record. */
export class Interpreter {
  readonly options: InterpretOptions;

  constructor(options: InterpretOptions) {
    this.options = options;
  }

  /** The record in some text, or why there is none. */
  interpret(found: FoundText): ReadItem {
    const text = withoutLoneSurrogates(found.text);
    const value = parseJson(text);
    // Exports of bare AuditData are arrays of texts that hold JSON.
    if (typeof value === "string" && value.trimStart().startsWith("{"))
      return this.interpret({ ...found, text: value.trim() });
    if (!isRecord(value)) return damaged(found, value === undefined ? notJson : notAnObject);
    const reason = whyNotOne(value);
    if (reason !== undefined) return damaged(found, reason);
    if (isRejectEntry(value)) {
      return this.#interpretEntry(found, textOfRejectEntry(text, value));
    }
    return this.#recognise(found, text, value);
  }

  /** A line of a rejects file: its record as JSON, or as a row of CSV below its header. */
  #interpretEntry(found: FoundText, text: string): ReadItem {
    const value = parseJson(text);
    if (isRecord(value) && isRejectEntry(value)) return rejected(found, notAnObject);
    const json = value === undefined ? objectOfCsv(text) : text;
    return json === undefined ? rejected(found, notJson) : this.interpret({ line: found.line, text: json });
  }

  /** Whether some text is a record of a known log. */
  isRecord(text: string): boolean {
    return this.interpret({ line: 0, text }).kind === "record";
  }

  #recognise(found: FoundText, text: string, record: JsonRecord): ReadItem {
    const { line } = found;
    const context: RecordContext = { inArray: this.options.inArray, odataContext: found.context };
    const recognised = recognise(record, context);
    if (recognised === undefined) {
      const { table } = this.options;
      if (table === undefined || !("id" in record || "Id" in record)) return rejected(found, whyNotAnEvent(record));
      const source = table === "activity" ? "management-activity" : "graph-v1.0";
      return { kind: "record", record: { line, raw: text, table, source, record } };
    }
    const { table, source, inside } = recognised;
    if (inside === undefined) return { kind: "record", record: { line, raw: text, table, source, record } };
    const wrapped = record[inside];
    const raw = typeof wrapped === "string" ? withoutLoneSurrogates(wrapped.trim()) : memberText(text, inside);
    const inner = raw === undefined ? undefined : parseJson(raw);
    if (raw === undefined || !isRecord(inner)) return rejected(found, whyNoAuditData(inside, wrapped));
    if (whyNotOne(inner) === tooNested) return rejected(found, tooNested);
    return { kind: "record", record: { line, raw, table, source, record: inner } };
  }
}

/** A spreadsheet keeps this many characters of a cell (Microsoft: Excel specifications and limits). */
const cellLimit = 32_767;

function whyNoAuditData(inside: string, wrapped: unknown): string {
  const cut = typeof wrapped === "string" && wrapped.length >= cellLimit - 1;
  return cut ? `has ${inside} that a spreadsheet cut at 32,767 characters` : `has ${inside} that is not a JSON object`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text that is no JSON, or that holds other records, may be the remains of several records. */
function damaged(found: FoundText, reason: string): ReadItem {
  return { ...rejected(found, reason), isDamaged: true };
}

function rejected({ line, text }: FoundText, reason: string): ReadItem & { readonly kind: "rejected" } {
  return { kind: "rejected", line, reason, text };
}
