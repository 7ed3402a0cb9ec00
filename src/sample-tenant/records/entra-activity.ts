import { activitySeconds } from "../instants.ts";
import { sampleTenantId } from "../tenant.ts";
import type { SampleRecord } from "../timeline.ts";
import type { UserSignIn } from "./user-sign-in.ts";

/** The unified audit log's copy of an interactive sign-in (type 15): its `Id` is the sign-in's own. */
export function logonRecord(signIn: UserSignIn): SampleRecord {
  const { account, error, device } = signIn;
  const succeeded = error.errorCode === 0;
  return {
    CreationTime: activitySeconds(signIn.time),
    Id: signIn.id,
    Operation: succeeded ? "UserLoggedIn" : "UserLoginFailed",
    OrganizationId: sampleTenantId,
    RecordType: 15,
    ResultStatus: "Success",
    UserKey: account.id,
    UserType: account.userType === "guest" ? 10 : 0,
    Version: 1,
    Workload: "AzureActiveDirectory",
    ClientIP: signIn.network.ipAddress,
    ObjectId: signIn.use.resource.appId,
    UserId: account.userPrincipalName,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: "ResultStatusDetail", Value: succeeded ? "Success" : "UserError" },
      { Name: "UserAgent", Value: signIn.userAgent },
      { Name: "RequestType", Value: signIn.clientAppUsed === "Browser" ? "Login:login" : "OAuth2:Token" },
    ],
    ModifiedProperties: [],
    Actor: [
      { ID: account.id, Type: 0 },
      { ID: account.userPrincipalName, Type: 5 },
    ],
    ActorContextId: sampleTenantId,
    ActorIpAddress: signIn.network.ipAddress,
    InterSystemsId: signIn.correlationId,
    IntraSystemId: signIn.id,
    SupportTicketId: "",
    Target: [{ ID: signIn.use.resource.appId, Type: 0 }],
    TargetContextId: sampleTenantId,
    ApplicationId: signIn.use.app.appId,
    DeviceProperties: [
      { Name: "OS", Value: device.detail.operatingSystem },
      { Name: "BrowserType", Value: device.detail.browser.replace(/ .*/, "") },
      { Name: "IsCompliantAndManaged", Value: device.detail.isCompliant ? "True" : "False" },
      { Name: "SessionId", Value: signIn.sessionId ?? "" },
    ],
    ErrorNumber: String(error.errorCode),
    ...(error.logonError === undefined ? {} : { LogonError: error.logonError }),
  };
}
