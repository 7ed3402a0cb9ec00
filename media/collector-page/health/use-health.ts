import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { HealthReport } from "../../../src/protocol/collector.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { CollectorHost } from "../collector-host.ts";

/** While a collection runs, the report is asked for at this distance, in milliseconds. */
const pauseMs = 3000;

export interface Health {
  readonly isLoading: boolean;
  /** The last report that came. */
  readonly report?: HealthReport;
  readonly failure?: string;
}

/**
 * The health of the collection: asked for at once, on `refresh`, and while something is collected.
 *
 * @param collected changes whenever something was.
 */
export function useHealth(
  host: CollectorHost,
  collected: number,
): { readonly health: Health; readonly refresh: () => void } {
  const [health, setHealth] = useState<Health>({ isLoading: true });
  const running = useRef<AbortController>(undefined);
  const timer = useRef<number>(undefined);
  const refresh = useCallback((): void => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setHealth(({ failure: _failure, ...before }) => ({ ...before, isLoading: true }));
    host.request("health", null, controller.signal).then(
      (report) => setHealth({ isLoading: false, report }),
      (error: unknown) => {
        if (error instanceof CancelledError) return;
        const failure = error instanceof Error ? error.message : String(error);
        setHealth((before) => ({ ...before, isLoading: false, failure }));
      },
    );
  }, [host]);
  useEffect(() => {
    refresh();
    return () => {
      running.current?.abort();
      clearTimeout(timer.current);
    };
  }, [refresh]);
  const first = useRef(collected);
  useEffect(() => {
    if (collected === first.current || timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, pauseMs);
  }, [collected, refresh]);
  return { health, refresh };
}
