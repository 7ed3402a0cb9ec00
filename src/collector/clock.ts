/** Time as the collector sees it; simulations bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws CancelledError when the signal is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
