import { t } from "../../base/translated.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { requireTrust } from "../platform/trust.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { formatBytes } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";
import type { ResultPanels } from "./result-panels.ts";

interface OpenObjectParts {
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  readonly panels: ResultPanels;
}

/** Shows the rows of a Parquet object of S3 as a result. @throws TenantTrailError as `openObject`; CancelledError. */
export async function openObject({ lake, tasks, panels }: OpenObjectParts, address: string): Promise<void> {
  requireTrust(t("Opening an object of S3"));
  const name = address.slice(address.lastIndexOf("/") + 1);
  const summary = await tasks.run(t("Opening {0}", onOneLine(name)), "notification", ({ signal, report }) =>
    lake.openObject(
      { address },
      {
        signal,
        onProgress: ({ doneBytes, totalBytes }) =>
          report(t("{0} of {1}", formatBytes(doneBytes), formatBytes(totalBytes)), doneBytes / Math.max(totalBytes, 1)),
      },
    ),
  );
  (await panels.show(address, name)).show({ kind: "ready", summary });
}
