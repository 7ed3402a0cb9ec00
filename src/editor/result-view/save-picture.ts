import { workspace } from "vscode";
import type { ChartPicture } from "../../protocol/result-page.ts";
import { askTarget } from "./ask-target.ts";

/** Writes a picture of a chart where the person says; null when they chose nowhere. */
export async function savePicture({ title, format, content }: ChartPicture): Promise<{ readonly path: string } | null> {
  const target = await askTarget(title, format);
  if (target === undefined) return null;
  await workspace.fs.writeFile(target, Buffer.from(content, format === "png" ? "base64" : "utf8"));
  return { path: target.fsPath };
}
