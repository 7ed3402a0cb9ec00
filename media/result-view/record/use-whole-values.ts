import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CancelledError } from "../../../src/protocol/errors.ts";
import type { CellRequest, JsonValue } from "../../../src/protocol/query.ts";
import type { ResultHost } from "../result-host.ts";

export interface WholeValues {
  readonly known: ReadonlyMap<number, JsonValue>;
  readonly isReading: boolean;
  readonly failure: string | undefined;
  /** Asks for the whole of columns' cut cells, unless they are known or on their way. */
  load(columns: readonly number[]): void;
}

/** The whole values of a row's cut cells, read when they are wanted and forgotten with the row. */
export function useWholeValues(host: ResultHost, row: Omit<CellRequest, "column">): WholeValues {
  const key = JSON.stringify(row);
  const [read, setRead] = useState<{ readonly key: string; readonly known: ReadonlyMap<number, JsonValue> }>();
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [pending, setPending] = useState(0);
  const asked = useRef(new Set<number>());
  const reading = useRef(new AbortController());
  const latest = useRef(row);
  latest.current = row;

  useLayoutEffect(() => {
    asked.current = new Set();
    reading.current = new AbortController();
    setPending(0);
    setFailure(undefined);
    return () => reading.current.abort();
  }, [host, key]);

  const load = useCallback(
    (columns: readonly number[]) => {
      const { signal } = reading.current;
      for (const column of columns) {
        if (asked.current.has(column)) continue;
        asked.current.add(column);
        setPending((count) => count + 1);
        host.request("readCell", { ...latest.current, column }, signal).then(
          (value) => {
            if (signal.aborted) return;
            setPending((count) => count - 1);
            setRead((before) => ({
              key,
              known: new Map(before?.key === key ? before.known : undefined).set(column, value),
            }));
          },
          (error: unknown) => {
            if (signal.aborted || error instanceof CancelledError) return;
            setPending((count) => count - 1);
            asked.current.delete(column);
            setFailure(error instanceof Error ? error.message : String(error));
          },
        );
      }
    },
    [host, key],
  );
  useEffect(() => setFailure(undefined), [key]);
  return { known: read?.key === key ? read.known : none, isReading: pending > 0, failure, load };
}

const none: ReadonlyMap<number, JsonValue> = new Map();
