import { minuteMs } from "../../../base/time-units.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { type Asked, refused, tried, type VerdictRow, wordsOf } from "./find-verdict.ts";
import type { Refusal, RefusalReason } from "./refusal.ts";
import { missingPermission, notOffered, pageTokenLost, slowDown, tooFarBack, unexplained } from "./shared-verdicts.ts";

/** The API refuses 7 days and more; a little less, so that the last page is still offered (collecting.md §2.1). */
export const contentReachMs = (167 * 60 + 55) * minuteMs;

/** The Management Activity API's own refusals (graph.md §3.2). */
export const managementRows: readonly VerdictRow[] = [
  // Throttling is shown as status 403 with this code.
  { codes: ["AF429"], verdict: () => slowDown },
  { codes: ["AF10001"], verdict: (asked) => refused(missingPermission(asked, asked.purpose.permission)) },
  {
    codes: ["AF20010", "AF20013"],
    verdict: (asked) =>
      refused(
        stopped(
          asked,
          "no-tenant",
          "The tenant of the address is not the tenant of the token.",
          "Check the tenant id.",
        ),
      ),
  },
  { codes: ["AF20011", "AF20012"], verdict: (asked) => refused(auditingOff(asked)) },
  { messages: ["dataserviceexception"], verdict: (asked) => refused(auditingOff(asked)) },
  { codes: ["AF20020"], verdict: (asked) => refused(notOffered(asked)) },
  { codes: ["AF20022", "AF20023"], verdict: (asked) => refused(noSubscription(asked)) },
  { codes: ["AF20024"], verdict: (asked) => refused(noted(asked, "already-subscribed")) },
  { codes: ["AF20030", "AF20055"], verdict: (asked) => refused(badWindow(asked)) },
  { codes: ["AF20031"], verdict: (asked) => refused(pageTokenLost(asked)) },
  // Content that was listed may be there a moment later.
  { codes: ["AF20050"], verdict: (asked) => tried(3, noted(asked, "content-missing")) },
  { codes: ["AF20051"], verdict: (asked) => refused(noted(asked, "content-expired")) },
  { codes: ["AF50000"], verdict: (asked) => tried(5, unexplained(asked, { kind: "again" })) },
];

function stopped(asked: Asked, code: ErrorCode, found: string, nextStep: string): Refusal {
  return {
    code,
    state: "failed",
    remedy: { kind: "skip-source" },
    detail: `${found}${wordsOf(asked)}`,
    nextStep,
  };
}

function auditingOff(asked: Asked): Refusal {
  return stopped(
    asked,
    "collect-failed",
    "The Management Activity API does not know this tenant, or its auditing is switched off.",
    "Switch unified auditing on in Microsoft Purview (it takes up to an hour), and check the tenant id.",
  );
}

function noSubscription(asked: Asked): Refusal {
  return {
    code: "collect-failed",
    state: "failed",
    remedy: { kind: "again" },
    reason: "no-subscription",
    detail: `There is no subscription to ${asked.purpose.label}, or an administrator disabled it.`,
    nextStep: "It is started again; content comes within 12 hours.",
  };
}

function noted(asked: Asked, reason: RefusalReason): Refusal {
  return { ...unexplained(asked, { kind: "again" }), reason };
}

/** The stretch breaks a rule: it begins too early, unless its beginning is young enough. */
function badWindow(asked: Asked): Refusal {
  const floorMs = asked.nowMs - contentReachMs;
  const { fromMs } = asked.purpose;
  if (fromMs === undefined || fromMs < floorMs) return tooFarBack(asked, floorMs);
  return unexplained(asked, { kind: "halve" });
}
