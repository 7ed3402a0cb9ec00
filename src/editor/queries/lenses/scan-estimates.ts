import { type Disposable, EventEmitter } from "vscode";
import type { QueryRequest, ScanEstimate } from "../../../protocol/query.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { EngineChoice } from "../engine-choice.ts";

/** A statement with the declarations of its file's header, and the values that are not their defaults. */
export type EstimatedStatement = Pick<QueryRequest, "sql" | "parameters" | "params">;

/** How many statements are remembered. */
const most = 500;

/**
 * What statements scan on Athena, asked for one after the other behind the lenses, and remembered until another lake is
 * opened or the open one changes. Nothing is asked where the open lake has no Athena.
 */
export class ScanEstimates implements Disposable {
  readonly #lake: Pick<LakeService, "estimateScan">;
  readonly #engines: Pick<EngineChoice, "offered">;
  readonly #known = new Map<string, ScanEstimate | undefined>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: Disposable;
  #wanted: readonly EstimatedStatement[] = [];
  #asking: Promise<void> | undefined;
  #lakeChanged = new AbortController();

  constructor(lake: Pick<LakeService, "estimateScan">, engines: Pick<EngineChoice, "offered">, changes: Changes) {
    this.#lake = lake;
    this.#engines = engines;
    this.#listener = changes.onDidChange(() => this.forget());
  }

  /**
   * What is known of the statements of a document now; for the others it is asked for, and then a change is told.
   * Statements that an earlier call waits for are not asked for any more.
   */
  of(statements: readonly EstimatedStatement[]): readonly (ScanEstimate | undefined)[] {
    if (!this.#engines.offered.includes("athena")) return statements.map(() => undefined);
    this.#wanted = statements.filter((statement) => !this.#known.has(keyOf(statement)));
    if (this.#wanted.length > 0)
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined;
      });
    return statements.map((statement) => this.#known.get(keyOf(statement)));
  }

  /** The logs of the lake are other ones now. */
  forget(): void {
    this.#lakeChanged.abort();
    this.#lakeChanged = new AbortController();
    this.#known.clear();
    this.#wanted = [];
    this.#changed.fire();
  }

  dispose(): void {
    this.#lakeChanged.abort();
    this.#listener.dispose();
    this.#changed.dispose();
  }

  async #ask(): Promise<void> {
    for (let next = this.#wanted[0]; next !== undefined; next = this.#wanted[0]) {
      const statement = next;
      const { signal } = this.#lakeChanged;
      // A statement that cannot be estimated says why when it is run.
      const estimate = await this.#lake
        .estimateScan({ ...statement, engine: "athena" }, { signal })
        .catch(() => undefined);
      if (signal.aborted) continue;
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(keyOf(statement), estimate);
      this.#wanted = this.#wanted.filter((each) => keyOf(each) !== keyOf(statement));
      if (estimate !== undefined) this.#changed.fire();
    }
  }
}

interface Changes {
  readonly onDidChange: (listener: () => void) => Disposable;
}

function keyOf({ sql, parameters, params }: EstimatedStatement): string {
  return JSON.stringify([sql, parameters, params]);
}
