import { hour, minute, second } from "../instants.ts";
import type { Random } from "../random.ts";
import type { Token } from "../records/activity-record.ts";
import { addAudit } from "../records/directory-audit.ts";
import {
  exchangeCommandRecord,
  mailFolder,
  mailGroupRecord,
  mailItemRecord,
  mailItemsAccessedRecord,
} from "../records/exchange-activity.ts";
import { riskDetectionRecord, riskyUserRecord } from "../records/risk-records.ts";
import { signInErrors } from "../records/sign-in-errors.ts";
import { addUserSignIn, signInStep } from "../records/sign-in-flow.ts";
import type { SampleRecord } from "../timeline.ts";
import { type AppUse, clients, resources } from "../world/applications.ts";
import { unknownDevice } from "../world/devices.ts";
import type { Person } from "../world/people.ts";
import { hostingNetwork, place } from "../world/places.ts";
import { type AttackOutline, localTime, type Scene, victimIn } from "./scene.ts";

const proxy = hostingNetwork(64510, "203.0.113.140", place("Frankfurt", "Hesse", "DE", 50.1109, 8.6821));
const replay = hostingNetwork(64511, "2001:db8:bad:5::17", place("Lagos", "Lagos", "NG", 6.5244, 3.3792));
const tool = unknownDevice("", "", "axios/1.7.9");

const subject = "Re: Invoice 4471 - changed bank details";

/**
 * Adversary in the middle: the victim signs in, MFA included, through a proxy that keeps the session cookie; the session
 * is then used from elsewhere for business e-mail compromise.
 */
export function sessionTheft(scene: Scene): AttackOutline {
  const { sink, random } = scene;
  const victim = victimIn(scene, "Finance");
  const lured = localTime(scene, victim, random.between(9.5, 10.5));
  const sessionId = random.uuid();
  const correlationId = random.uuid();
  const office = { app: clients.officeHome, resource: resources.officeHome };
  const attempt = {
    time: lured,
    account: victim,
    use: office,
    network: proxy,
    device: unknownDevice(
      victim.laptop.detail.operatingSystem,
      victim.laptop.detail.browser,
      victim.laptop.browserAgent,
    ),
    sessionId,
    mfaMethod: victim.mfaMethod,
    clientAppUsed: "Browser",
  } as const;
  const prompt = { correlationId, error: signInErrors.mfaRequired, proof: "mfaPending", policy: "mfaMissing" } as const;
  addUserSignIn(sink, signInStep(attempt, random, { time: lured, ...prompt }), random);
  const stolen = signInStep(attempt, random, { time: lured + 24 * second, correlationId });
  addUserSignIn(sink, stolen, random);

  const replayed = (minutes: number, use: AppUse): Token => {
    const time = stolen.time + minutes * minute;
    const details = { time, isInteractive: false, proof: "claim", sessionId } as const;
    const again = { ...attempt, time, use, network: replay, device: tool } as const;
    return addUserSignIn(sink, signInStep(again, random, details), random);
  };
  const mailbox = replayed(7, { app: clients.outlookWeb, resource: resources.exchange });
  replayed(9, { app: clients.officeHome, resource: resources.graph });
  replayed(95, { app: clients.outlookWeb, resource: resources.exchange });
  replayed(22 * 60, { app: clients.outlookWeb, resource: resources.exchange });

  readMailbox(scene, victim, mailbox);
  hideReplies(scene, victim, mailbox);
  addAudit(
    sink,
    {
      time: stolen.time + 31 * minute,
      activityDisplayName: "User registered security info",
      category: "UserManagement",
      operationType: "Register",
      loggedByService: "Authentication Methods",
      initiator: { kind: "user", account: victim, ipAddress: replay.ipAddress, sessionId },
      targets: [{ id: victim.id, displayName: null, type: "User", userPrincipalName: victim.userPrincipalName }],
      resultReason: "User registered Authenticator App with Notification and Code",
      userAgent: tool.browserAgent,
    },
    random,
  );
  for (const [riskEventType, mitreTechniqueId, network, hours] of [
    ["attackerinTheMiddle", "T1557", proxy, 3],
    ["anomalousToken", "T1539", replay, 6],
  ] as const) {
    const own = random.fork();
    const facts = {
      time: stolen.time,
      account: victim,
      level: "high",
      state: "atRisk",
      network,
      signIn: stolen,
    } as const;
    const detection = { ...facts, riskEventType, mitreTechniqueId, detectedAfter: hours * hour };
    sink.add("riskdetections", stolen.time, () => riskDetectionRecord(detection, own));
  }
  const flagged = stolen.time + 3 * hour;
  sink.add("riskyusers", flagged, () => riskyUserRecord(victim, flagged, "high", "atRisk"));
  return {
    kind: "session-theft",
    title: "Adversary-in-the-middle phishing to business e-mail compromise",
    story: `${victim.displayName} signs in through a phishing proxy; the stolen session reads the mailbox from another network, hides replies with an inbox rule and answers an invoice thread with new bank details.`,
    account: victim.userPrincipalName,
    ipAddresses: [proxy.ipAddress, replay.ipAddress],
    techniques: ["T1557", "T1539", "T1550.004", "T1114.002", "T1564.008", "T1098.005"],
  };
}

function readMailbox(scene: Scene, victim: Person, token: Token): void {
  for (let index = 0; index < 14; index++) {
    const folder = mailFolder(victim.mailboxGuid, index < 10 ? "Inbox" : "Sent Items");
    const access = index % 7 === 0 ? "sync" : "bind";
    addAction(scene, victim, token, 1 + index * 1.5, (context, own) =>
      mailItemsAccessedRecord(context, access, folder, 5 + own.below(8), own),
    );
  }
}

function hideReplies(scene: Scene, victim: Person, token: Token): void {
  const rule = {
    AlwaysDeleteOutlookRulesBlob: "False",
    Force: "False",
    MarkAsRead: "True",
    MoveToFolder: "RSS Feeds",
    Name: ".",
    StopProcessingRules: "True",
    SubjectOrBodyContainsWords: "invoice;payment;bank",
  };
  const ruleId = `${victim.userPrincipalName}\\${scene.random.digits(19)}`;
  addAction(scene, victim, token, 26, (context, own) =>
    exchangeCommandRecord(context, "New-InboxRule", ruleId, rule, own),
  );
  const recipient = ["accounts@northwind-simulated.example"];
  addAction(scene, victim, token, 41, (context, own) => mailItemRecord(context, "Send", subject, recipient, own));
  addAction(scene, victim, token, 43, (context, own) =>
    mailGroupRecord(context, "HardDelete", [subject], "Sent Items", undefined, own),
  );
  addAction(scene, victim, token, 88, (context, own) =>
    mailGroupRecord(context, "Move", [subject], "Inbox", "RSS Feeds", own),
  );
}

function addAction(
  scene: Scene,
  account: Person,
  token: Token,
  minutes: number,
  make: (context: { id: string; time: number; account: Person; token: Token }, own: Random) => SampleRecord,
): void {
  const own = scene.random.fork();
  const time = token.time + minutes * minute;
  scene.sink.add("activity", time, () => make({ id: own.uuid(), time, account, token }, own));
}
