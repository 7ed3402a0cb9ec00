import {
  type Disposable,
  EventEmitter,
  type NotebookDocument,
  type NotebookEditor,
  notebooks,
  workspace,
} from "vscode";
import type { MessageConnection } from "vscode-jsonrpc/node";
import type { ChannelMessage } from "../../protocol/notebook/notebook-output.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { rendererId } from "../registry/view-ids.ts";
import { connectWebview } from "../webview/webview-channel.ts";

interface OpenChannel {
  readonly notebook: NotebookDocument;
  readonly heard: EventEmitter<unknown>;
  readonly connection: MessageConnection;
}

/** Answers what one drawn output asks. @param subject what is drawn: `run/<id>` or `form`. */
export type AnswerChannel = (connection: MessageConnection, subject: string, notebook: NotebookDocument) => void;

/**
 * The channels to the outputs that are drawn now. VS Code carries the messages of all of them as one stream; here each
 * has a connection of its own, until its output is drawn no longer or its notebook closes.
 */
export class RendererChannels implements Disposable {
  readonly #messaging = notebooks.createRendererMessaging(rendererId);
  readonly #open = new Map<string, OpenChannel>();
  readonly #answer: AnswerChannel;
  readonly #listeners: readonly Disposable[];

  constructor(answer: AnswerChannel) {
    this.#answer = answer;
    this.#listeners = [
      this.#messaging.onDidReceiveMessage(({ editor, message }) => this.#hear(editor, message)),
      workspace.onDidCloseNotebookDocument((notebook) => {
        for (const [channel, open] of this.#open) if (open.notebook === notebook) this.#close(channel);
      }),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const channel of this.#open.keys()) this.#close(channel);
  }

  #hear(editor: NotebookEditor, given: unknown): void {
    const { channel, message } = fieldsOf(given);
    if (typeof channel !== "string") return;
    if (message === undefined) this.#close(channel);
    else this.#channel(channel, editor).heard.fire(message);
  }

  #channel(channel: string, editor: NotebookEditor): OpenChannel {
    const known = this.#open.get(channel);
    if (known !== undefined) return known;
    const heard = new EventEmitter<unknown>();
    const connection = connectWebview({
      onDidReceiveMessage: heard.event,
      postMessage: (message: unknown) =>
        this.#messaging.postMessage({ channel, message } satisfies ChannelMessage, editor),
    });
    const open = { notebook: editor.notebook, heard, connection };
    this.#open.set(channel, open);
    this.#answer(connection, channel.slice(0, channel.lastIndexOf("/")), editor.notebook);
    connection.listen();
    return open;
  }

  #close(channel: string): void {
    const open = this.#open.get(channel);
    this.#open.delete(channel);
    open?.connection.dispose();
    open?.heard.dispose();
  }
}
