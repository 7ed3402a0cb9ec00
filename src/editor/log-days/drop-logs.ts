import { type DataTransfer, type TreeDragAndDropController, Uri } from "vscode";
import type { LogDayNode } from "./log-days-model.ts";

/** Files dropped onto the log days are imported, from the explorer and from the desktop. */
export class DropLogs implements TreeDragAndDropController<LogDayNode> {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes = ["text/uri-list", "files"];
  readonly #importFiles: (uris: readonly Uri[], target: LogDayNode | undefined) => Promise<unknown>;

  constructor(importFiles: (uris: readonly Uri[], target: LogDayNode | undefined) => Promise<unknown>) {
    this.#importFiles = importFiles;
  }

  async handleDrop(target: LogDayNode | undefined, dropped: DataTransfer): Promise<void> {
    const list = await dropped.get("text/uri-list")?.asString();
    const files = [...dropped].flatMap(([, item]) => item.asFile()?.uri ?? []);
    const uris = new Map([...parseUriList(list ?? ""), ...files].map((uri) => [uri.toString(), uri]));
    if (uris.size > 0) await this.#importFiles([...uris.values()], target);
  }
}

/** The URIs of a `text/uri-list` (RFC 2483): one a line, comments begin with `#`. */
function parseUriList(text: string): readonly Uri[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => Uri.parse(line, true));
}
