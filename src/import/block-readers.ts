import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { withoutStop } from "../base/without-stop.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { BlockAnswer, BlockRequest } from "./read-block.ts";
import type { UnreadLines } from "./read-lines.ts";
import type { HeldLengths } from "./split/unheld-lines.ts";

/** More threads than this would only wait for the thread that stages what they read. */
const maxThreads = 3;

/**
 * So many blocks wait for each thread, because the thread that hands them out may be busy staging rows for a tenth of a
 * second.
 */
const blocksPerThread = 12;

/** Threads that read NDJSON; they are started with the first block that is given to them. */
export class BlockReaders {
  readonly #script: URL;
  readonly #count: number;
  #threads: readonly ReaderThread[] = [];

  /**
   * @param script what a thread runs: `entry/import-reader`.
   * @param count how many threads, at least 1; by default all processors but the one that this thread needs.
   */
  constructor(script: URL, count: number = Math.max(1, Math.min(maxThreads, availableParallelism() - 1))) {
    this.#script = script;
    this.#count = count;
  }

  get areStarted(): boolean {
    return this.#threads.length > 0;
  }

  /** How many blocks are to be given at once; more only take memory. */
  get capacity(): number {
    return this.#count * blocksPerThread;
  }

  /**
   * Reads a block; its memory belongs to the thread from now on.
   * @param held what the lake holds of its lines.
   * @throws TenantTrailError `internal` when the thread has stopped.
   */
  read({ options, block }: UnreadLines, held?: HeldLengths): Promise<BlockAnswer> {
    if (!this.areStarted) this.#threads = Array.from({ length: this.#count }, () => new ReaderThread(this.#script));
    const idlest = this.#threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least));
    return idlest.read({ options, firstLine: block.firstLine, bytes: block.bytes, held });
  }

  /** Stops the threads, also in the middle of a block. */
  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/** One thread, which reads blocks in the order in which they are given. */
class ReaderThread {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<BlockAnswer>[] = [];
  #failure: TenantTrailError | undefined;

  constructor(script: URL) {
    this.#worker = new Worker(script);
    this.#worker.on("message", (answer: BlockAnswer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on("error", (cause) => this.#fail(cause));
    this.#worker.on("exit", () => this.#fail(undefined));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  read(request: BlockRequest): Promise<BlockAnswer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const answer = Promise.withResolvers<BlockAnswer>();
    // A caller that waits for an earlier block may never ask for this one, so its failure must not count as unhandled.
    answer.promise.catch(() => undefined);
    this.#waiting.push(answer);
    this.#worker.postMessage(request, [request.bytes.buffer]);
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : "it stopped";
    this.#failure ??= new TenantTrailError(
      "internal",
      `A thread that reads logs failed: ${withoutStop(reason)}. What was imported before is kept; import the files again.`,
      { cause },
    );
    for (const answer of this.#waiting.splice(0)) answer.reject(this.#failure);
  }
}
