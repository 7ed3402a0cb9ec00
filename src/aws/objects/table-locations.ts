import { paginateGetTables } from "@aws-sdk/client-glue";
import type { ObjectRoot } from "../../protocol/aws/listed-objects.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** Where the tables of a database lie in S3, by name; views and tables of elsewhere are left out. */
export async function tableLocations(
  session: AwsSession,
  database: string,
  signal?: AbortSignal,
): Promise<readonly ObjectRoot[]> {
  return session.ask(`reading the tables of database ${database}`, async ({ glue: client }) => {
    const roots: ObjectRoot[] = [];
    for await (const page of paginateGetTables({ client }, { DatabaseName: database }, abortable(signal)))
      for (const { Name, StorageDescriptor, TableType } of page.TableList ?? []) {
        const location = StorageDescriptor?.Location ?? "";
        if (Name === undefined || TableType === "VIRTUAL_VIEW" || !/^s3[an]?:\/\//.test(location)) continue;
        const address = location.replace(/^s3[an]:/, "s3:").replace(/\/*$/, "/");
        roots.push({ name: Name, address });
      }
    return roots.sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}
