import { type DataTransfer, type DataTransferFile, type Disposable, type TreeDragAndDropController, Uri } from "vscode";
import { viewIds } from "../registry/view-ids.ts";
import { withViewProgress } from "../shown/progress.ts";
import { DroppedCopies } from "./dropped-copies.ts";
import type { LakeNode } from "./log-days-tree.ts";

interface DropLogsParts {
  /** Imports files and tells what came of it. Answers `undefined` when it failed and may be tried again. */
  readonly importFiles: (uris: readonly Uri[], target: LakeNode | undefined) => Promise<unknown>;
  readonly showError: (error: unknown) => unknown;
}

/** Files dropped onto the log days are imported, from the explorer and from the desktop. */
export class DropLogs implements TreeDragAndDropController<LakeNode>, Disposable {
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes = ["text/uri-list", "files"];
  readonly #parts: DropLogsParts;
  readonly #copies = new DroppedCopies();

  constructor(parts: DropLogsParts) {
    this.#parts = parts;
  }

  /** VS Code waits for the end of this call, and offers the bytes of dropped files only until then. */
  async handleDrop(target: LakeNode | undefined, dropped: DataTransfer): Promise<void> {
    try {
      const files = [...dropped].flatMap(([, item]) => item.asFile() ?? []);
      const elsewhere = files.filter(({ uri }) => uri === undefined || !isOnDisk(uri));
      const listed = parseUriList((await dropped.get("text/uri-list")?.asString()) ?? "");
      const here = new Map([...listed, ...files.flatMap(({ uri }) => uri ?? [])].map((uri) => [uri.toString(), uri]));
      for (const { uri } of elsewhere) if (uri) here.delete(uri.toString());
      if (elsewhere.length > 0) await this.#importCopies([...here.values()], elsewhere, target);
      else if (here.size > 0) await this.#parts.importFiles([...here.values()], target);
    } catch (error) {
      this.#parts.showError(error);
    }
  }

  dispose(): void {
    this.#copies.dispose();
  }

  /** A browser names no path, and a window that works on another machine has files that are not there. */
  async #importCopies(
    here: readonly Uri[],
    elsewhere: readonly DataTransferFile[],
    target: LakeNode | undefined,
  ): Promise<void> {
    // Hundreds of megabytes take a while on their way from a browser.
    const { uris, unread, remove } = await withViewProgress(viewIds.logDays, () => this.#copies.copy(elsewhere));
    for (const error of unread) this.#parts.showError(error);
    const all = [...here, ...uris];
    const failed = all.length > 0 && (await this.#parts.importFiles(all, target)) === undefined;
    if (!failed) await remove();
  }
}

function isOnDisk({ scheme }: Uri): boolean {
  return scheme === "file" || scheme === "vscode-remote";
}

/** The URIs of a `text/uri-list` (RFC 2483): one a line, comments begin with `#`. */
function parseUriList(text: string): readonly Uri[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => Uri.parse(line, true));
}
