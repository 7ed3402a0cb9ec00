import { useState } from "preact/hooks";
import type { ViewPreferences } from "../../src/protocol/result-page.ts";
import type { ResultHost } from "./result-host.ts";

export interface Preferences {
  readonly current: ViewPreferences;
  change(part: ViewPreferences): void;
}

/** How the person likes results to be shown; the host keeps it for the results that follow. */
export function usePreferences(host: ResultHost, kept: ViewPreferences | undefined): Preferences {
  const [current, setCurrent] = useState<ViewPreferences>(kept ?? {});
  return {
    current,
    change: (part) => {
      const next = { ...current, ...part };
      setCurrent(next);
      host.notify("prefer", next);
    },
  };
}
