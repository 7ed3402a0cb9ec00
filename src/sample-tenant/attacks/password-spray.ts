import { hour, minute, second } from "../instants.ts";
import { mailFolder, mailItemsAccessedRecord } from "../records/exchange-activity.ts";
import { riskDetectionRecord, riskyUserRecord } from "../records/risk-records.ts";
import { fileRecord } from "../records/sharepoint-activity.ts";
import { type SignInError, signInErrors } from "../records/sign-in-errors.ts";
import { addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import { sampleTenantDomain, sampleTenantId } from "../tenant.ts";
import { clients, resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import { type Account, makeAccount } from "../world/people.ts";
import { hostingNetwork, place } from "../world/places.ts";
import { type AttackOutline, type Scene, victimIn } from "./scene.ts";

const network = hostingNetwork(64509, "203.0.113.201", place("Amsterdam", "North Holland", "NL", 52.3676, 4.9041));
const script = unknownDevice("", "Python Requests 2.32", "python-requests/2.32.3");
const browser = unknownDevice(
  "Linux",
  "Firefox 132.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
);

/** Two passwords tried on half the company at night from one address; the second fits an account that MFA does not cover. */
export function passwordSpray(scene: Scene): AttackOutline {
  const { sink, directory, random, date } = scene;
  const victim = victimIn(scene, "Sales");
  const others = directory.members.filter((person) => person !== victim);
  const strangers = ["admin", "info", "test", "helpdesk", "scan"].map((alias) => ({
    ...makeAccount(alias, `${alias}@${sampleTenantDomain}`, "member", sampleTenantId, random),
    id: "00000000-0000-0000-0000-000000000000",
  }));
  const leavers = others.filter((person) => person.hasLeft);
  const staff = random.sample(
    others.filter((person) => !person.hasLeft),
    Math.ceil(others.length * 0.45),
  );
  const targets = random.sample<Account>([victim, ...staff, ...leavers, ...strangers], others.length + 6);
  const attempt = (account: Account, time: number) => ({
    time,
    account,
    use: { app: clients.azurePowerShell, resource: resources.graph },
    network,
    device: script,
    sessionId: random.uuid(),
    mfaMethod: "",
    clientAppUsed: "Mobile Apps and Desktop clients" as const,
  });
  let time = date + 2 * hour + random.between(5, 25) * minute;
  let success = { id: "", correlationId: "", userAgent: "", time };
  for (const round of [1, 2]) {
    for (const account of targets) {
      const fits = round === 2 && account === victim;
      const error = fits ? signInErrors.none : refusal(account, round, directory.members, random.chance(0.06));
      const step = signInStep(attempt(account, time), random, {
        time,
        sessionId: null,
        authenticationProtocol: "ropc",
        proof: fits ? "password" : "wrongPassword",
        policy: fits ? "excluded" : "notEvaluated",
        error,
      });
      addUserSignIn(sink, step, random);
      if (fits) success = step;
      time += random.between(8, 30) * second;
    }
    time += 45 * minute;
  }

  const entered = success.time + random.between(20, 40) * minute;
  const details = { time: entered, proof: "password", policy: "excluded" } as const;
  const use = { app: clients.officeHome, resource: resources.officeHome };
  const visit = { ...attempt(victim, entered), use, device: browser, clientAppUsed: "Browser" } as const;
  const token = addUserSignIn(sink, signInStep(visit, random, details), random);
  for (let index = 0; index < 6; index++) {
    const at = entered + (3 + index * 4) * minute;
    const own = random.fork();
    const folder = mailFolder(victim.mailboxGuid, index < 4 ? "Inbox" : "Sent Items");
    sink.add("activity", at, () =>
      mailItemsAccessedRecord({ id: own.uuid(), time: at, account: victim, token }, "bind", folder, 3, own),
    );
    const other = random.fork();
    sink.add("activity", at + minute, () =>
      fileRecord({ id: other.uuid(), time: at + minute, account: victim, token }, "FileDownloaded", "Sales", other),
    );
  }
  const own = random.fork();
  sink.add("riskdetections", success.time, () =>
    riskDetectionRecord(
      {
        time: success.time,
        detectedAfter: 14 * hour,
        account: victim,
        riskEventType: "passwordSpray",
        mitreTechniqueId: "T1110.003",
        level: "high",
        state: "atRisk",
        network,
        signIn: success,
      },
      own,
    ),
  );
  const flagged = success.time + 14 * hour;
  sink.add("riskyusers", flagged, () => riskyUserRecord(victim, flagged, "high", "atRisk"));
  return {
    kind: "password-spray",
    title: "Password spray that succeeds",
    story: `At night one address tries two passwords on ${targets.length} accounts; the second password opens that of ${victim.displayName}, which MFA does not cover, and mail and files are read from the same address.`,
    account: victim.userPrincipalName,
    ipAddresses: [network.ipAddress],
    techniques: ["T1110.003", "T1078.004", "T1114.002"],
  };
}

function refusal(
  account: Account,
  round: number,
  members: readonly { readonly id: string; readonly hasLeft: boolean }[],
  isLocked: boolean,
): SignInError {
  const member = members.find((candidate) => candidate.id === account.id);
  if (member === undefined) return signInErrors.unknownUser;
  if (member.hasLeft) return signInErrors.disabled;
  return isLocked && round === 2 ? signInErrors.locked : signInErrors.wrongPassword;
}
