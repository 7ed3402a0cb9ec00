import { isRecord } from "../base/json-record.ts";
import type { ReadItem, RejectedText } from "./formats/import-record.ts";
import type { Interpreter } from "./interpret.ts";
import { pageArray, pageNames } from "./split/page-shape.ts";
import type { FoundText, SplitSink, Taken } from "./split/record-splitter.ts";
import { ValueSplitter } from "./split/split-values.ts";

/** What was read of a text, in the order of the file. */
export type Batch = readonly ReadItem[];

/** A batch is full with this many items or about this many characters. */
const maxItems = 2048;
const maxCharacters = 4 * 1024 * 1024;

/** Interprets what a splitter finds and gathers it in batches. */
export class BatchCollector implements SplitSink {
  readonly #interpreter: Interpreter;
  #items: ReadItem[] = [];
  #characters = 0;
  #full: Batch[] = [];
  #lastLine = 0;
  #hasRecords = false;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  /** Line or position of the last item; 0 before the first. */
  get lastLine(): number {
    return this.#lastLine;
  }

  get hasRecords(): boolean {
    return this.#hasRecords;
  }

  isRecord(text: string): boolean {
    return this.#interpreter.isRecord(text);
  }

  found(found: FoundText): Taken {
    const item = this.#interpreter.interpret(found);
    if (item.kind === "rejected" && isPageText(found.text)) this.#openPage(found);
    else if (item.kind === "rejected" && item.isDamaged) return { damage: item.reason };
    else this.#add(item, found.text.length);
    return item.kind;
  }

  rejected(rejected: RejectedText): void {
    this.#add({ kind: "rejected", ...rejected }, rejected.text.length);
  }

  /** Takes the batches that are full. */
  takeFull(): readonly Batch[] {
    const full = this.#full;
    this.#full = [];
    return full;
  }

  /** Takes everything that is left. */
  takeAll(): readonly Batch[] {
    this.#close();
    return this.takeFull();
  }

  /** Takes the records of a page on one line of NDJSON. They have the number of that line. */
  #openPage({ line, text }: FoundText): void {
    const page = new ValueSplitter({
      isRecord: (inner) => this.isRecord(inner),
      found: (inner) => this.found({ ...inner, line }),
      rejected: (inner) => this.rejected({ ...inner, line }),
    });
    page.push(Buffer.from(text));
    page.end();
  }

  #add(item: ReadItem, length: number): void {
    this.#items.push(item);
    this.#characters += length;
    this.#hasRecords ||= item.kind === "record";
    this.#lastLine = item.kind === "record" ? item.record.line : item.line;
    if (this.#items.length >= maxItems || this.#characters >= maxCharacters) this.#close();
  }

  #close(): void {
    if (this.#items.length > 0) this.#full.push(this.#items);
    this.#items = [];
    this.#characters = 0;
  }
}

const pageStart = new RegExp(pageArray);

function isPageText(text: string): boolean {
  if (!pageStart.test(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && pageNames.some((name) => Array.isArray(value[name]));
  } catch {
    return false;
  }
}
