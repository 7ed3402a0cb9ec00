import { type Disposable, EventEmitter, type Memento, type Uri } from "vscode";
import { t } from "../../base/translated.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { Connections } from "../connections/connections.ts";
import { rememberedFields } from "../platform/remembered.ts";

export type EngineKind = ResultSummary["engine"];

/** Which engine was chosen for a file, by its URI. */
const memoryKey = "engines";

/** Which engine runs the statements of a file: what a person chose for it, where the open lake has that. */
export class EngineChoice implements Disposable {
  readonly #memory: Pick<Memento, "get" | "update">;
  readonly #connections: Pick<Connections, "current">;
  readonly #listener: Disposable;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: Pick<Memento, "get" | "update">, connections: Pick<Connections, "current" | "onDidChange">) {
    this.#memory = memory;
    this.#connections = connections;
    this.#listener = connections.onDidChange(() => this.#changed.fire());
  }

  /** The engines of the open lake; this machine alone while none is open. */
  get offered(): readonly EngineKind[] {
    return this.#connections.current?.engines ?? ["duckdb"];
  }

  /** The engine of a file's statements, or of a statement without a file. */
  of(uri?: Uri): EngineKind {
    const { offered } = this;
    const chosen = uri && rememberedFields(this.#memory, memoryKey)[uri.toString()];
    return offered.find((engine) => engine === chosen) ?? offered[0] ?? "duckdb";
  }

  /** The engine that a file can be switched to; undefined where there is but one. */
  other(uri: Uri): EngineKind | undefined {
    return this.offered.find((engine) => engine !== this.of(uri));
  }

  async choose(uri: Uri, engine: EngineKind): Promise<void> {
    await this.#memory.update(memoryKey, { ...rememberedFields(this.#memory, memoryKey), [uri.toString()]: engine });
    this.#changed.fire();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** `this machine` or `Athena`. */
export function engineWords(engine: EngineKind): string {
  return engine === "athena" ? "Athena" : t("this machine");
}
