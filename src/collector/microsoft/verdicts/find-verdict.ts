import type { Purpose } from "../microsoft.ts";
import type { Refusal } from "./refusal.ts";
import type { ServerError } from "./server-error.ts";

/** An answer that is no success, with what is needed to understand it. */
export interface Asked extends ServerError {
  readonly api: "graph" | "management";
  readonly status: number;
  readonly purpose: Purpose;
  /** The server's time, milliseconds since 1970. */
  readonly nowMs: number;
}

/** What is done about a failed attempt. */
export type Verdict =
  /** Wait as long as the limit says, then ask again, however often. */
  | { readonly kind: "slow-down" }
  /** Ask once more, with a fresh token. */
  | { readonly kind: "new-token"; readonly refusal: Refusal }
  /** Ask up to so many times in all; then it is refused. */
  | { readonly kind: "try"; readonly attempts: number; readonly refusal: Refusal };

/**
 * A row of the tables of refusals: an answer matches by its code, or, when its code says nothing, by a part of its
 * message, or by its status alone.
 */
export interface VerdictRow {
  readonly codes?: readonly string[];
  /** Parts of the message, lower case. */
  readonly messages?: readonly string[];
  readonly statuses?: readonly number[];
  readonly verdict: (asked: Asked) => Verdict;
}

/** Codes that go with any message (graph.md §2.4, collecting.md §4.2). */
const codesThatSayNothing = new Set(["", "badrequest", "unknownerror", "invalidrequest", "forbidden", "unauthorized"]);

/** The verdict of the first row that matches. */
export function findVerdict(rows: readonly VerdictRow[], asked: Asked): Verdict | undefined {
  const code = asked.code.toLowerCase();
  const message = asked.message.toLowerCase();
  const row = rows.find(({ codes, messages, statuses }) => {
    if (codes?.some((candidate) => candidate.toLowerCase() === code)) return true;
    if (messages !== undefined) return codesThatSayNothing.has(code) && messages.some((part) => message.includes(part));
    return codes === undefined && (statuses?.includes(asked.status) ?? false);
  });
  return row?.verdict(asked);
}

/** Tried again so often, then refused. */
export function tried(attempts: number, refusal: Refusal): Verdict {
  return { kind: "try", attempts, refusal };
}

/** Refused at once. */
export function refused(refusal: Refusal): Verdict {
  return { kind: "try", attempts: 1, refusal };
}

/** ` Microsoft's words: "…".`, with the code where there is one; empty when it said nothing. */
export function wordsOf({ code, message }: ServerError): string {
  const words = [code, message].filter((part) => part !== "").join(": ");
  return words === "" ? "" : ` Microsoft said "${words}".`;
}
