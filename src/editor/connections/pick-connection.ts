import { basename, join } from "node:path";
import { type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from "vscode";
import { CancelledError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import type { Connections } from "./connections.ts";

interface ConnectionItem extends QuickPickItem {
  readonly choose?: () => Promise<Connection>;
}

/**
 * Asks which lake to open, or where to make one.
 *
 * @param purpose what the lake is wanted for, in words.
 * @throws CancelledError when the person chose none.
 */
export async function pickConnection(connections: Connections, purpose: string): Promise<Connection> {
  const current = connections.current && JSON.stringify(connections.current.connection);
  const known = connections.known.map(
    (connection): ConnectionItem => ({
      label: `$(database) ${nameOf(connection)}`,
      description: JSON.stringify(connection) === current ? "open" : "",
      detail: connection.kind === "folder" ? connection.path : connection.region,
      choose: async () => connection,
    }),
  );
  const isKnown = (path: string): boolean =>
    connections.known.some((connection) => connection.kind === "folder" && connection.path === path);
  const inWorkspace = (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === "file")
    .map(({ uri }) => join(uri.fsPath, "lake"))
    .filter((path) => !isKnown(path))
    .map(
      (path): ConnectionItem => ({
        label: "$(new-folder) lake, in this workspace",
        detail: path,
        choose: async () => ({ kind: "folder", path }),
      }),
    );
  const items: ConnectionItem[] = [
    ...known,
    { label: "", kind: QuickPickItemKind.Separator },
    ...inWorkspace,
    {
      label: "$(folder-opened) Choose a folder…",
      detail: "One that holds a lake, or an empty one",
      choose: chooseFolder,
    },
  ];
  const chosen = await window.showQuickPick(items, { title: purpose, placeHolder: "Which folder keeps the logs" });
  if (!chosen?.choose) throw new CancelledError();
  return chosen.choose();
}

async function chooseFolder(): Promise<Connection> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: "Use as lake",
      title: "Folder of the lake",
      ...(folder && { defaultUri: Uri.joinPath(folder) }),
    })) ?? [];
  if (!chosen) throw new CancelledError();
  return { kind: "folder", path: chosen.fsPath };
}

function nameOf(connection: Connection): string {
  return connection.kind === "folder" ? basename(connection.path) : (connection.stack ?? connection.region);
}
