import {
  commands,
  type Disposable,
  type NotebookCell,
  type NotebookController,
  NotebookControllerAffinity,
  type NotebookDocument,
  type NotebookEditor,
  window,
  workspace,
} from "vscode";
import { t } from "../../base/translated.ts";
import { sqlLanguages } from "../../protocol/language/sql-languages.ts";
import type { EngineChoice, EngineKind } from "../queries/engine-choice.ts";
import { extensionId, notebookType } from "../registry/view-ids.ts";
import { type KernelWords, offerKernel } from "../shown/notebook-cells.ts";
import type { CellRuns } from "./cell-runs.ts";
import { hasOutputsBeside } from "./outputs/outputs-file.ts";

const kernelWords: Readonly<Record<EngineKind, KernelWords>> = {
  duckdb: { label: t("This machine"), description: "TenantTrail", detail: t("Runs with DuckDB") },
  athena: { label: "Athena", description: "TenantTrail", detail: t("Runs on Amazon Athena") },
};

function kernelId(engine: EngineKind): string {
  return `tenantTrail.${engine}`;
}

/** The first is that of a new cell. The header of a notebook is YAML, and shows its form when it is run. */
const languages = [...sqlLanguages, "yaml"];

/**
 * A kernel for each engine of the open lake. The one that a person picks for a notebook is the engine of its file, in the
 * text editor too.
 */
export class SqlControllers implements Disposable {
  readonly #engines: EngineChoice;
  readonly #runs: CellRuns;
  readonly #learnEngines: () => Promise<unknown>;
  readonly #record: (error: unknown) => void;
  readonly #controllers = new Map<EngineKind, NotebookController>();
  readonly #listeners: readonly Disposable[];
  readonly #restored = new WeakSet<NotebookDocument>();
  /** The engine of each notebook's kernel, where it has one. */
  readonly #selected = new Map<string, EngineKind>();
  /** What runs in each notebook, one cell after the other, and how many cells ran. */
  readonly #queues = new Map<string, { readonly order: number; ended: Promise<void> }>();

  /** @param learnEngines makes the engines of the lake known that a notebook would be asked of. */
  constructor(
    engines: EngineChoice,
    runs: CellRuns,
    learnEngines: () => Promise<unknown>,
    record: (error: unknown) => void,
  ) {
    this.#engines = engines;
    this.#runs = runs;
    this.#learnEngines = learnEngines;
    this.#record = record;
    this.#listeners = [
      engines.onDidChange(() => this.#offer()),
      workspace.onDidOpenNotebookDocument((notebook) => this.#prefer(notebook)),
      workspace.onDidCloseNotebookDocument(({ uri }) => {
        this.#queues.delete(uri.toString());
        this.#selected.delete(uri.toString());
      }),
      window.onDidChangeVisibleNotebookEditors((editors) => this.#select(editors)),
    ];
    this.#offer();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const controller of this.#controllers.values()) controller.dispose();
  }

  #offer(): void {
    const { offered } = this.#engines;
    for (const [engine, controller] of this.#controllers) {
      if (offered.includes(engine)) continue;
      controller.dispose();
      this.#controllers.delete(engine);
      for (const [notebook, selected] of this.#selected) if (selected === engine) this.#selected.delete(notebook);
    }
    for (const engine of offered)
      if (!this.#controllers.has(engine)) this.#controllers.set(engine, this.#controller(engine));
    for (const notebook of workspace.notebookDocuments) this.#prefer(notebook);
    this.#select(window.visibleNotebookEditors);
  }

  #select(editors: readonly NotebookEditor[]): void {
    for (const notebookEditor of editors) this.#selectFor(notebookEditor).catch(this.#record);
  }

  /**
   * Of several kernels VS Code takes none by itself, not even the preferred one: each first run would ask for it. The only
   * one it takes with the first run, before which nothing could be shown that was kept beside the file.
   */
  async #selectFor(notebookEditor: NotebookEditor): Promise<void> {
    const { notebook } = notebookEditor;
    if (notebook.notebookType !== notebookType) return;
    if (this.#engines.offered.length < 2 && !(await hasOutputsBeside(notebook.uri))) return;
    const engine = this.#engines.of(notebook.uri);
    if (this.#selected.get(notebook.uri.toString()) === engine) return;
    const kernel = { notebookEditor, id: kernelId(engine), extension: extensionId };
    // Without it the person is asked by VS Code itself.
    await commands.executeCommand("notebook.selectKernel", kernel);
  }

  #prefer(notebook: NotebookDocument): void {
    if (notebook.notebookType !== notebookType) return;
    // Until then only this machine is offered, where a notebook of Athena would run without a word.
    void this.#learnEngines();
    const chosen = this.#engines.of(notebook.uri);
    for (const [engine, controller] of this.#controllers) {
      const { Preferred, Default } = NotebookControllerAffinity;
      controller.updateNotebookAffinity(notebook, engine === chosen ? Preferred : Default);
    }
  }

  #controller(engine: EngineKind): NotebookController {
    const controller = offerKernel(kernelId(engine), notebookType, kernelWords[engine]);
    controller.supportedLanguages = languages;
    controller.supportsExecutionOrder = true;
    controller.executeHandler = (cells, notebook) => this.#enqueue(controller, engine, cells, notebook);
    controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      if (selected) this.#selected.set(notebook.uri.toString(), engine);
      if (selected) this.#restore(controller, notebook);
      if (selected && this.#engines.of(notebook.uri) !== engine) void this.#engines.choose(notebook.uri, engine);
    });
    return controller;
  }

  /** What a notebook showed before a reload of the window, once it has a kernel: without one no output can be set. */
  #restore(controller: NotebookController, notebook: NotebookDocument): void {
    if (notebook.notebookType !== notebookType || this.#restored.has(notebook)) return;
    this.#restored.add(notebook);
    void this.#runs.restore(notebook, (cell) => controller.createNotebookCellExecution(cell));
  }

  /** Runs cells after those that the notebook runs already; a cancelled one does not begin. */
  async #enqueue(
    controller: NotebookController,
    engine: EngineKind,
    cells: readonly NotebookCell[],
    { uri }: NotebookDocument,
  ): Promise<void> {
    const executions = cells.map((cell) => controller.createNotebookCellExecution(cell));
    const before = this.#queues.get(uri.toString());
    const queue = { order: (before?.order ?? 0) + cells.length, ended: Promise.resolve() };
    this.#queues.set(uri.toString(), queue);
    queue.ended = (before?.ended ?? Promise.resolve()).then(async () => {
      for (const [index, execution] of executions.entries()) {
        execution.executionOrder = (before?.order ?? 0) + index + 1;
        await this.#runs.run(execution, engine);
      }
    });
    await queue.ended;
  }
}
