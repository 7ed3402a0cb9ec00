import { Uri } from "vscode";
import type { AssistantWorld, SavedQueryFile } from "../../assistant/assistant-world.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { athenaLimitBytes } from "../queries/athena-limit.ts";
import type { OurFiles } from "../queries/our-files.ts";
import { readSql } from "../queries/sql-files.ts";
import { findQueries } from "../saved-queries/find-queries.ts";

/** The tools' world in the editor: the open lake, and the saved queries that its view shows. */
export function editorWorld(
  lake: LakeService,
  connections: Pick<Connections, "require">,
  files: Pick<OurFiles, "folders">,
): AssistantWorld {
  return {
    lake,
    connection: async () => {
      const { label, engines, connection } = await connections.require();
      const hasLedger = connection.kind === "folder" || connection.stack !== undefined;
      return { label, engine: engines?.[0] ?? "duckdb", hasLedger };
    },
    savedQueries: async (signal) => {
      const queries: SavedQueryFile[] = [];
      for (const folder of files.folders())
        for (const { file, folders } of await findQueries(folder)) {
          throwIfCancelled(signal);
          if (file.kind !== "query") continue;
          const { text, name } = await readSql(Uri.parse(file.uri));
          queries.push({ name: [...folders, name].join("/"), text });
        }
      return queries;
    },
    mayScanBytes: athenaLimitBytes,
  };
}
