import type { UnreadLines } from "../import/read-lines.ts";
import type { StagingFile } from "../lake/staging-file.ts";
import type { ImportInput } from "./import-input.ts";
import { LineStager } from "./line-stager.ts";

/** So many blocks are staged at once; there are bytes for no more (`BlockCutter`). */
const lanes = 2;

export interface BlockStagingOptions {
  /** Owns the records that name no tenant, in lower case. */
  readonly tenantId: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Told how many rows a block gave. */
  readonly onRows: (rows: number) => void;
}

/**
 * Stages unread lines block by block: DuckDB takes the plain sign-ins among them and the interpreter the rest. A file
 * of which DuckDB knows less than half is left to the interpreter.
 */
export class BlockStaging {
  readonly #stagers: readonly LineStager[];
  readonly #options: BlockStagingOptions;
  /** The blocks that are being staged, oldest first. */
  #running: Promise<void>[] = [];
  #blocks = 0;
  #isWorthIt = true;

  private constructor(stagers: readonly LineStager[], options: BlockStagingOptions) {
    this.#stagers = stagers;
    this.#options = options;
  }

  static async open(staging: StagingFile, options: BlockStagingOptions): Promise<BlockStaging> {
    const stagers: LineStager[] = [];
    for (let lane = 0; lane < lanes; lane += 1) stagers.push(await LineStager.open(staging));
    return new BlockStaging(stagers, options);
  }

  /** Begins to stage a block, and waits until there is room for the next. @throws what an earlier block met. */
  async add(lines: UnreadLines, input: ImportInput): Promise<void> {
    if (this.#running.length === lanes) await this.#running.shift();
    const stager = this.#stagers[this.#blocks % lanes];
    this.#blocks += 1;
    const before = this.#running.at(-1) ?? Promise.resolve();
    const staged = this.#stage(lines, input, this.#isWorthIt ? stager : undefined, before);
    // Awaited with the next blocks: a failure must not count as unhandled meanwhile.
    staged.catch(() => undefined);
    this.#running.push(staged);
  }

  /** Waits until every block is staged. */
  async settle(): Promise<void> {
    const running = this.#running;
    this.#running = [];
    await Promise.all(running);
  }

  /** Ends the connections, after whatever still runs on them. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    for (const stager of this.#stagers) stager.close();
  }

  async #stage(
    lines: UnreadLines,
    input: ImportInput,
    stager: LineStager | undefined,
    before: Promise<void>,
  ): Promise<void> {
    const { tenantId, signal, onRows } = this.#options;
    const origin = { input: input.number, tenantId };
    const known = await stager?.stage(lines.block, origin, before, signal);
    await before;
    if (known !== undefined) {
      if (known.others.length > lines.block.lines / 2) this.#isWorthIt = false;
      input.countStaged("signins", known.staged);
      onRows(known.staged);
    }
    for (const batch of known === undefined ? lines.readAll() : lines.readSome(known.others))
      onRows(await input.stage(batch, tenantId));
  }
}
