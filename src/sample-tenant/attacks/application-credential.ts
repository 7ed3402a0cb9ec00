import { credentialChange } from "../days/admin-day.ts";
import { hour, minute, second } from "../instants.ts";
import type { Random } from "../random.ts";
import type { ActivityContext } from "../records/activity-record.ts";
import { addAudit } from "../records/directory-audit.ts";
import { mailFolder, mailItemsAccessedRecord } from "../records/exchange-activity.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import { servicePrincipalSignInRecord } from "../records/workload-sign-in.ts";
import type { SampleRecord } from "../timeline.ts";
import { clients, resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import { hostingNetwork, place } from "../world/places.ts";
import { type AttackOutline, localTime, type Scene, victimIn } from "./scene.ts";

const host = hostingNetwork(64511, "203.0.113.230", place("Chisinau", "Chisinau", "MD", 47.0105, 28.8638));
const browser = unknownDevice(
  "Windows10",
  "Chrome 139.0.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
);
const applicationName = "Backup for Microsoft 365";

/** A stolen administrator's session gives an existing application a second secret; the application then signs in from a new place. */
export function applicationCredential(scene: Scene): AttackOutline {
  const { sink, random, directory } = scene;
  const administrator = victimIn(scene, "IT");
  const application = directory.servicePrincipals.find((candidate) => candidate.displayName === applicationName);
  if (application === undefined) throw new RangeError(`No application ${applicationName}`);
  const sessionId = random.uuid();
  const entered = localTime(scene, administrator, random.between(12, 13));
  const attempt = {
    time: entered,
    account: administrator,
    use: { app: clients.azurePortal, resource: resources.serviceManagement },
    network: host,
    device: browser,
    sessionId,
    mfaMethod: administrator.mfaMethod,
    clientAppUsed: "Browser",
  } as const;
  addUserSignIn(sink, signInStep(attempt, random, { time: entered, proof: "claim" }), random);
  const newKeyId = random.uuid();
  const { applicationObjectId, displayName, credentialKeyId } = application;
  const change = credentialChange(applicationObjectId, displayName, credentialKeyId, newKeyId, "backup-agent-2");
  const initiator = { kind: "user", account: administrator, ipAddress: host.ipAddress, sessionId } as const;
  const added = entered + 4 * minute;
  const common = { loggedByService: "Core Directory", initiator, userAgent: browser.browserAgent } as const;
  addAudit(sink, { ...change, ...common, time: added }, random);
  const [target] = change.targets;
  const targets = [{ ...target, id: application.id, displayName, type: "ServicePrincipal" } as const];
  const activityDisplayName = "Add service principal credentials";
  addAudit(sink, { ...change, ...common, time: added + 200, activityDisplayName, targets }, random);

  const mailboxes = random.sample(
    directory.members.filter((person) => !person.hasLeft),
    6,
  );
  let time = added + 9 * minute;
  for (let visit = 0; visit < 24; visit++, time += random.between(2.5, 3.5) * hour) {
    const uniqueTokenIdentifier = random.token();
    const own = random.fork();
    const signIn = {
      time,
      servicePrincipal: application,
      credentialKeyId: visit === 0 ? "" : newKeyId,
      resource: resources.graph,
      network: host,
      error: visit === 0 ? signInErrors.wrongSecret : signInErrors.none,
      uniqueTokenIdentifier,
    };
    sink.add("signins", time, () => servicePrincipalSignInRecord(signIn, own));
    if (visit === 0) continue;
    const app = { appId: application.appId, displayName };
    const token = { time, sessionId: null, uniqueTokenIdentifier, app, network: host, device: browser, userAgent: "" };
    for (const [index, mailbox] of mailboxes.entries()) {
      const read = random.fork();
      const at = time + (10 + index * 15) * second;
      sink.add("activity", at, () =>
        appOnlyMailRecord({ id: read.uuid(), time: at, account: mailbox, token }, application.id, read),
      );
    }
  }
  return {
    kind: "application-credential",
    title: "Persistence by a credential added to an application",
    story: `From a stolen session of ${administrator.displayName}, "${displayName}" gets a second secret, and the application reads mailboxes from a network it has never used.`,
    account: administrator.userPrincipalName,
    ipAddresses: [host.ipAddress],
    techniques: ["T1098.001", "T1078.004", "T1114.002"],
  };
}

/** What the application reads as itself, not as a user. */
function appOnlyMailRecord(context: ActivityContext, servicePrincipalId: string, random: Random): SampleRecord {
  const folder = mailFolder(context.account.mailboxGuid, "Inbox");
  return {
    ...mailItemsAccessedRecord(context, "sync", folder, 1, random),
    UserId: `ServicePrincipal_${servicePrincipalId}`,
    UserKey: servicePrincipalId,
    UserType: 6,
  };
}
