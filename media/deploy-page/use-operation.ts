import { useCallback, useRef, useState } from "preact/hooks";
import type { StackEvent, UploadProgress } from "../../src/protocol/aws/stack-changes.ts";
import type { DeployProgress } from "../../src/protocol/aws/stack-deployments.ts";
import { CancelledError, type ErrorCode, TenantTrailError, type TerminalCommand } from "../../src/protocol/errors.ts";
import type { ProgressListeners } from "./deploy-host.ts";

/** Why something did not work: a sentence with the next step, and the command that renews a sign-in. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly command?: TerminalCommand;
}

/** Something that AWS is asked for, and how it stands. */
export interface Operation<Result> {
  readonly state: "idle" | "running" | "done" | "failed" | "cancelled";
  /** What is done now, in words; empty before the first word of it. */
  readonly words: string;
  readonly upload?: UploadProgress;
  /** In the order that they happened. */
  readonly events: readonly StackEvent[];
  readonly result?: Result;
  readonly failure?: Failure;
  /** When it began, milliseconds since 1970. */
  readonly startedMs: number;
}

export interface OperationControl<Result> {
  readonly now: Operation<Result>;
  /** Begins anew; what ran before is cancelled. Answers with the result, or nothing when there is none. */
  readonly start: (work: (run: string, signal: AbortSignal) => Promise<Result>) => Promise<Result | undefined>;
  readonly cancel: () => void;
  readonly reset: () => void;
  /** Changes what was found, by what is known since. */
  readonly revise: (change: (result: Result) => Result) => void;
}

const idle = { state: "idle", words: "", events: [], startedMs: 0 } as const;

/** One operation at a time, whose progress arrives under the name of its run. */
export function useOperation<Result>(listeners: ProgressListeners): OperationControl<Result> {
  const [now, setNow] = useState<Operation<Result>>(idle);
  const running = useRef<AbortController>(undefined);
  const start = useCallback(
    async (work: (run: string, signal: AbortSignal) => Promise<Result>): Promise<Result | undefined> => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const run = crypto.randomUUID();
      setNow({ ...idle, state: "running", startedMs: Date.now() });
      listeners.set(run, (progress) => setNow((before) => heard(before, progress)));
      const isCurrent = (): boolean => running.current === controller;
      try {
        const result = await work(run, controller.signal);
        if (!isCurrent()) return undefined;
        setNow((before) => ({ ...before, state: "done", result }));
        return result;
      } catch (error) {
        if (!isCurrent()) return undefined;
        if (error instanceof CancelledError) setNow((before) => ({ ...before, state: "cancelled" }));
        else setNow((before) => ({ ...before, state: "failed", failure: failureOf(error) }));
        return undefined;
      } finally {
        listeners.delete(run);
      }
    },
    [listeners],
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => {
    const before = running.current;
    running.current = undefined;
    before?.abort();
    setNow(idle);
  }, []);
  const revise = useCallback((change: (result: Result) => Result) => {
    setNow((before) => (before.result === undefined ? before : { ...before, result: change(before.result) }));
  }, []);
  return { now, start, cancel, reset, revise };
}

function heard<Result>(before: Operation<Result>, progress: DeployProgress): Operation<Result> {
  switch (progress.kind) {
    case "step":
      return { ...before, words: progress.words };
    case "upload":
      return { ...before, upload: progress.upload };
    case "event":
      return { ...before, events: [...before.events, progress.event] };
  }
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TenantTrailError)) return { code: "internal", message };
  const { code, command } = error;
  return command === undefined ? { code, message } : { code, message, command };
}
