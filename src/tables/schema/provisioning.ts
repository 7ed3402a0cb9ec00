import { modifiedProperty } from "./audits.ts";
import { column, list, struct } from "./column.ts";
import type { Table } from "./table.ts";

const system = struct({ id: "varchar", displayName: "varchar", details: "json" });

const identity = struct({ id: "varchar", displayName: "varchar", identityType: "varchar", details: "json" });

const errorInformation = struct({
  errorCode: "varchar",
  reason: "varchar",
  additionalDetails: "varchar",
  errorCategory: "varchar",
  recommendedAction: "varchar",
});

const step = struct({
  name: "varchar",
  description: "varchar",
  provisioningStepType: "varchar",
  status: "varchar",
  details: "json",
});

/** Graph's provisioningObjectSummary; its `tenantId` is our common column of that name. */
export const provisioning: Table = {
  name: "provisioning",
  title: "Provisioning",
  description: "An account or group that the provisioning service created, changed or removed in another system.",
  keyColumns: ["id"],
  eventTime: "activityDateTime",
  columns: [
    column("id", "varchar", "Id of the provisioning action."),
    column("activityDateTime", "timestamp", "When the action was carried out."),
    column("provisioningAction", "varchar", "create, update, disable, delete, stagedDelete or other."),
    column(
      "provisioningStatusInfo",
      struct({ status: "varchar", errorInformation }),
      "success, failure, skipped or warning, with the error.",
    ),
    column(
      "initiatedBy",
      struct({ id: "varchar", displayName: "varchar", initiatorType: "varchar" }),
      "Who started it.",
    ),
    column("servicePrincipal", struct({ id: "varchar", displayName: "varchar" }), "Application provisioned for."),
    column("sourceSystem", system, "System the object came from."),
    column("sourceIdentity", identity, "The object where it came from."),
    column("targetSystem", system, "System the object went to."),
    column("targetIdentity", identity, "The object where it went."),
    column("modifiedProperties", list(modifiedProperty), "Properties that changed, old and new."),
    column("provisioningSteps", list(step), "Each step from import to export."),
    column("durationInMilliseconds", "bigint", "How long the action took."),
    column("jobId", "varchar", "Provisioning job the action belongs to."),
    column("cycleId", "varchar", "Run of the job."),
    column("changeId", "varchar", "Change within the run."),
    column("action", "varchar", "The action, in the retired form."),
    column("statusInfo", "json", "The status, in the retired form."),
  ],
};
