import { isRecord, type JsonRecord, parsedJson } from "../../../base/json-record.ts";
import { endOfString, endOfValue, JsonTextError, skipSpace } from "../../../base/json-text.ts";
import { withoutLoneSurrogates } from "../../../tables/shapes/lone-surrogates.ts";

/** An element of a list, with its text, untouched but for halves of surrogate pairs. */
export interface JsonElement {
  readonly raw: string;
  /** Undefined when the text is no JSON object. */
  readonly record: JsonRecord | undefined;
}

/** The body of an answer: an object, whose `value` is a list if it has one, or a list alone. */
export interface JsonBody {
  /** The members of the object without its list. */
  readonly members: JsonRecord;
  /** The elements of `value`, or of a body that is an array; undefined when it holds no list. */
  readonly elements: readonly JsonElement[] | undefined;
  /** The body is a list alone, without an object around it. */
  readonly isArray: boolean;
  /** Elements that are not JSON although the body around them is whole. */
  readonly malformed: number;
}

/** A body that must not be taken for data, with a clause that says why. */
export class DamagedBodyError extends Error {}

/**
 * Reads the body of an answer with status 200, keeping the text of each record of its list.
 * @throws DamagedBodyError for HTML, an empty or truncated body, and an error inside the body (microsoft-graph-docs
 * 3648: a list that breaks off with `{"error":…` in its middle).
 */
export function readJsonBody(text: string): JsonBody {
  const start = skipSpace(text, 0);
  if (start === text.length) throw new DamagedBodyError("is empty");
  if (text[start] === "<") throw new DamagedBodyError("is a web page");
  if (text[start] !== "{" && text[start] !== "[") throw new DamagedBodyError("is not JSON");
  try {
    return new BodyReader(text).read(start);
  } catch (error) {
    if (error instanceof JsonTextError) throw new DamagedBodyError(error.message, { cause: error });
    throw error;
  }
}

class BodyReader {
  readonly #text: string;
  /** Where the elements are, once there is a list. */
  #found: { readonly raw: string; readonly tooNested: boolean }[] | undefined;
  #lists = 0;
  #malformed = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(start: number): JsonBody {
    const members: Record<string, unknown> = {};
    const isArray = this.#text[start] === "[";
    const end = isArray ? this.#readList(start) : this.#readObject(start, members);
    if (skipSpace(this.#text, end) !== this.#text.length) throw new DamagedBodyError("goes on behind its end");
    if (isRecord(members["error"])) throw embeddedError(members["error"]);
    const elements = this.#elements();
    return { members, elements, isArray, malformed: this.#malformed };
  }

  #readObject(open: number, members: Record<string, unknown>): number {
    let at = skipSpace(this.#text, open + 1);
    if (this.#text[at] === "}") return at + 1;
    for (;;) {
      if (this.#text[at] !== '"') throw new DamagedBodyError("is not JSON");
      const keyEnd = endOfString(this.#text, at);
      const key = parsedJson(this.#text.slice(at, keyEnd));
      const colon = skipSpace(this.#text, keyEnd);
      if (typeof key !== "string" || this.#text[colon] !== ":") throw new DamagedBodyError("is not JSON");
      at = skipSpace(this.#text, colon + 1);
      if (key === "value" && this.#text[at] === "[") at = this.#readList(at);
      else {
        const { end } = endOfValue(this.#text, at);
        defineMember(members, key, parsedJson(this.#text.slice(at, end)));
        at = end;
      }
      at = skipSpace(this.#text, at);
      if (this.#text[at] === "}") return at + 1;
      this.#expectComma(at);
      at = skipSpace(this.#text, at + 1);
    }
  }

  /** @returns the index behind the list. */
  #readList(open: number): number {
    this.#found ??= [];
    this.#lists += 1;
    let at = skipSpace(this.#text, open + 1);
    if (this.#text[at] === "]") return at + 1;
    for (;;) {
      const { end, tooNested } = endOfValue(this.#text, at);
      this.#found.push({ raw: this.#text.slice(at, end), tooNested });
      at = skipSpace(this.#text, end);
      if (this.#text[at] === "]") return at + 1;
      this.#expectComma(at);
      at = skipSpace(this.#text, at + 1);
    }
  }

  #elements(): JsonElement[] | undefined {
    const values = this.#values();
    return this.#found?.map(({ raw: text, tooNested }, index) => {
      const raw = withoutLoneSurrogates(text);
      const isParsed = values !== undefined && raw === text;
      const value = tooNested ? undefined : isParsed ? values[index] : parsedJson(raw);
      if (value === undefined && /"error"\s*:\s*\{/.test(raw))
        throw new DamagedBodyError("breaks off with an error in it");
      const record = isRecord(value) ? value : undefined;
      if (record !== undefined && isRecord(record["error"]) && Object.keys(record).length === 1)
        throw embeddedError(record["error"]);
      if (value === undefined) this.#malformed += 1;
      return { raw, record };
    });
  }

  /** The elements as `JSON.parse` has them at once, which is twice as fast; undefined when one of them is not JSON. */
  #values(): readonly unknown[] | undefined {
    const whole = parsedJson(this.#text);
    const list = isRecord(whole) ? whole["value"] : whole;
    return Array.isArray(list) && this.#lists === 1 && list.length === this.#found?.length ? list : undefined;
  }

  #expectComma(at: number): void {
    if (at >= this.#text.length) throw new DamagedBodyError("is cut short");
    if (this.#text[at] !== ",") throw new DamagedBodyError("is not JSON");
  }
}

function embeddedError(error: JsonRecord): DamagedBodyError {
  const code = typeof error["code"] === "string" ? error["code"].slice(0, 60) : "";
  return new DamagedBodyError(`holds an error${code === "" ? "" : ` (${code})`} in place of data`);
}

/** A key such as `__proto__` is data. */
function defineMember(members: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true });
}
