import { basename, join } from "node:path";
import { Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { chooseFiles } from "../shown/dialogs.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";
import { awsDetail } from "./aws-words.ts";
import type { Connections } from "./connections.ts";
import { pickAws } from "./pick-aws.ts";

type ConnectionChoice = Choice<() => Promise<Connection>>;

/**
 * Asks which lake to open, or where to make one.
 *
 * @param purpose what the lake is wanted for, in words.
 * @param aws finds connections to AWS; without it only folders are offered, which this machine writes to.
 * @throws CancelledError when the person chose none.
 */
export async function pickConnection(
  connections: Connections,
  purpose: string,
  aws?: LakeService,
): Promise<Connection> {
  const current = connections.current && JSON.stringify(connections.current.connection);
  const offered = connections.known.filter(({ kind }) => kind === "folder" || aws !== undefined);
  const known = offered.map(
    (connection): ConnectionChoice => ({
      icon: connection.kind === "folder" ? "database" : "cloud",
      label: nameOf(connection),
      description: JSON.stringify(connection) === current ? t("open") : "",
      detail: connection.kind === "folder" ? connection.path : awsDetail(connection),
      value: async () => connection,
    }),
  );
  const isKnown = (path: string): boolean =>
    connections.known.some((connection) => connection.kind === "folder" && connection.path === path);
  const inWorkspace = (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => join(uri.fsPath, "lake"))
    .filter((path) => !isKnown(path))
    .map(
      (path): ConnectionChoice => ({
        icon: "new-folder",
        label: t("lake, in this workspace"),
        detail: path,
        value: async () => ({ kind: "folder", path }),
      }),
    );
  const items: ConnectionChoice[] = [
    ...known,
    { label: "" },
    ...inWorkspace,
    {
      icon: "folder-opened",
      label: t("Choose a folder…"),
      detail: t("One that holds a lake, or an empty one"),
      value: chooseFolder,
    },
    ...(aws === undefined
      ? []
      : [
          {
            icon: "cloud",
            label: t("Connect to AWS…"),
            detail: t("A TenantTrail stack, or an Athena workgroup and a database"),
            value: () => pickAws(aws, connections.known),
          },
        ]),
  ];
  const placeHolder = aws === undefined ? t("Which folder keeps the logs") : t("Which lake keeps the logs");
  const choose = await pickOne(items, { title: purpose, placeHolder });
  if (choose === undefined) throw new CancelledError();
  return choose();
}

async function chooseFolder(): Promise<Connection> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [chosen] = await chooseFiles({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: t("Use as lake"),
    title: t("Folder of the lake"),
    ...(folder && { defaultUri: Uri.joinPath(folder) }),
  });
  if (!chosen) throw new CancelledError();
  return { kind: "folder", path: chosen.fsPath };
}

function nameOf(connection: Connection): string {
  if (connection.kind === "folder") return basename(connection.path);
  return connection.stack ?? connection.database ?? connection.region;
}
