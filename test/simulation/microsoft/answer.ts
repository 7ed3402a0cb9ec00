/** A request as both faces give it to the simulated Microsoft. */
export interface SimulatedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Records in the body, which take time to gather. */
  readonly rows: number;
  /** The connection ends after this many characters of the body, though the headers promised more. */
  readonly cutAt?: number;
}

/** What becomes of a request: an answer, a connection that is reset, or nothing ever. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: SimulatedAnswer }
  | { readonly kind: "reset" }
  | { readonly kind: "stall" };

export const jsonType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer {
  return textAnswer(status, JSON.stringify(value), headers);
}

/** An answer of JSON that is already text. */
export function textAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  rows = 0,
): SimulatedAnswer {
  return { status, headers: { "content-type": jsonType, ...headers }, body, rows };
}
