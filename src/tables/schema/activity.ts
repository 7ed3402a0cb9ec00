import { appAccessContext } from "./activity-types.ts";
import { cloudAppColumns, entraColumns, exchangeColumns, securityColumns } from "./activity-workloads.ts";
import { type Column, column, derivedColumn, normalisedColumn } from "./column.ts";
import type { Table } from "./table.ts";

// Microsoft's SessionId differs from ours only in case, so there is one column: theirs, else what nested values say.
const sessionId: Column = {
  name: "sessionId",
  apiName: "SessionId",
  type: "varchar",
  description: "Session of the record: `SessionId`, else `AppAccessContext.AADSessionId`, else the device properties'.",
  derived: true,
  normalised: true,
};

/** A record of the unified audit log, as the Management Activity API gives it. */
export const activity: Table = {
  name: "activity",
  title: "Office 365 activity",
  description: "A record of the unified audit log: mail, files, Teams, administration, alerts and more.",
  keyColumns: ["Id"],
  eventTime: "CreationTime",
  columns: [
    column("Id", "varchar", "Id of the record; for log-ons (RecordType 15) also the sign-in's id."),
    column("CreationTime", "timestamp", "When it happened, to the second."),
    column("Operation", "varchar", "What was done; Entra's names may end in a dot."),
    column("Workload", "varchar", "Service it was done in, for example Exchange or SharePoint."),
    column("RecordType", "integer", "Number of the kind of record."),
    derivedColumn("recordTypeName", "varchar", "Name of the kind of record, for example ExchangeItemAggregated."),
    column("UserId", "varchar", "Who did it: a user principal name, an application or a system account."),
    column("UserKey", "varchar", "Other id of the same: PUID, object id or SID."),
    column("UserType", "integer", "0 user, 2 administrator, 4 system, 5 application, 6 service principal, 10 guest."),
    column("ClientIP", "varchar", "Address as written, perhaps with port and brackets."),
    derivedColumn("ipAddress", "varchar", "Address without port and brackets, from whichever column has it."),
    sessionId,
    derivedColumn("uniqueTokenId", "varchar", "Id of the token used: `AppAccessContext.UniqueTokenId`."),
    column("ResultStatus", "varchar", "Outcome in the workload's own words; Success at RecordType 15 proves nothing."),
    column("ObjectId", "varchar", "What it was done to: a path, a mailbox, an id."),
    column("OrganizationId", "varchar", "Directory id of the tenant."),
    column("AppAccessContext", appAccessContext, "Application, session and token that were used."),
    column("Scope", "integer", "0 online, 1 on premises."),
    column("Version", "integer", "Version of the record's form."),
    normalisedColumn("Parameters", "json", "Parameters of a cmdlet as a JSON list of Name and Value."),
    normalisedColumn("ModifiedProperties", "json", "Changes as a JSON list of Name, NewValue and OldValue."),
    normalisedColumn("ExtendedProperties", "json", "More facts as a JSON list of Name and Value."),
    ...exchangeColumns,
    ...cloudAppColumns,
    ...entraColumns,
    ...securityColumns,
  ],
};
