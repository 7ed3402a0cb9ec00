import { type CancellationToken, ProgressLocation, window } from "vscode";
import type { ViewId } from "../registry/view-ids.ts";
import { plainText } from "../words/plain-text.ts";

/** Says how far a piece of work is: words, and the part that was done since the last time, in percent. */
export type ReportProgress = (message: string, increment: number) => void;

/** Runs work under a notification with a cancel button. */
export async function withNotification<Result>(
  title: string,
  work: (report: ReportProgress, token: CancellationToken) => Promise<Result>,
): Promise<Result> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: plainText(title), cancellable: true },
    (progress, token) =>
      work((message, increment) => progress.report({ message: plainText(message), increment }), token),
  );
}

/** Runs work while a view shows that something is under way. */
export async function withViewProgress<Result>(viewId: ViewId, work: () => Promise<Result>): Promise<Result> {
  return window.withProgress({ location: { viewId } }, work);
}
