import { isRecord, type JsonRecord, parsedJson } from "../../../base/json-record.ts";

/** What Microsoft says about a refusal. */
export interface ServerError {
  /** Empty when there is none. */
  readonly code: string;
  readonly message: string;
}

const longestMessage = 300;

/**
 * Reads `{"error":{"code","message"}}` as Graph and the Management Activity API write it, also with capitals, with the
 * error as text, without the envelope, or one inside the message of another (graph.md §2.4).
 */
export function readServerError(text: string): ServerError {
  const body = parsedJson(text);
  if (!isRecord(body)) return { code: "", message: plainText(text) };
  const error = member(body, "error") ?? body;
  if (!isRecord(error)) return { code: "", message: plainText(String(error)) };
  const code = member(error, "code");
  const message = member(error, "message");
  const nested =
    typeof message === "string" && message.trimStart().startsWith("{") ? readServerError(message) : undefined;
  if (nested !== undefined && nested.message !== "") return nested;
  return {
    code: typeof code === "string" ? code.trim().slice(0, 100) : "",
    message: plainText(typeof message === "string" ? message : ""),
  };
}

function member(record: JsonRecord, name: string): unknown {
  const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : record[key];
}

/** One line of the message, without markup and without anything that looks like a token. */
function plainText(text: string): string {
  return withoutTokens(
    text
      .slice(0, 10_000)
      .replace(/<[^>]*>/g, " ")
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim(),
  ).slice(0, longestMessage);
}

function withoutTokens(text: string): string {
  return text.replace(/\bBearer\s+\S+/gi, "Bearer …").replace(/\beyJ[\w-]{8,}[\w.-]*/g, "…");
}
