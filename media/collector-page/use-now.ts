import { useEffect, useState } from "preact/hooks";

/** Now, in milliseconds since 1970; drawn again after a given moment, so that words about waiting for it disappear. */
export function useNowUntil(iso: string | undefined): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    const left = iso === undefined ? 0 : Date.parse(iso) - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(() => setNow(Date.now()), left);
    return () => clearTimeout(timer);
  }, [iso]);
  return now;
}
