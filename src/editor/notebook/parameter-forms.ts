import { commands, type Disposable, type NotebookDocument, workspace } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import type {
  FormNews,
  FormNotifications,
  FormParameter,
  FormRequests,
  ParameterForm,
} from "../../protocol/notebook/parameter-form.ts";
import type { ParameterDeclaration } from "../../protocol/query-parameters.ts";
import { answerRequest } from "../../rpc/answer-request.ts";
import { readHeader } from "../../sqlfile/header.ts";
import type { Connections } from "../connections/connections.ts";
import { formatParameter, listNote, parseParameter } from "../queries/parameter-text.ts";
import { collectorApps, usedParameters, withOwnApps } from "../queries/used-parameters.ts";
import { headerText, placeInHeaderCell, type ReadCell, readCell } from "./cell-statements.ts";
import { type NotebookValues, wordsOfOtherEnd } from "./notebook-values.ts";

/**
 * What the form of a notebook shows: what its header declares, and what its cells use beside that, each with the value
 * that a run takes.
 *
 * @param ownApps the application ids with which the open lake's tenants are collected.
 * @param textOf what was set for a parameter.
 */
export function formOf(
  cells: readonly ReadCell[],
  ownApps: readonly string[],
  textOf: (name: string) => string | undefined,
): ParameterForm {
  const header = cells.find(({ kind }) => kind === "header");
  const text = header === undefined ? "" : headerText(header);
  const block = readHeader(text);
  const declarations = withOwnApps(block?.header.params ?? [], ownApps);
  const sql = cells.flatMap(({ kind, text: source }) => (kind === "sql" ? [source] : [])).join("\n;\n");
  const undeclared = usedParameters({ sql, declarations }).filter(
    ({ name }) => !declarations.some((each) => each.name === name),
  );
  const { title, description } = block?.header ?? {};
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    parameters: [...declarations, ...undeclared].map((each) =>
      formParameter(each, textOf(each.name), wordsOfOtherEnd(each, declarations, textOf)),
    ),
    problems: (block?.diagnostics ?? []).map(({ message, start }) => ({
      line: placeInHeaderCell(text, start).line,
      text: message,
    })),
  };
}

function formParameter(
  declaration: ParameterDeclaration,
  set: string | undefined,
  words: string | undefined,
): FormParameter {
  const { name, type, default: preset, description } = declaration;
  const presetText = words ?? (preset === undefined ? undefined : formatParameter(preset));
  const parsed = set === undefined ? undefined : parseParameter(set, declaration);
  const note = listNote(set ?? presetText ?? "", declaration);
  return {
    name,
    type,
    text: set ?? presetText ?? "",
    ...(presetText !== undefined && { preset: presetText }),
    ...(description !== undefined && { description }),
    ...(parsed !== undefined && "problem" in parsed && { problem: parsed.problem }),
    ...(note !== undefined && { note }),
  };
}

/** The forms that are drawn now: each is told when its header, its cells or a value change. */
export class ParameterForms implements Disposable {
  readonly #values: NotebookValues;
  readonly #ownApps: () => Promise<readonly string[]>;
  readonly #record: (error: unknown) => void;
  readonly #drawn = new Map<MessageConnection, NotebookDocument>();
  readonly #listeners: readonly Disposable[];

  /** @param ownApps the application ids with which the open lake's tenants are collected. */
  constructor(
    values: NotebookValues,
    connections: Pick<Connections, "onDidChange">,
    ownApps: () => Promise<readonly string[]>,
    record: (error: unknown) => void,
  ) {
    this.#values = values;
    this.#ownApps = ownApps;
    this.#record = record;
    this.#listeners = [
      workspace.onDidChangeNotebookDocument(({ notebook }) => this.#tell(notebook.uri.toString())),
      values.onDidChange((uri) => this.#tell(uri.toString())),
      connections.onDidChange(() => this.#tell()),
    ];
  }

  /** Answers what a form asks. */
  answer(connection: MessageConnection, notebook: NotebookDocument): void {
    this.#drawn.set(connection, notebook);
    connection.onDispose(() => this.#drawn.delete(connection));
    answerRequest<null, ParameterForm>(connection, "readForm", async () => this.#read(notebook));
    answerRequest<FormRequests["setParameter"]["params"], ParameterForm>(
      connection,
      "setParameter",
      async ({ name, text }) => {
        await this.#values.set(notebook.uri, name, text);
        return this.#read(notebook);
      },
    );
    connection.onNotification(new NotificationType<FormNotifications["runAll"]>("runAll"), () => {
      void commands.executeCommand("notebook.execute", notebook.uri);
    });
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  async #read(notebook: NotebookDocument): Promise<ParameterForm> {
    const read = (): readonly ReadCell[] => notebook.getCells().map(readCell);
    const asksApps = read().some(({ kind, text }) => kind === "header" && text.includes(collectorApps));
    const own = asksApps ? await this.#ownApps() : [];
    // The cells are read again, for they may have changed meanwhile.
    return formOf(read(), own, (name) => this.#values.text(notebook.uri, name));
  }

  /** Tells the forms of one notebook, or all. */
  #tell(uri?: string): void {
    for (const [connection, notebook] of this.#drawn)
      if (uri === undefined || notebook.uri.toString() === uri) this.#tellOne(connection, notebook).catch(this.#record);
  }

  async #tellOne(connection: MessageConnection, notebook: NotebookDocument): Promise<void> {
    const form = await this.#read(notebook);
    // The form may have gone while it was read.
    if (this.#drawn.has(connection))
      await connection.sendNotification(new NotificationType<FormNews["changed"]>("changed"), form);
  }
}
