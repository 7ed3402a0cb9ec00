import type { Disposable } from "vscode";

interface LakePresenceParts {
  /** The folder that is looked at; `undefined` while there is none. */
  readonly path: () => string | undefined;
  /** Whether a lake is in a folder. */
  readonly isThere: (path: string) => Promise<boolean>;
  /** Whether whoever is told was last answered that the lake is not there. */
  readonly isMissed: () => boolean;
  /** Calls `work` once after some milliseconds; disposing forgets it. */
  readonly later: (milliseconds: number, work: () => void) => Disposable;
  readonly onChange: () => void;
}

/** The editor's file watcher says nothing of a drive that is disconnected, nor of a folder that comes back. */
const pauseMs = 5_000;

/** Checks at intervals whether the window's lake is still there or is back. Each check looks at one folder once. */
export class LakePresence implements Disposable {
  readonly #parts: LakePresenceParts;
  #seen: { readonly path: string; readonly isThere: boolean } | undefined;
  #next: Disposable | undefined;
  #disposed = false;

  constructor(parts: LakePresenceParts) {
    this.#parts = parts;
    this.#wait();
  }

  dispose(): void {
    this.#disposed = true;
    this.#next?.dispose();
  }

  /** The next check waits for the last one, because a network share that hangs answers late. */
  #wait(): void {
    if (!this.#disposed) this.#next = this.#parts.later(pauseMs, () => void this.#look().then(() => this.#wait()));
  }

  async #look(): Promise<void> {
    const path = this.#parts.path();
    const before = this.#seen;
    this.#seen = path === undefined ? undefined : { path, isThere: await this.#parts.isThere(path) };
    if (this.#disposed || this.#seen === undefined) return;
    const { isThere } = this.#seen;
    const isMissed = this.#parts.isMissed();
    // A lake that went between its opening and the first look at it was shown, and nobody would tell of it later.
    const changed = before?.path === path ? before?.isThere !== isThere : !isThere && !isMissed;
    if (changed || (isThere && isMissed)) this.#parts.onChange();
  }
}
