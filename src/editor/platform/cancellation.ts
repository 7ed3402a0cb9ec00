import type { CancellationToken, Disposable } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";

/** An abort signal that follows the editor's cancellation token. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new CancelledError());
  if (token.isCancellationRequested) abort();
  else token.onCancellationRequested(abort);
  return controller.signal;
}

/** Calls `work` once after the calls have paused for `milliseconds`; disposing forgets a waiting call. */
export function debounce(milliseconds: number, work: () => void): (() => void) & Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
  return Object.assign(later, { dispose: () => clearTimeout(timer) });
}

/** Calls `work` once after some milliseconds; disposing forgets it. */
export function laterOnce(milliseconds: number, work: () => void): Disposable {
  const timer = setTimeout(work, milliseconds);
  return { dispose: () => clearTimeout(timer) };
}
