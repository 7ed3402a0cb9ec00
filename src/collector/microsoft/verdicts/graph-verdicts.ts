import { dayMs, hourMs } from "../../../base/time-units.ts";
import { type Asked, refused, tried, type VerdictRow } from "./find-verdict.ts";
import type { Refusal } from "./refusal.ts";
import {
  missingLicence,
  missingPermission,
  notOffered,
  pageTokenLost,
  slowDown,
  tooFarBack,
  unexplained,
} from "./shared-verdicts.ts";

/** How far back Graph keeps reports, with a licence and without (graph.md §2.1). */
const retentionDays = [30, 7] as const;

/** The margin keeps what is offered when a stretch is asked for within reach while it is read. */
const marginMs = hourMs;

/** Graph's own refusals (graph.md §2.4, collecting.md §3). */
export const graphRows: readonly VerdictRow[] = [
  { codes: ["TooManyRequests", "activityLimitReached"], verdict: () => slowDown },
  {
    codes: ["Authentication_RequestFromNonPremiumTenantOrB2CTenant"],
    // The last is how identity protection says it, with the code `Forbidden` that stands for a missing permission too.
    messages: ["doesn't have premium license", "does not have premium license", "not licensed for this feature"],
    // Licensed tenants are told this now and then (graph.md §2.4), so it is asked again, and whoever reads doubts it still.
    verdict: (asked) => tried(4, missingLicence(asked)),
  },
  {
    codes: [
      "Authentication_MSGraphPermissionMissing",
      "Authentication_ApplicationHasNoReadAuditLogDataAccess",
      "Authentication_ApplicationHasNoDirectoryReadAccess",
      "Authorization_RequestDenied",
    ],
    messages: ["required msgraph permissions", "application missing", "insufficient privileges"],
    verdict: (asked) => refused(missingPermission(asked, permissionIn(asked))),
  },
  {
    codes: ["Authentication_RequestFromUnsupportedUserRole"],
    messages: ["allowed roles"],
    verdict: (asked) => refused(missingRole(asked)),
  },
  {
    messages: ["minimum allowed time for"],
    verdict: (asked) => refused(tooFarBack(asked, dateIn(asked.message) ?? asked.nowMs - 30 * dayMs + marginMs)),
  },
  {
    codes: ["DirectoryPageTokenNotFoundException", "Directory_ExpiredPageToken"],
    messages: ["skip token", "skiptoken", "pagetokennotfound"],
    verdict: (asked) => refused(pageTokenLost(asked)),
  },
  { messages: ["invalid filter clause"], verdict: (asked) => refused(invalidFilter(asked)) },
  { messages: ["resource not found for the segment"], verdict: (asked) => refused(notOffered(asked)) },
  { statuses: [404], verdict: (asked) => refused({ ...notOffered(asked), reason: "not-found" }) },
];

/** The permission that the message names, else the one that is known to be needed. */
function permissionIn({ message, purpose }: Asked): string {
  return /permissions?\W+((?:[A-Z][A-Za-z]+\.)+[A-Z][A-Za-z]+)/.exec(message)?.[1] ?? purpose.permission;
}

function missingRole(asked: Asked): Refusal {
  return {
    code: "missing-permission",
    state: "missing-permission",
    remedy: { kind: "skip-source" },
    detail: `The person who signed in has no role that may read ${asked.purpose.label}.`,
    nextStep: "Assign the role Reports Reader or Security Reader in Microsoft Entra, then sign in again.",
  };
}

/** The same words mean a filter that Graph does not understand and a beginning that is too old: the age decides. */
function invalidFilter(asked: Asked): Refusal {
  const { fromMs } = asked.purpose;
  if (fromMs !== undefined)
    for (const days of retentionDays) {
      const floorMs = asked.nowMs - days * dayMs + marginMs;
      if (fromMs < floorMs - 2 * marginMs) return tooFarBack(asked, floorMs);
    }
  return unexplained(asked, { kind: "skip-source" });
}

/** A time as .NET writes it for the United States, `2/5/2023 12:00:00 AM`, in UTC: milliseconds since 1970. */
function dateIn(message: string): number | undefined {
  const match = /(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) ([AP])M/i.exec(message);
  if (match === null) return undefined;
  const [, month, date, year, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half?.toUpperCase() === "P" ? 12 : 0);
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(date), hours, Number(minute), Number(second));
  return Number.isNaN(ms) ? undefined : ms;
}
