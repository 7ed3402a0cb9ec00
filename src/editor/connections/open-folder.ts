import type { ConnectionInfo } from "../../protocol/lake.ts";

/** The folder of an open lake; `undefined` when it is no folder or none is open. */
export function openFolder(info: ConnectionInfo | undefined): string | undefined {
  return info?.connection.kind === "folder" ? info.connection.path : undefined;
}
