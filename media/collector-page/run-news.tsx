import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CollectorPageState, TenantRun } from "../../src/protocol/collector-page.ts";
import { runNews } from "./run-words.ts";

/** Tells a screen reader, when it is idle, that a collection has begun, waits or has ended; its counts are not told. */
export function RunNews(props: {
  readonly state: CollectorPageState;
  readonly runs: readonly TenantRun[];
}): JSX.Element {
  const { state, runs } = props;
  const before = useRef<readonly TenantRun[]>(undefined);
  const [news, setNews] = useState("");
  useEffect(() => {
    const known = before.current;
    before.current = runs;
    // The state at the opening of the page is no news, because it can be read on the page.
    if (known === undefined) return;
    const told = runs.flatMap((run) => {
      const name = state.tenants.find(({ tenantId }) => tenantId === run.tenantId)?.name ?? run.tenantId;
      const was = known.find(({ tenantId }) => tenantId === run.tenantId);
      return runNews(run, was, { name, offered: state.sources, now: Date.now() }) ?? [];
    });
    if (told.length > 0) setNews(told.join(" "));
  }, [runs]);
  return (
    <div class="visually-hidden" role="status">
      {news}
    </div>
  );
}
