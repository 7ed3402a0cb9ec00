import type { Connection } from "../../protocol/lake.ts";
import { connectionArguments, readArguments } from "../api/read-arguments.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import type { Connections } from "./connections.ts";
import { pickConnection } from "./pick-connection.ts";

/**
 * Opens a lake, asking which when none is given.
 *
 * @returns the connection that is used from now on.
 * @throws TenantTrailError when it cannot be opened, and the lake before stays open; CancelledError.
 */
export async function useConnection(
  connections: Connections,
  tasks: RunningTasks,
  given?: Connection,
): Promise<Connection> {
  const connection =
    given === undefined
      ? await pickConnection(connections, "Which lake to open")
      : (readArguments(apiCommandIds.useConnection, connectionArguments, given) as Connection);
  const info = await tasks.run("Opening the lake", "status bar", ({ signal }) => connections.use(connection, signal));
  return info.connection;
}
