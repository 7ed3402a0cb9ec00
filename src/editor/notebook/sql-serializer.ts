import { NotebookData, type NotebookSerializer } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { hasMoreCells, splitCells } from "../../sqlfile/cells.ts";
import { notebookBounds } from "../../sqlfile/file-bounds.ts";
import { decodeFile, encodeFile, type FileText } from "../../sqlfile/file-text.ts";
import { joinCells } from "../../sqlfile/join-cells.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { formatBytes, formatCount } from "../words/plain-amounts.ts";
import { toCellData, toEditedCell, withOutputs } from "./cell-data.ts";
import { formOutput } from "./cell-output.ts";

/** Reads a `.sql` file as a notebook, and writes it so that no byte changes that nobody edited. */
export class SqlSerializer implements NotebookSerializer {
  readonly #refused: (error: unknown) => void;

  /** @param refused hears why a file is no notebook: VS Code says only that something failed. */
  constructor(refused: (error: unknown) => void) {
    this.#refused = refused;
  }

  /** @throws TenantTrailError `read-failed` for what is no UTF-8 or larger than a notebook may be. */
  deserializeNotebook(content: Uint8Array): NotebookData {
    try {
      return readNotebookFile(content);
    } catch (error) {
      this.#refused(error);
      throw error;
    }
  }

  /** @throws TenantTrailError `bad-argument` when the cells cannot be written so that they read back. */
  serializeNotebook({ cells, metadata }: NotebookData): Uint8Array {
    const { bom, count } = fieldsOf(metadata);
    const text = joinCells(cells.map(toEditedCell), typeof count === "number" ? count : 0);
    return encodeFile({ text, bom: bom === true });
  }
}

function readNotebookFile(content: Uint8Array): NotebookData {
  const { bytes } = notebookBounds;
  if (content.length > bytes)
    throw tooLarge(t("It has {0}; a notebook has at most {1}.", formatBytes(content.length), formatBytes(bytes)));
  return readNotebook(decodeFile(content));
}

/** The cells of a file's text. @throws TenantTrailError `read-failed` for more cells than a notebook may have. */
export function readNotebook({ text, bom }: FileText): NotebookData {
  const { cells: mostCells } = notebookBounds;
  const cells = hasMoreCells(text, mostCells) ? undefined : splitCells(text);
  if (cells === undefined || cells.length > mostCells)
    throw tooLarge(t("It has more than {0} statements and notes; a notebook has at most {0}.", formatCount(mostCells)));
  const data = new NotebookData(
    cells.map((cell, index) => withOutputs(toCellData(cell, index), cell.kind === "header" ? [formOutput()] : [])),
  );
  data.metadata = { bom, count: cells.length };
  return data;
}

function tooLarge(reason: string): TenantTrailError {
  return new TenantTrailError("read-failed", t("This file opens as text only. {0}", reason));
}
