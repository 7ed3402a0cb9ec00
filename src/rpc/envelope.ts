/** The only parameter of every request. */
export interface Envelope<Request> {
  readonly request: Request;
  /** Present when the caller listens: progress is sent under this token until the response. */
  readonly progressToken?: string;
}

/** The answer to every request: JSON has no `undefined`, so an answer of undefined leaves the member away. */
export interface Answer<Result> {
  readonly result?: Result;
}
