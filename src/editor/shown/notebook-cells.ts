import {
  NotebookCellOutputItem,
  NotebookCellStatusBarAlignment,
  NotebookCellStatusBarItem,
  type NotebookController,
  notebooks,
} from "vscode";
import { plainLines, plainText } from "../words/plain-text.ts";

/** An item of the line under a cell. */
export function cellStatusItem(text: string): NotebookCellStatusBarItem {
  return new NotebookCellStatusBarItem(plainText(text), NotebookCellStatusBarAlignment.Left);
}

/** An output of a cell in plain text, for where no renderer of ours draws it: VS Code makes links in it. */
export function plainOutputItem(text: string): NotebookCellOutputItem {
  return NotebookCellOutputItem.text(plainLines(text));
}

/** What a person reads where the kernel of a notebook is chosen. */
export interface KernelWords {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A kernel for notebooks of a type. */
export function offerKernel(id: string, type: string, { label, description, detail }: KernelWords): NotebookController {
  const controller = notebooks.createNotebookController(id, type, plainText(label));
  controller.description = plainText(description);
  controller.detail = plainText(detail);
  return controller;
}
