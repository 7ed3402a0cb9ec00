import { hour, minute, second } from "../instants.ts";
import { addAudit, type ModifiedProperty } from "../records/directory-audit.ts";
import { mailFolder, mailItemsAccessedRecord } from "../records/exchange-activity.ts";
import { addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import { resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import { hostingNetwork, officeNetwork, place } from "../world/places.ts";
import { type AttackOutline, localTime, type Scene, victimIn } from "./scene.ts";

const host = hostingNetwork(64508, "203.0.113.166", place("Bucharest", "Bucuresti", "RO", 44.4268, 26.1025));
const tool = unknownDevice("", "", "python-httpx/0.28.1");
const appName = "PDF Viewer Pro";
const scope = "offline_access Mail.Read User.Read";

/** The victim agrees to an application that looks useful; its refresh token then reads the mailbox for days. */
export function consentGrant(scene: Scene): AttackOutline {
  const { sink, random, directory } = scene;
  const victim = victimIn(scene, "Marketing");
  const rogue = { appId: random.uuid(), displayName: appName };
  const servicePrincipalId = random.uuid();
  const sessionId = random.uuid();
  const asked = localTime(scene, victim, random.between(13.5, 15));
  const network = officeNetwork(victim.office, random);
  const attempt = {
    time: asked,
    account: victim,
    use: { app: rogue, resource: resources.graph },
    network,
    device: victim.laptop,
    sessionId,
    mfaMethod: victim.mfaMethod,
    clientAppUsed: "Browser",
  } as const;
  addUserSignIn(sink, signInStep(attempt, random, { time: asked, proof: "claim" }), random);

  const initiator = { kind: "user", account: victim, ipAddress: network.ipAddress, sessionId } as const;
  const audit = (seconds: number, name: string, operationType: string, properties: readonly ModifiedProperty[]) =>
    addAudit(
      sink,
      {
        time: asked + seconds * second,
        activityDisplayName: name,
        category: "ApplicationManagement",
        operationType,
        loggedByService: "Core Directory",
        initiator,
        targets: [
          { id: servicePrincipalId, displayName: appName, type: "ServicePrincipal", modifiedProperties: properties },
        ],
        userAgent: victim.laptop.browserAgent,
      },
      random,
    );
  const quoted = (displayName: string, newValue: string) => ({
    displayName,
    oldValue: null,
    newValue: `"${newValue}"`,
  });
  audit(21, "Add service principal", "Add", [quoted("DisplayName", appName), quoted("AppPrincipalId", rogue.appId)]);
  audit(22, "Add delegated permission grant", "Assign", [
    quoted("DelegatedPermissionGrant.Scope", scope),
    quoted("DelegatedPermissionGrant.ConsentType", "Principal"),
  ]);
  const grant = `[] => [[Id: ${random.token(43)}, ClientId: ${servicePrincipalId}, PrincipalId: ${victim.id}, ResourceId: ${directory.groups[0]?.id ?? ""}, ConsentType: Principal, Scope: ${scope}]]; `;
  audit(23, "Consent to application", "Assign", [
    quoted("ConsentContext.IsAdminConsent", "False"),
    quoted("ConsentContext.IsAppOnly", "False"),
    quoted("ConsentContext.OnBehalfOfAll", "False"),
    quoted("ConsentAction.Permissions", grant),
  ]);

  let time = asked + 12 * minute;
  for (let visit = 0; visit < 8; visit++, time += random.between(10, 14) * hour) {
    const details = { time, isInteractive: false, proof: "claim", incomingTokenType: "refreshToken" } as const;
    const again = { ...attempt, network: host, device: tool } as const;
    const token = addUserSignIn(sink, signInStep(again, random, details), random);
    for (let read = 1; read <= 5; read++) {
      const own = random.fork();
      const at = time + read * 20 * second;
      sink.add("activity", at, () =>
        mailItemsAccessedRecord(
          { id: own.uuid(), time: at, account: victim, token },
          "bind",
          mailFolder(victim.mailboxGuid, "Inbox"),
          8 + own.below(12),
          own,
        ),
      );
    }
  }
  return {
    kind: "consent-grant",
    title: "Consent to an illicit application",
    story: `${victim.displayName} consents to "${appName}" (${scope}), and the application reads the mailbox through Microsoft Graph from a hosting provider for days.`,
    account: victim.userPrincipalName,
    ipAddresses: [host.ipAddress],
    techniques: ["T1528", "T1550.001", "T1114.002"],
  };
}
