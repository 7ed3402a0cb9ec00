import { isAbsolute } from "node:path";
import { Uri } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

/** What names a file to a command: a `Uri`, the text of one, or an absolute path. */
export type FileReference = string | { readonly scheme: string; readonly path: string; readonly fsPath: string };

/** @throws TenantTrailError `bad-argument` for a text that is neither a URI nor an absolute path. */
export function toUri(reference: FileReference): Uri {
  if (typeof reference !== "string") return Uri.from(reference);
  // Paths are tried first, because a Windows path would parse as a URI whose scheme is its drive.
  if (isAbsolute(reference)) return Uri.file(reference);
  if (/^[a-z][a-z\d+.-]+:/i.test(reference)) return Uri.parse(reference, true);
  throw new TenantTrailError("bad-argument", t("Expected a URI or an absolute path, not: {0}", reference));
}

/**
 * The path that the lake process can open.
 * @throws TenantTrailError `bad-argument` for a file that is not on this machine's disks.
 */
export function toPath(reference: FileReference): string {
  const uri = toUri(reference);
  if (uri.scheme === "file" || uri.scheme === "vscode-remote") return uri.fsPath;
  throw new TenantTrailError(
    "bad-argument",
    t("Only files on disk can be read. Save it to a folder first: {0}", uri.toString(true)),
  );
}
