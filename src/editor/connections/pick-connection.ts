import { basename, join } from "node:path";
import { Uri, workspace } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import { chooseFiles } from "../shown/dialogs.ts";
import { type Choice, pickOne } from "../shown/quick-pick.ts";
import type { Connections } from "./connections.ts";

type ConnectionChoice = Choice<() => Promise<Connection>>;

/**
 * Asks which lake to open, or where to make one.
 *
 * @param purpose what the lake is wanted for, in words.
 * @throws CancelledError when the person chose none.
 */
export async function pickConnection(connections: Connections, purpose: string): Promise<Connection> {
  const current = connections.current && JSON.stringify(connections.current.connection);
  const known = connections.known.map(
    (connection): ConnectionChoice => ({
      icon: "database",
      label: nameOf(connection),
      description: JSON.stringify(connection) === current ? "open" : "",
      detail: connection.kind === "folder" ? connection.path : connection.region,
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
        label: "lake, in this workspace",
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
      label: "Choose a folder…",
      detail: "One that holds a lake, or an empty one",
      value: chooseFolder,
    },
  ];
  const choose = await pickOne(items, { title: purpose, placeHolder: "Which folder keeps the logs" });
  if (choose === undefined) throw new CancelledError();
  return choose();
}

async function chooseFolder(): Promise<Connection> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [chosen] = await chooseFiles({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: "Use as lake",
    title: "Folder of the lake",
    ...(folder && { defaultUri: Uri.joinPath(folder) }),
  });
  if (!chosen) throw new CancelledError();
  return { kind: "folder", path: chosen.fsPath };
}

function nameOf(connection: Connection): string {
  return connection.kind === "folder" ? basename(connection.path) : (connection.stack ?? connection.region);
}
