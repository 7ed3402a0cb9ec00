import { randomUUID } from "node:crypto";
import type { LogRecord } from "../query-lake.ts";

type Fields = Readonly<Record<string, unknown>>;

export const zurich = place("Zurich", "CH", 47.38, 8.54);
export const lagos = place("Lagos", "NG", 6.52, 3.38);
export const windows = { operatingSystem: "Windows11", browser: "Edge 141", isManaged: true };

function place(city: string, countryOrRegion: string, latitude: number, longitude: number) {
  return { city, state: "", countryOrRegion, geoCoordinates: { altitude: null, latitude, longitude } };
}

/** An ordinary successful sign-in of `account` as Graph beta returns it; `fields` says what is different. */
export function signIn(createdDateTime: string, account: string, fields: Fields = {}): LogRecord {
  return {
    table: "signins",
    record: {
      id: randomUUID(),
      createdDateTime,
      userPrincipalName: account,
      userId: account,
      userType: "member",
      ipAddress: "192.0.2.1",
      appId: "app-office",
      appDisplayName: "OfficeHome",
      resourceDisplayName: "OfficeHome",
      clientAppUsed: "Browser",
      userAgent: "Mozilla/5.0",
      isInteractive: true,
      signInEventTypes: ["interactiveUser"],
      authenticationProtocol: "none",
      originalTransferMethod: "none",
      authenticationRequirement: "multiFactorAuthentication",
      conditionalAccessStatus: "success",
      autonomousSystemNumber: 64496,
      location: zurich,
      deviceDetail: windows,
      correlationId: randomUUID(),
      sessionId: randomUUID(),
      uniqueTokenIdentifier: randomUUID(),
      riskLevelDuringSignIn: "none",
      riskState: "none",
      servicePrincipalId: "",
      status: { errorCode: 0, failureReason: "Other.", additionalDetails: null },
      ...fields,
    },
  };
}

/** A sign-in of `account` that ended with an error code. */
export function failedSignIn(
  createdDateTime: string,
  account: string,
  errorCode: number,
  fields: Fields = {},
): LogRecord {
  return signIn(createdDateTime, account, { status: { errorCode, failureReason: `Error ${errorCode}` }, ...fields });
}

/** A successful sign-in of an application with its own credential. */
export function appSignIn(createdDateTime: string, name: string, ipAddress: string, fields: Fields = {}): LogRecord {
  return signIn(createdDateTime, "", {
    userPrincipalName: null,
    userId: "",
    isInteractive: false,
    signInEventTypes: ["servicePrincipal"],
    servicePrincipalId: `sp-${name}`,
    servicePrincipalName: name,
    servicePrincipalCredentialKeyId: "key-old",
    sessionId: null,
    ipAddress,
    ...fields,
  });
}

export function byUser(userPrincipalName: string, ipAddress = "192.0.2.1") {
  return { user: { id: userPrincipalName, displayName: null, userPrincipalName, ipAddress }, app: null };
}

export function byApp(displayName: string) {
  return { user: null, app: { appId: displayName, displayName, servicePrincipalId: displayName } };
}

/** A property that changed; values are texts that hold JSON, as Graph writes them. */
export function changed(displayName: string, newValue: string | null, oldValue: string | null = null) {
  return { displayName, oldValue, newValue };
}

/** A successful directory audit by root@contoso.example; `targets` become its targetResources. */
export function audit(
  activityDateTime: string,
  activityDisplayName: string,
  targets: readonly Fields[],
  fields: Fields = {},
): LogRecord {
  return {
    table: "audits",
    record: {
      id: `Directory_${randomUUID()}`,
      activityDateTime,
      activityDisplayName,
      category: "Core",
      operationType: "Update",
      result: "success",
      resultReason: "",
      loggedByService: "Core Directory",
      correlationId: randomUUID(),
      initiatedBy: byUser("root@contoso.example"),
      targetResources: targets,
      additionalDetails: [],
      ...fields,
    },
  };
}

/** A record of the unified audit log by `account`. */
export function activity(creationTime: string, operation: string, account: string, fields: Fields = {}): LogRecord {
  return {
    table: "activity",
    record: {
      Id: randomUUID(),
      CreationTime: creationTime.replace(/(\.\d+)?Z$/, ""),
      Operation: operation,
      Workload: "Exchange",
      RecordType: 1,
      UserId: account,
      UserKey: account,
      UserType: 0,
      OrganizationId: "tenant",
      ClientIP: "192.0.2.1",
      ...fields,
    },
  };
}

/** Parameters of a cmdlet in the Management Activity API's form. */
export function parameters(values: Readonly<Record<string, string>>): Fields {
  return { Parameters: Object.entries(values).map(([Name, Value]) => ({ Name, Value })) };
}
