import { FileSystemError, type NotebookDocument, type Uri, workspace } from "vscode";
import { t } from "../../../base/translated.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { ShownRun } from "../../../protocol/notebook/notebook-output.ts";
import type { ResultSummary } from "../../../protocol/query.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { shownRunOf } from "../cell-output.ts";
import { readCell } from "../cell-statements.ts";
import {
  digestOfAnswered,
  digestOfCell,
  type KeptCell,
  type KeptOutputs,
  keptBesideId,
  keptOf,
  keptOutputsBytes,
  keptRun,
  outputBounds,
  readKeptOutputs,
} from "./kept-outputs.ts";

/** The file beside a notebook in which its outputs are kept: `spray.sql.outputs.json`. */
export function outputsFile(notebook: Uri): Uri {
  return notebook.with({ path: `${notebook.path}.outputs.json` });
}

/** What is kept beside a notebook; undefined where there is nothing, and `unreadable` for what is none of ours. */
export async function readOutputsBeside(notebook: Uri): Promise<KeptOutputs | "unreadable" | undefined> {
  const uri = outputsFile(notebook);
  if ((await sizeOf(uri)) === undefined) return undefined;
  const bytes = await bytesIn(uri);
  return (bytes && readKeptOutputs(bytes)) ?? "unreadable";
}

/** Whether there is something beside a notebook that may be its outputs; it is not read. */
export async function hasOutputsBeside(notebook: Uri): Promise<boolean> {
  return (await sizeOf(outputsFile(notebook))) !== undefined;
}

/** How large a file is; undefined where there is none, which is so beside most notebooks. */
async function sizeOf(uri: Uri): Promise<number | undefined> {
  try {
    return (await workspace.fs.stat(uri)).size;
  } catch (error) {
    if (error instanceof FileSystemError && ["FileNotFound", "FileNotADirectory"].includes(error.code))
      return undefined;
    throw error;
  }
}

/** The bytes of a file of outputs; undefined where there is none, and of one that is larger than any of ours. */
async function bytesIn(uri: Uri): Promise<Uint8Array | undefined> {
  const size = await sizeOf(uri);
  return size === undefined || size > outputBounds.bytes ? undefined : workspace.fs.readFile(uri);
}

/** What keeping outputs came to. */
export interface OutputsOutcome {
  readonly uri: Uri;
  /** How many results, and of how many of them only the first rows. */
  readonly results: number;
  readonly cut: number;
  /** Results that the file has no place for: still arriving, of too many columns, or too many of one cell. */
  readonly leftOut: number;
}

/**
 * Writes the outputs that a notebook shows now beside its file, in place of those that were kept before.
 * @throws TenantTrailError `bad-argument` for a notebook that is no file, has no results, or has something else of that
 * name beside it; `write-failed`.
 */
export async function keepOutputsBeside(
  notebook: NotebookDocument,
  lake: Pick<LakeService, "readWindow">,
): Promise<OutputsOutcome> {
  if (notebook.isUntitled)
    throw new TenantTrailError("bad-argument", t("This notebook is no file yet. Save it, and then keep its outputs."));
  const before = await readOutputsBeside(notebook.uri);
  const texts = notebook.getCells().map((cell) => readCell(cell).text);
  const digests = texts.map(digestOfCell);
  const cells: KeptCell[] = [];
  let leftOut = 0;
  for (const { index, outputs } of notebook.getCells()) {
    const ready = outputs.flatMap((output) => shownReady(shownRunOf(output)));
    const shown = ready.filter(hasPlace).slice(0, outputBounds.runs);
    leftOut += ready.length - shown.length;
    // What was kept and shown again stays as it was kept: it answers the text of then.
    const again = shown.some(({ summary }) => summary.resultId === keptBesideId);
    const former = again && before !== "unreadable" ? before && keptOf(before, digests, index)?.cell : undefined;
    if (former !== undefined) cells.push({ ...former, index });
    else if (shown.length > 0) cells.push(await keptCell(lake, { index, text: texts[index] ?? "" }, shown));
  }
  if (cells.length === 0)
    throw new TenantTrailError(
      "bad-argument",
      t("No cell shows a result that can be kept. Run the cells first, and then keep their outputs."),
    );
  const uri = outputsFile(notebook.uri);
  const kept: KeptOutputs = { format: "tenanttrail-outputs", version: 1, keptAt: new Date().toISOString(), cells };
  const bytes = keptOutputsBytes(kept);
  if (bytes === undefined)
    throw new TenantTrailError(
      "bad-argument",
      t(
        "The outputs are too large or too many to be kept beside the file. Clear those that are not needed, and try again.",
      ),
    );
  try {
    await refuseOther(uri);
    await workspace.fs.writeFile(uri, bytes);
  } catch (cause) {
    if (cause instanceof TenantTrailError) throw cause;
    throw new TenantTrailError(
      "write-failed",
      t("The outputs could not be written to {0}. Look whether the folder may be written to.", uri.fsPath),
      { cause },
    );
  }
  const runs = cells.flatMap((each) => each.runs);
  const cut = runs.filter(({ rows, rowCount }) => rows.length < rowCount).length;
  return { uri, results: runs.length, cut, leftOut };
}

/** A result that a cell shows, with the rows that its output has. */
interface ShownReady {
  readonly summary: ResultSummary;
  readonly head: NonNullable<ShownRun["head"]>;
}

function shownReady(run: ShownRun | undefined): readonly ShownReady[] {
  if (run?.state.kind !== "ready") return [];
  return [{ summary: run.state.summary, head: run.head ?? [] }];
}

function hasPlace({ summary: { isArriving, columns } }: ShownReady): boolean {
  return !isArriving && columns.length <= outputBounds.columns;
}

async function keptCell(
  lake: Pick<LakeService, "readWindow">,
  { index, text }: { readonly index: number; readonly text: string },
  shown: readonly ShownReady[],
): Promise<KeptCell> {
  const runs = [];
  for (const { summary, head } of shown) runs.push(keptRun(summary, await rowsOf(lake, summary.resultId, head)));
  const answered = shown.map(({ summary }) => summary.sql);
  return { index, text: digestOfAnswered(text, answered), runs };
}

/** The first rows that are held; those of the output itself where they are not. */
async function rowsOf(
  lake: Pick<LakeService, "readWindow">,
  resultId: string,
  head: NonNullable<ShownRun["head"]>,
): Promise<NonNullable<ShownRun["head"]>> {
  try {
    return (await lake.readWindow({ resultId, offset: 0, limit: outputBounds.rows })).rows;
  } catch (error) {
    if (error instanceof TenantTrailError && ["no-such-result", "no-connection"].includes(error.code)) return head;
    throw error;
  }
}

/** @throws TenantTrailError `bad-argument` where a file of that name is none of ours. */
async function refuseOther(uri: Uri): Promise<void> {
  const size = await sizeOf(uri);
  const bytes = size === undefined ? Uint8Array.of() : await bytesIn(uri);
  if (bytes === undefined || (bytes.length > 0 && readKeptOutputs(bytes) === undefined))
    throw new TenantTrailError(
      "bad-argument",
      t("{0} is no file of outputs that this version wrote. Move it elsewhere, and try again.", uri.fsPath),
    );
}
