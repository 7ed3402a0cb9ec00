import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { SourceCheck, TenantCheck } from "../../src/protocol/collector.ts";
import type { TenantDraft } from "../../src/protocol/collector-page.ts";
import { CancelledError } from "../../src/protocol/errors.ts";
import type { CheckListeners, CollectorHost } from "./collector-host.ts";

/** A check of a tenant: what has arrived of it, and how it ended. */
export interface Check {
  readonly isRunning: boolean;
  /** Results of the sources, in the order they arrived. */
  readonly sources: readonly SourceCheck[];
  /** The whole outcome, once it is there. */
  readonly outcome?: TenantCheck;
  readonly failure?: string;
}

const idle: Check = { isRunning: false, sources: [] };

/** Checks a tenant, one check at a time; leaving the view cancels it. */
export function useCheck(
  host: CollectorHost,
  listeners: CheckListeners,
): { readonly check: Check; readonly start: (tenant: TenantDraft | { readonly tenantId: string }) => void } {
  const [check, setCheck] = useState(idle);
  const running = useRef<AbortController>(undefined);
  const start = useCallback(
    (tenant: TenantDraft | { readonly tenantId: string }): void => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const run = crypto.randomUUID();
      setCheck({ isRunning: true, sources: [] });
      listeners.set(run, (arrived) =>
        setCheck((before) => ({
          ...before,
          sources: [...before.sources.filter(({ source }) => source !== arrived.source), arrived],
        })),
      );
      host
        .request("testTenant", { run, tenant }, controller.signal)
        .then(
          (outcome) => setCheck({ isRunning: false, sources: outcome.sources, outcome }),
          (error: unknown) => {
            if (controller.signal.aborted) return;
            const failure = error instanceof CancelledError ? t("The check was cancelled.") : sentenceOf(error);
            setCheck((before) => ({ isRunning: false, sources: before.sources, failure }));
          },
        )
        .finally(() => listeners.delete(run));
    },
    [host, listeners],
  );
  useEffect(() => () => running.current?.abort(), []);
  return { check, start };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
