import type { JsonRecord } from "../../base/json-record.ts";
import { memberOfText } from "./api-member-of-text.ts";
import { type CellReader, cellReader, compact } from "./portal-csv-cells.ts";

const mostTargets = 3;
const mostProperties = 5;
const mostDetails = 6;

/** An audit from the portal's download, which has room for 3 targets with 5 properties each and 6 details. */
export function auditFromPortalCsv(row: JsonRecord): JsonRecord {
  const cell = cellReader(row);
  const result = cell("Result");
  return compact({
    activityDateTime: cell("Date (UTC)"),
    correlationId: cell("CorrelationId"),
    loggedByService: cell("Service"),
    category: cell("Category"),
    activityDisplayName: cell("Activity"),
    result: result === undefined ? undefined : memberOfText(result, ["success", "failure", "timeout"]),
    resultReason: cell("ResultReason"),
    userAgent: cell("User Agent"),
    initiatedBy: initiatedBy(cell),
    targetResources: numbered(mostTargets, (n) => target(cell, n)),
    additionalDetails: numbered(mostDetails, (n) =>
      compact({ key: cell(`AdditionalDetail${n}Key`), value: cell(`AdditionalDetail${n}Value`) }),
    ),
  });
}

function initiatedBy(cell: CellReader): JsonRecord {
  const servicePrincipalName = cell("ActorServicePrincipalName");
  const servicePrincipalId = cell("ActorServicePrincipalId");
  const isApplication = cell("ActorType")?.toLowerCase().startsWith("app") ?? false;
  if (isApplication || servicePrincipalId !== undefined || servicePrincipalName !== undefined)
    return { app: compact({ displayName: cell("ActorDisplayName"), servicePrincipalId, servicePrincipalName }) };
  return compact({
    user: compact({
      id: cell("ActorObjectId"),
      displayName: cell("ActorDisplayName"),
      userPrincipalName: cell("ActorUserPrincipalName"),
      ipAddress: cell("IPAddress"),
      homeTenantId: cell("ActorHomeTenantId"),
      homeTenantName: cell("ActorHomeTenantName"),
    }),
  });
}

function target(cell: CellReader, n: number): JsonRecord {
  const modifiedProperties = numbered(mostProperties, (m) => {
    const property = `Target${n}ModifiedProperty${m}`;
    return compact({
      displayName: cell(`${property}Name`),
      oldValue: cell(`${property}OldValue`),
      newValue: cell(`${property}NewValue`),
    });
  });
  return compact({
    id: cell(`Target${n}ObjectId`),
    displayName: cell(`Target${n}DisplayName`),
    type: cell(`Target${n}Type`),
    userPrincipalName: cell(`Target${n}UserPrincipalName`),
    modifiedProperties: modifiedProperties.length === 0 ? undefined : modifiedProperties,
  });
}

function numbered(most: number, of: (n: number) => JsonRecord): readonly JsonRecord[] {
  return Array.from({ length: most }, (_, index) => of(index + 1)).filter((each) => Object.keys(each).length > 0);
}
