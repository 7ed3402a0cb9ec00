import type { Random } from "../../../src/sample-tenant/random.ts";
import type { StorageMood } from "../storage/faulty-storage.ts";
import { type Answering, connectionLost } from "./s3-handler.ts";
import { error, type RestAnswer, type RestRequest } from "./s3-rest.ts";

/** How often S3 or the way to it misbehaves; probabilities of one request. */
export interface S3Mood {
  /** A write with a condition is answered 409 although nobody else writes. */
  readonly refuses: number;
  /** A request is done and its answer lost: a reset, a timeout or a 500. */
  readonly losesAnswer: number;
  /** A request is not done: 503, 500, no connection. */
  readonly fails: number;
  /** A body ends early, or one of its bytes is changed. */
  readonly damages: number;
  /** Nothing is answered for the next requests, up to twelve of them. */
  readonly breaksDown: number;
}

export const calmS3: S3Mood = { refuses: 0, losesAnswer: 0, fails: 0, damages: 0, breaksDown: 0 };

export const badS3: S3Mood = { refuses: 0.1, losesAnswer: 0.15, fails: 0.1, damages: 0.1, breaksDown: 0.02 };

/** What a bad storage is where S3 is the storage: the SDK tries again by itself, so that more of it goes unseen. */
export function s3MoodOf({ refuses, losesAnswer, repeatsItself, failsToRead }: StorageMood): S3Mood {
  const lost = losesAnswer + repeatsItself;
  if (refuses + lost + failsToRead === 0) return calmS3;
  return { refuses, losesAnswer: lost, fails: failsToRead, damages: failsToRead, breaksDown: (lost + failsToRead) / 8 };
}

/** Answers as a bucket does through a bad network. @param rest answers what arrives. */
export function faultyS3<Request extends Pick<RestRequest, "method" | "headers">>(
  rest: { answer(request: Request): Promise<RestAnswer> },
  mood: S3Mood,
  random: Random,
): (request: Request) => ReturnType<Answering> {
  let silentRequests = 0;
  return async (request) => {
    if (random.chance(mood.breaksDown)) silentRequests = 1 + random.below(12);
    if (silentRequests > 0) {
      silentRequests -= 1;
      throw connectionLost();
    }
    if (isConditional(request) && random.chance(mood.refuses))
      return error(409, "ConditionalRequestConflict", "A conflicting conditional operation is under way");
    if (random.chance(mood.fails)) return failure(random);
    const answer = await rest.answer(request);
    if (random.chance(mood.losesAnswer)) return lostAnswer(random);
    const isContent = request.method === "GET" && answer.status === 200 && answer.body.length > 1;
    if (!isContent || !random.chance(mood.damages)) return answer;
    const at = random.below(answer.body.length);
    if (random.chance(0.5)) return { ...answer, breaksAfter: at };
    const body = Uint8Array.from(answer.body);
    body[at] = (body[at] ?? 0) ^ 1;
    // Nothing would show that a byte of a list was changed.
    return answer.headers["x-amz-checksum-sha256"] === undefined ? answer : { ...answer, body };
  };
}

function isConditional({ headers }: Pick<RestRequest, "headers">): boolean {
  return "if-none-match" in headers || "if-match" in headers;
}

function failure(random: Random) {
  if (random.chance(0.3)) throw connectionLost();
  return random.chance(0.5)
    ? error(503, "SlowDown", "Please reduce your request rate.")
    : error(500, "InternalError", "We encountered an internal error. Please try again.");
}

function lostAnswer(random: Random) {
  if (random.chance(0.3)) throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
  if (random.chance(0.5)) throw connectionLost();
  return error(500, "InternalError", "We encountered an internal error. Please try again.");
}
