/** One request that the collector sent to Microsoft, as its log tells it: nothing of what was asked or answered. */
export interface RequestLine {
  readonly tenantId: string;
  /** What is read, for example `directory audits`. */
  readonly what: string;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** Records of an answer that is a list. */
  readonly records?: number;
  /** How long it waited for its turn, in milliseconds. */
  readonly waitedMs: number;
  /** How long it took from being sent until its answer was read, in milliseconds. */
  readonly tookMs: number;
}
