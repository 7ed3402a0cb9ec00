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
import { formatParameter, parseParameter } from "../queries/parameter-text.ts";
import { usedParameters } from "../queries/used-parameters.ts";
import { headerText, placeInHeaderCell, type ReadCell, readCell } from "./cell-statements.ts";
import type { NotebookValues } from "./notebook-values.ts";

/** What the form of a notebook shows: what its header declares, and what its cells use beside that. */
export function formOf(cells: readonly ReadCell[], textOf: (name: string) => string | undefined): ParameterForm {
  const header = cells.find(({ kind }) => kind === "header");
  const text = header === undefined ? "" : headerText(header);
  const block = readHeader(text);
  const declarations = block?.header.params ?? [];
  const sql = cells.flatMap(({ kind, text: source }) => (kind === "sql" ? [source] : [])).join("\n;\n");
  const undeclared = usedParameters({ sql, declarations }).filter(
    ({ name }) => !declarations.some((each) => each.name === name),
  );
  const { title, description } = block?.header ?? {};
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    parameters: [...declarations, ...undeclared].map((each) => formParameter(each, textOf(each.name))),
    problems: (block?.diagnostics ?? []).map(({ message, start }) => ({
      line: placeInHeaderCell(text, start).line,
      text: message,
    })),
  };
}

function formParameter(declaration: ParameterDeclaration, set: string | undefined): FormParameter {
  const { name, type, default: preset, description } = declaration;
  const presetText = preset === undefined ? undefined : formatParameter(preset);
  const parsed = set === undefined ? undefined : parseParameter(set, declaration);
  return {
    name,
    type,
    text: set ?? presetText ?? "",
    ...(presetText !== undefined && { preset: presetText }),
    ...(description !== undefined && { description }),
    ...(parsed !== undefined && "problem" in parsed && { problem: parsed.problem }),
  };
}

/** The forms that are drawn now: each is told when its header, its cells or a value change. */
export class ParameterForms implements Disposable {
  readonly #values: NotebookValues;
  readonly #record: (error: unknown) => void;
  readonly #drawn = new Map<MessageConnection, NotebookDocument>();
  readonly #listeners: readonly Disposable[];

  constructor(values: NotebookValues, record: (error: unknown) => void) {
    this.#values = values;
    this.#record = record;
    this.#listeners = [
      workspace.onDidChangeNotebookDocument(({ notebook }) => this.#tell(notebook.uri.toString())),
      values.onDidChange((uri) => this.#tell(uri.toString())),
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

  #read(notebook: NotebookDocument): ParameterForm {
    return formOf(notebook.getCells().map(readCell), (name) => this.#values.text(notebook.uri, name));
  }

  #tell(uri: string): void {
    for (const [connection, notebook] of this.#drawn) {
      if (notebook.uri.toString() !== uri) continue;
      connection
        .sendNotification(new NotificationType<FormNews["changed"]>("changed"), this.#read(notebook))
        .catch(this.#record);
    }
  }
}
