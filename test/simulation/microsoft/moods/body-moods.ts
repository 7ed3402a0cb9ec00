import { isRecord } from "../../../../src/base/json-record.ts";
import { jsonAnswer, type Outcome, type SimulatedAnswer, textAnswer } from "../answer.ts";
import type { Dice } from "./moods.ts";

/** What a bad mood does in place of an answer; undefined when there is none. */
export function answerMood(dice: Dice, nowMs: number): Outcome | undefined {
  if (dice.falls("stall", nowMs)) return { kind: "stall" };
  if (dice.falls("reset", nowMs)) return { kind: "reset" };
  if (dice.falls("gatewayTimeout", nowMs)) return { kind: "answer", answer: htmlAnswer(504, "504 Gateway Time-out") };
  if (!dice.falls("serverError", nowMs)) return undefined;
  const status = dice.random.pick([500, 502, 503]);
  const error = { code: status === 503 ? "serviceNotAvailable" : "UnknownError", message: "An error has occurred." };
  return { kind: "answer", answer: jsonAnswer(status, { error }) };
}

/** A 200 whose body is not what its headers promise (collecting.md §3: malformed 200). */
export function brokenBody(answer: SimulatedAnswer, dice: Dice, nowMs: number): SimulatedAnswer {
  if (answer.status !== 200 || answer.body.length < 2) return answer;
  if (dice.falls("noContent", nowMs)) return { status: 204, headers: {}, body: "", rows: 0 };
  if (dice.falls("partialContent", nowMs)) return half(answer);
  if (dice.falls("html", nowMs)) return htmlAnswer(200, "We are working on it");
  const somewhere = (): number => 1 + dice.random.below(answer.body.length - 1);
  if (dice.falls("truncated", nowMs)) {
    const cutAt = somewhere();
    // Half of them are cut on the wire, half were short before they were sent.
    return dice.random.chance(0.5) ? { ...answer, cutAt } : { ...answer, body: answer.body.slice(0, cutAt) };
  }
  if (!dice.falls("embeddedError", nowMs)) return answer;
  const error = JSON.stringify({ error: { code: "BadRequest", message: "The request could not be completed." } });
  return { ...answer, body: answer.body.slice(0, somewhere()) + error };
}

/** The first half of what an answer lists, with nothing in it that says so but its status. */
function half(answer: SimulatedAnswer): SimulatedAnswer {
  const whole: unknown = JSON.parse(answer.body);
  const { NextPageUri: _, ...headers } = answer.headers;
  const kept = (list: readonly unknown[]): readonly unknown[] => list.slice(0, Math.floor(list.length / 2));
  if (Array.isArray(whole)) return { ...answer, status: 206, headers, body: JSON.stringify(kept(whole)) };
  if (!isRecord(whole) || !Array.isArray(whole["value"])) return { ...answer, status: 206 };
  const { "@odata.nextLink": __, ...page } = whole;
  return { ...answer, status: 206, body: JSON.stringify({ ...page, value: kept(whole["value"]) }) };
}

function htmlAnswer(status: number, title: string): SimulatedAnswer {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return textAnswer(status, body, { "content-type": "text/html; charset=us-ascii" });
}
