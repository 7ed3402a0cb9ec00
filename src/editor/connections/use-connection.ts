import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { connectionArguments, readArguments } from "../api/read-arguments.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { askInDialog } from "../shown/messages.ts";
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
  lake: LakeService,
  connections: Connections,
  tasks: RunningTasks,
  given?: Connection,
): Promise<Connection> {
  if (given === undefined)
    return openChosen(connections, tasks, await pickConnection(connections, t("Which lake to open"), lake));
  return open(connections, tasks, readArguments(apiCommandIds.useConnection, connectionArguments, given) as Connection);
}

/**
 * Opens the chosen lake. Where it is gone, a person is asked whether to make a new one, and a program gets the error.
 *
 * @throws as `useConnection` does.
 */
export async function openChosen(
  connections: Connections,
  tasks: RunningTasks,
  connection: Connection,
): Promise<Connection> {
  try {
    return await open(connections, tasks, connection);
  } catch (error) {
    const isGone = error instanceof TenantTrailError && error.code === "lake-missing";
    if (!isGone || connection.kind !== "folder" || !(await isGivenUp(error))) throw error;
    await connections.giveUp(connection);
    return open(connections, tasks, connection);
  }
}

async function open(connections: Connections, tasks: RunningTasks, connection: Connection): Promise<Connection> {
  const info = await tasks.run(
    connection.kind === "aws" ? t("Connecting to AWS") : t("Opening the lake"),
    "status bar",
    ({ signal }) => connections.use(connection, signal),
  );
  return info.connection;
}

async function isGivenUp(error: TenantTrailError): Promise<boolean> {
  const anew = t("Make a new lake there");
  const detail = t("{0}\n\nA new lake in its place holds none of the logs that the old one held.", error.message);
  return (await askInDialog("warning", t("The lake is not there"), detail, [anew])) === anew;
}
