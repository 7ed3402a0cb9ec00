import { basename, join } from "node:path";
import { env, Uri, window, workspace } from "vscode";
import { t } from "../../../base/translated.ts";
import { parseS3Address } from "../../../protocol/aws/s3-address.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import { trinoLanguage } from "../../../protocol/language/sql-languages.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import { requireTrust } from "../../platform/trust.ts";
import { chooseTarget } from "../../shown/dialogs.ts";
import { askText } from "../../shown/input-box.ts";
import { tell } from "../../shown/messages.ts";
import type { RunningTasks } from "../../tasks/running-tasks.ts";
import { formatBytes } from "../../words/plain-amounts.ts";
import { onOneLine } from "../../words/plain-text.ts";
import type { S3FolderNode, S3ObjectNode } from "./s3-nodes.ts";

/** Asks for an address in S3, beginning with the one that was copied. @throws CancelledError when none was given. */
export async function askAddress(): Promise<string> {
  const copied = (await env.clipboard.readText()).trim();
  const typed = await askText({
    title: t("Jump to an S3 address"),
    prompt: t("A bucket, a folder, an object, or the beginning of names"),
    placeHolder: "s3://bucket/prefix/dt=2026-11",
    value: parseS3Address(copied) === undefined ? "s3://" : copied,
    problemOf: (text) => (parseS3Address(text) === undefined ? t("Write it as s3://bucket/prefix/") : undefined),
  });
  if (typed === undefined) throw new CancelledError();
  return typed.trim();
}

/** Asks what names of a folder must begin with. @throws CancelledError when the person left the box. */
export async function askPrefix({ label, startsWith = "" }: S3FolderNode): Promise<string> {
  const typed = await askText({
    title: t("Filter {0}", label),
    prompt: t("What names begin with; nothing shows all"),
    placeHolder: "dt=2026-11",
    value: startsWith,
  });
  if (typed === undefined) throw new CancelledError();
  return typed.trim();
}

/** Copies addresses in S3, one a line. */
export async function copyAddresses(addresses: readonly string[]): Promise<void> {
  if (addresses.length > 0) await env.clipboard.writeText(addresses.join("\n"));
}

/** Downloads an object to where a person says. @throws CancelledError; TenantTrailError as `downloadObject`. */
export async function download(lake: LakeService, tasks: RunningTasks, { object }: S3ObjectNode): Promise<void> {
  requireTrust(t("Downloading from S3"));
  const name = basename(object.name);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await chooseTarget({
    title: t("Download from S3"),
    saveLabel: t("Download"),
    ...(folder?.scheme === "file" && { defaultUri: Uri.file(join(folder.fsPath, name)) }),
  });
  if (target === undefined) throw new CancelledError();
  await tasks.run(t("Downloading {0}", onOneLine(name)), "notification", ({ signal, report }) =>
    lake.downloadObject(
      { address: object.address, file: target.fsPath },
      {
        signal,
        onProgress: ({ doneBytes, totalBytes }) =>
          report(t("{0} of {1}", formatBytes(doneBytes), formatBytes(totalBytes)), doneBytes / Math.max(totalBytes, 1)),
      },
    ),
  );
  void tell("information", t("Downloaded {0}, {1}.", onOneLine(name), formatBytes(object.bytes)));
}

/** Opens a query over a day of a table of the database. */
export async function queryFolder({ table, label }: S3FolderNode): Promise<void> {
  const day = /^dt=(\d{4}-\d{2}-\d{2})$/.exec(label)?.[1];
  const quoted = `"${(table ?? "").replaceAll('"', '""')}"`;
  const where = day === undefined ? "" : `\nWHERE dt = '${day}'`;
  const title = JSON.stringify(day === undefined ? (table ?? "") : `${table} of ${day}`).replaceAll("*/", "*\\/");
  const content = `/*---\ntitle: ${title}\n---*/\n\nSELECT *\nFROM ${quoted}${where}\nLIMIT 1000;\n`;
  await window.showTextDocument(await workspace.openTextDocument({ language: trinoLanguage, content }));
}
