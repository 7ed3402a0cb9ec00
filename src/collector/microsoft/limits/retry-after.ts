/**
 * How long an answer asks to wait, in milliseconds: `Retry-After` is a number of seconds or an HTTP date (RFC 9110
 * §10.2.3). A date is read against the answer's own `Date`, so that a wrong clock does not matter.
 */
export function retryAfterMs(headers: Headers, observedMs: number): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - observedMs;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
