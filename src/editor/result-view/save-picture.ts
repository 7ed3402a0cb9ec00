import { workspace } from "vscode";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ChartPicture } from "../../protocol/result-page.ts";
import { askTarget } from "./ask-target.ts";
import { notedPicture, pictureNotes } from "./picture-notes.ts";

/** Writes a picture of a chart where the person says, with notes of its result in it; null when they chose nowhere. */
export async function savePicture(
  picture: ChartPicture,
  summary: ResultSummary | undefined,
): Promise<{ readonly path: string } | null> {
  const { title, format } = picture;
  const target = await askTarget(title, format);
  if (target === undefined) return null;
  const notes = summary === undefined ? [title] : pictureNotes(picture, summary);
  await workspace.fs.writeFile(target, notedPicture(picture, notes));
  return { path: target.fsPath };
}
