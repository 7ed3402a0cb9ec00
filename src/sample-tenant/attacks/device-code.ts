import { minute, second } from "../instants.ts";
import { addAudit } from "../records/directory-audit.ts";
import { fileRecord } from "../records/sharepoint-activity.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import { type AppUse, clients, resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import { hostingNetwork, officeNetwork, place } from "../world/places.ts";
import { type AttackOutline, localTime, type Scene, victimIn } from "./scene.ts";

const host = hostingNetwork(64508, "203.0.113.188", place("Warsaw", "Mazowieckie", "PL", 52.2297, 21.0122));
const tool = unknownDevice("Windows10", "", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0");
const deviceName = "DESKTOP-7F3K2QD";

/** The victim types a code that the attacker asked for; the attacker's client gets the token, and with it a device of its own. */
export function deviceCodePhishing(scene: Scene): AttackOutline {
  const { sink, random } = scene;
  const victim = victimIn(scene, "Human Resources");
  const typed = localTime(scene, victim, random.between(10.5, 11.5));
  const sessionId = random.uuid();
  const correlationId = random.uuid();
  const broker = { app: clients.authenticationBroker, resource: resources.deviceRegistration };
  const attempt = {
    time: typed,
    account: victim,
    use: broker,
    network: officeNetwork(victim.office, random),
    device: victim.laptop,
    sessionId,
    mfaMethod: victim.mfaMethod,
    clientAppUsed: "Browser",
  } as const;
  const flow = { authenticationProtocol: "deviceCode", originalTransferMethod: "deviceCodeFlow" } as const;
  addUserSignIn(
    sink,
    signInStep(attempt, random, {
      ...flow,
      time: typed,
      correlationId,
      error: signInErrors.confirmApp,
      proof: "claim",
    }),
    random,
  );
  const confirmed = typed + 9 * second;
  addUserSignIn(sink, signInStep(attempt, random, { ...flow, time: confirmed, correlationId, proof: "claim" }), random);

  const fromHost = (time: number, use: AppUse, details: object) => {
    const remote = {
      ...attempt,
      use,
      network: host,
      device: tool,
      clientAppUsed: "Mobile Apps and Desktop clients",
    } as const;
    const silent = { isInteractive: false, proof: "claim", originalTransferMethod: "deviceCodeFlow" } as const;
    return addUserSignIn(sink, signInStep(remote, random, { ...silent, ...details, time }), random);
  };
  fromHost(confirmed + 4 * second, broker, { authenticationProtocol: "deviceCode", correlationId });
  const joined = confirmed + 3 * minute;
  fromHost(joined, broker, { incomingTokenType: "refreshToken" });
  const device = { id: random.uuid(), displayName: deviceName, type: "Device" } as const;
  const user = { id: victim.id, displayName: null, type: "User", userPrincipalName: victim.userPrincipalName } as const;
  for (const [seconds, activityDisplayName] of [
    [12, "Register device"],
    [14, "Add registered owner to device"],
  ] as const)
    addAudit(
      sink,
      {
        time: joined + seconds * second,
        activityDisplayName,
        category: "Device",
        operationType: "Add",
        loggedByService: seconds === 12 ? "Device Registration Service" : "Core Directory",
        initiator: { kind: "user", account: victim, ipAddress: host.ipAddress, sessionId },
        targets: [device, user],
        userAgent: tool.browserAgent,
      },
      random,
    );
  const primary = { incomingTokenType: "primaryRefreshToken" } as const;
  const files = { app: clients.microsoftOffice, resource: resources.sharePoint };
  fromHost(joined + 8 * minute, { app: clients.microsoftOffice, resource: resources.graph }, primary);
  const token = fromHost(joined + 11 * minute, files, primary);
  for (let index = 0; index < 30; index++) {
    const own = random.fork();
    const time = token.time + (20 + index * 14) * second;
    sink.add("activity", time, () =>
      fileRecord({ id: own.uuid(), time, account: victim, token }, "FileDownloaded", "Human Resources", own),
    );
  }
  return {
    kind: "device-code",
    title: "Device-code phishing",
    story: `${victim.displayName} enters a code from a message; the attacker's client receives the token, registers ${deviceName} in the victim's name and downloads personnel files.`,
    account: victim.userPrincipalName,
    ipAddresses: [host.ipAddress],
    techniques: ["T1566.002", "T1528", "T1098.005", "T1530"],
  };
}
