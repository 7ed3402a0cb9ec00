import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { workspace } from "vscode";
import { dayMs } from "../../base/time-units.ts";
import { t } from "../../base/translated.ts";
import type { ReopenedResult } from "../../protocol/evidence/kept-result.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { Turns } from "../../protocol/turns.ts";
import { settingIds } from "../registry/settings.ts";

/** What is kept at most: bytes of one result, bytes of all, and for how long. */
export const keptBounds = { bytes: 64 * 1024 * 1024, allBytes: 512 * 1024 * 1024, days: 14 } as const;

/**
 * Results that are kept in this workspace's own storage on this machine, so that they come back after a reload of the
 * window. The storage is never synced; nothing is kept without a workspace.
 */
export class KeptResults {
  readonly #lake: Pick<LakeService, "keepResult" | "reopenResult" | "pinResult">;
  readonly #folder: string | undefined;
  readonly #record: (error: unknown) => void;
  readonly #isPinned: (resultId: string) => boolean;
  readonly #turns = new Turns();

  /**
   * @param storage the folder of the workspace's storage; undefined where there is no workspace.
   * @param isPinned which results are neither too old nor too many, and not forgotten.
   */
  constructor(
    lake: Pick<LakeService, "keepResult" | "reopenResult" | "pinResult">,
    storage: string | undefined,
    record: (error: unknown) => void,
    isPinned: (resultId: string) => boolean,
  ) {
    this.#isPinned = isPinned;
    this.#lake = lake;
    this.#folder = storage === undefined ? undefined : join(storage, "results");
    this.#record = record;
  }

  /** Whether results are kept here: a workspace has a place for them, and nobody turned it off. */
  get isOn(): boolean {
    return this.#folder !== undefined && workspace.getConfiguration().get<boolean>(settingIds.keepResults, true);
  }

  /** Keeps a result, one after the other and in the background: whoever shows it does not wait. */
  async keep({ resultId }: Pick<ResultSummary, "resultId">): Promise<void> {
    await this.keepWith(resultId);
  }

  /** Keeps a result. @returns why it is not kept, as words that follow a colon; undefined when it is. */
  async keepWith(resultId: string): Promise<string | undefined> {
    const folder = this.#folder;
    if (folder === undefined) return t("no folder is open in which results are kept");
    if (!this.isOn) return t("keeping results is off ({0})", settingIds.keepResults);
    return this.#turns.take(async () => {
      try {
        const place = { resultId, folder, name: resultId };
        const outcome = await this.#lake.keepResult({ ...place, mostBytes: keptBounds.bytes });
        await this.#prune(folder);
        return "reason" in outcome ? outcome.reason : undefined;
      } catch (error) {
        // The result is shown all the same; after a reload it is said that it was not kept.
        this.#record(error);
        return error instanceof Error ? error.message : String(error);
      }
    });
  }

  /** Holds a kept result again. Undefined when it is not kept, or not any more. */
  async reopen(resultId: string): Promise<ReopenedResult | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      const reopened = await this.#lake.reopenResult({ folder: this.#folder, name: resultId, resultId });
      // The process that held it before knew that it is pinned; this one must not drop it to make room either.
      if (this.#isPinned(resultId)) await this.#lake.pinResult({ resultId, isPinned: true });
      return reopened;
    } catch (error) {
      this.#record(error);
      return undefined;
    }
  }

  /** Forgets one, whether it is kept or not; never one that is pinned. */
  async forget(resultId: string): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined || this.#isPinned(resultId)) return;
    await this.#turns.take(async () => {
      for (const ending of [".json", ".parquet"]) await rm(join(folder, `${resultId}${ending}`), { force: true });
    });
  }

  /** Forgets all that are not pinned. @returns how many there were. */
  async clear(): Promise<number> {
    const folder = this.#folder;
    if (folder === undefined) return 0;
    return this.#turns.take(async () => {
      const files = (await this.#files(folder)).filter(({ name }) => !this.#isPinned(resultIdOf(name)));
      for (const { name } of files) await rm(join(folder, name), { recursive: true, force: true });
      return files.filter(({ name }) => name.endsWith(".json")).length;
    });
  }

  /** Deletes what is too old, and of the rest the oldest while all are too many bytes. */
  async #prune(folder: string): Promise<void> {
    const files = await this.#files(folder);
    const unpinned = files.filter(({ name }) => !this.#isPinned(resultIdOf(name)));
    const byName = Map.groupBy(unpinned, ({ name }) => resultIdOf(name));
    const kept = [...byName.values()]
      .map((of) => ({
        of,
        atMs: Math.max(...of.map(({ atMs }) => atMs)),
        bytes: of.reduce((all, { bytes }) => all + bytes, 0),
      }))
      .sort((a, b) => b.atMs - a.atMs);
    let bytes = 0;
    for (const each of kept) {
      bytes += each.bytes;
      if (bytes <= keptBounds.allBytes && Date.now() - each.atMs < keptBounds.days * dayMs) continue;
      for (const { name } of each.of) await rm(join(folder, name), { force: true });
    }
  }

  async #files(
    folder: string,
  ): Promise<readonly { readonly name: string; readonly bytes: number; readonly atMs: number }[]> {
    let names: readonly string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
    return Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(folder, name));
        return { name, bytes: size, atMs: mtimeMs };
      }),
    );
  }
}

function resultIdOf(file: string): string {
  return file.replace(/\.(json|parquet)$/, "");
}
