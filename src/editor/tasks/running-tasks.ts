import { type Disposable, EventEmitter } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import { signalOf } from "../platform/cancellation.ts";
import { withNotification } from "../shown/progress.ts";

/** Something that runs for a person: what it is, how far it is, and how to stop it. */
export interface RunningTask {
  readonly title: string;
  readonly detail: string;
  cancel(): void;
}

/** What the work of a task sees of it. */
export interface TaskControl {
  readonly signal: AbortSignal;
  /** Says how far the work is, in words and as a part of the whole (0 to 1) where that is known. */
  report(detail: string, part?: number): void;
}

/** Everything that runs now, in the order it was started; the status bar shows the newest. */
export class RunningTasks implements Disposable {
  readonly #running = new Set<RunningTask>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  get running(): readonly RunningTask[] {
    return [...this.#running];
  }

  /**
   * Runs work with a cancel button, in a notification or quietly in the status bar.
   *
   * @throws what the work throws; `CancelledError` from work that minds its signal.
   */
  async run<Result>(
    title: string,
    where: "notification" | "status bar",
    work: (task: TaskControl) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    if (where === "status bar") return this.#track(title, signal, work, () => undefined);
    return withNotification(title, (report, token) => {
      let shown = 0;
      const own = signalOf(token);
      return this.#track(title, signal ? AbortSignal.any([signal, own]) : own, work, (message, part) => {
        // VS Code wants steps in percent, not the place reached.
        const increment = part === undefined ? 0 : Math.max(0, part * 100 - shown);
        shown += increment;
        report(message, increment);
      });
    });
  }

  dispose(): void {
    for (const task of this.#running) task.cancel();
    this.#changed.dispose();
  }

  async #track<Result>(
    title: string,
    signal: AbortSignal | undefined,
    work: (task: TaskControl) => Promise<Result>,
    show: (detail: string, part?: number) => void,
  ): Promise<Result> {
    const own = new AbortController();
    const task = { title, detail: "", cancel: () => own.abort(new CancelledError()) };
    this.#running.add(task);
    this.#changed.fire();
    try {
      return await work({
        signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal,
        report: (detail, part) => {
          task.detail = detail;
          show(detail, part);
          this.#changed.fire();
        },
      });
    } finally {
      this.#running.delete(task);
      this.#changed.fire();
    }
  }
}
