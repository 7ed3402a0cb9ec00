import { DamagedBodyError, type JsonBody, readJsonBody } from "../body/json-body.ts";
import { judgeDamage } from "../verdicts/judge.ts";
import { type Exchange, FailedAttempt } from "./exchange.ts";

/**
 * A list is ended by a whole 200 alone: every other success (204, 206 …) says nothing about what there is. What was
 * created needs no body.
 *
 * @throws FailedAttempt for a success that is no whole answer, or whose body is damaged.
 */
export function readWholeAnswer(exchange: Exchange, status: number): JsonBody {
  const { api, list, purpose, method } = exchange.request;
  const damaged = (what: string) => new FailedAttempt(judgeDamage(what, purpose));
  if (status !== 200 && method !== "POST") throw damaged(`came with status ${status}, which is no whole answer`);
  if (exchange.text === "" && method === "POST")
    return { members: {}, elements: undefined, isArray: false, malformed: 0 };
  try {
    const body = readJsonBody(exchange.text);
    // Graph's lists are the `value` of an object, those of the Management Activity API an array.
    if (list && (body.elements === undefined || body.isArray !== (api === "management")))
      throw damaged("holds no list");
    // Once more, for a fault on the way; a record that stays malformed is the record's own.
    if (body.malformed > 0 && exchange.failures === 0) throw damaged("holds records that are not JSON");
    return body;
  } catch (error) {
    // The error has no cause, because the cause's message may hold what the server sent back.
    if (error instanceof DamagedBodyError) throw damaged(exchange.withoutToken(error.message));
    throw error;
  }
}
