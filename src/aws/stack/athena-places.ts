import { paginateListWorkGroups } from "@aws-sdk/client-athena";
import { paginateGetDatabases } from "@aws-sdk/client-glue";
import type { AthenaPlaces } from "../../protocol/aws/aws-places.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** The workgroups that are enabled, and the databases of the Glue catalog, in the session's region. */
export async function athenaPlaces(session: AwsSession, signal?: AbortSignal): Promise<AthenaPlaces> {
  const options = abortable(signal);
  const workgroups = session.ask("listing Athena workgroups", async ({ athena: client }) => {
    const names: string[] = [];
    for await (const page of paginateListWorkGroups({ client }, {}, options))
      for (const { Name, State } of page.WorkGroups ?? [])
        if (Name !== undefined && State !== "DISABLED") names.push(Name);
    return names;
  });
  const databases = session.ask("listing databases of the Glue catalog", async ({ glue: client }) => {
    const names: string[] = [];
    for await (const page of paginateGetDatabases({ client }, {}, options))
      for (const { Name } of page.DatabaseList ?? []) if (Name !== undefined) names.push(Name);
    return names;
  });
  const [listedWorkgroups, listedDatabases] = await Promise.all([workgroups, databases]);
  return { workgroups: listedWorkgroups.sort(), databases: listedDatabases.sort() };
}
