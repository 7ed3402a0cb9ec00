import { minute } from "../instants.ts";
import type { Random } from "../random.ts";
import { sampleTenantDomain } from "../tenant.ts";
import type { EventSink, SampleRecord } from "../timeline.ts";
import type { Person } from "../world/people.ts";
import type { ActivityContext, Token } from "./activity-record.ts";
import {
  exchangeCommandRecord,
  mailFolder,
  mailGroupRecord,
  mailItemRecord,
  mailItemsAccessedRecord,
  updateInboxRulesRecord,
} from "./exchange-activity.ts";
import { type FileOperation, fileRecord } from "./sharepoint-activity.ts";

type Work = (context: ActivityContext, person: Person, random: Random) => SampleRecord;

const subjects = [
  "Weekly status",
  "Agenda for Thursday",
  "Offer",
  "Re: question",
  "Minutes",
  "Travel plans",
  "Contract",
];
const mailFolders = ["Inbox", "Inbox", "Inbox", "Sent Items", "Archive", "Inbox\\Projects"];
const ruleTopics = ["Newsletters", "Build notifications", "Calendar", "Expense reports"];
const partners = ["fabrikam-simulated.example", "northwind-simulated.example", "tailspin-simulated.example"];

const file =
  (operation: FileOperation): Work =>
  (context, person, random) =>
    fileRecord(context, operation, random.chance(0.8) ? person.department : "All Staff", random);

const work: readonly { readonly weight: number; readonly value: Work }[] = [
  { weight: 2300, value: (context, person, random) => readMail(context, person, "bind", random) },
  { weight: 1200, value: (context, person, random) => readMail(context, person, "sync", random) },
  { weight: 1900, value: file("FileAccessed") },
  { weight: 900, value: file("FileModified") },
  { weight: 500, value: file("FilePreviewed") },
  { weight: 350, value: file("FileDownloaded") },
  { weight: 350, value: file("FileUploaded") },
  { weight: 350, value: file("FileSyncDownloadedFull") },
  { weight: 80, value: file("SharingSet") },
  { weight: 900, value: sendMail },
  {
    weight: 300,
    value: (context, _person, random) => mailItemRecord(context, "Create", random.pick(subjects), [], random),
  },
  { weight: 700, value: deleteMail },
  { weight: 8, value: addRule },
  { weight: 12, value: (context, _person, random) => updateInboxRulesRecord(context, random.pick(ruleTopics)) },
];

/** Plans about `mean` records of mail and file work, each under one of the day's tokens. */
export function planOfficeWork(
  sink: EventSink,
  person: Person,
  tokens: readonly Token[],
  mean: number,
  random: Random,
): void {
  if (tokens.length === 0) return;
  for (let left = random.count(mean); left > 0; left--) {
    const token = random.pick(tokens);
    const time = token.time + random.between(0.2, 55) * minute;
    const make = random.weighted(work);
    const own = random.fork();
    sink.add("activity", time, () => make({ id: own.uuid(), time, account: person, token }, person, own));
  }
}

function readMail(context: ActivityContext, person: Person, access: "bind" | "sync", random: Random): SampleRecord {
  const folder = mailFolder(person.mailboxGuid, random.pick(mailFolders));
  return mailItemsAccessedRecord(context, access, folder, 1 + random.below(4), random);
}

function sendMail(context: ActivityContext, _person: Person, random: Random): SampleRecord {
  const recipients = Array.from({ length: 1 + random.below(3) }, () => {
    const domain = random.chance(0.7) ? sampleTenantDomain : random.pick(partners);
    return `contact${random.below(200)}@${domain}`;
  });
  return mailItemRecord(context, "Send", random.pick(subjects), recipients, random);
}

function deleteMail(context: ActivityContext, _person: Person, random: Random): SampleRecord {
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.pick(subjects));
  return random.chance(0.8)
    ? mailGroupRecord(context, "MoveToDeletedItems", chosen, "Inbox", "Deleted Items", random)
    : mailGroupRecord(context, "SoftDelete", chosen, "Deleted Items", undefined, random);
}

/** A rule as ordinary people make them: mail of one sender into a folder named after it. */
function addRule(context: ActivityContext, person: Person, random: Random): SampleRecord {
  const topic = random.pick(ruleTopics);
  const parameters = {
    AlwaysDeleteOutlookRulesBlob: "False",
    Force: "False",
    MoveToFolder: topic,
    Name: topic,
    FromAddressContainsWords: random.pick(partners),
    StopProcessingRules: "False",
  };
  const ruleId = `${person.userPrincipalName}\\${random.digits(19)}`;
  return exchangeCommandRecord(context, "New-InboxRule", ruleId, parameters, random);
}
