import { type Asked, refused, tried, type Verdict, type VerdictRow, wordsOf } from "./find-verdict.ts";
import type { Refusal } from "./refusal.ts";

export const slowDown: Verdict = { kind: "slow-down" };

export function missingPermission(asked: Asked, permission: string): Refusal {
  return {
    code: "missing-permission",
    state: "missing-permission",
    remedy: { kind: "skip-source" },
    detail: `The app registration may not read ${asked.purpose.label}: the permission ${permission} is missing.`,
    nextStep: `Add ${permission} to the app registration and let an administrator consent to it.`,
  };
}

export function missingLicence(asked: Asked): Refusal {
  const licence = asked.purpose.licence ?? "Microsoft Entra ID P1 or P2";
  return {
    code: "missing-licence",
    state: "missing-licence",
    remedy: { kind: "skip-source" },
    detail: `Microsoft gives ${asked.purpose.label} only to tenants with ${licence}.`,
    nextStep:
      asked.purpose.permission === "AuditLog.Read.All"
        ? "If the tenant has the licence, add the permission Directory.Read.All with admin consent, which cures a known " +
          "fault of the licence check, and allow a day after buying it; otherwise leave this source out."
        : "If the tenant has the licence, allow a day after buying it; otherwise leave this source out.",
  };
}

export function notOffered(asked: Asked): Refusal {
  return {
    code: "collect-failed",
    state: "not-offered",
    remedy: { kind: "skip-source" },
    detail: `This cloud does not offer ${asked.purpose.label}.${wordsOf(asked)}`,
    nextStep: "Leave this source out, or check that the right cloud was chosen.",
  };
}

/** The API reaches back to `floorMs` only. */
export function tooFarBack(asked: Asked, floorMs: number): Refusal {
  const floor = `${new Date(floorMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    code: "collect-failed",
    state: "failed",
    remedy: { kind: "clamp", floorMs },
    detail: `Microsoft keeps ${asked.purpose.label} only since ${floor}.`,
    nextStep: "What is older can only be imported, if it was exported in time.",
  };
}

export function pageTokenLost(asked: Asked): Refusal {
  return {
    code: "collect-failed",
    state: "failed",
    remedy: { kind: "again" },
    reason: "page-token",
    detail: `Microsoft lost its place while ${asked.purpose.label} were read.${wordsOf(asked)}`,
    nextStep: "The stretch is read again from its first page.",
  };
}

export function unexplained(asked: Asked, remedy: Refusal["remedy"]): Refusal {
  return {
    code: "collect-failed",
    state: "failed",
    remedy,
    detail: `Microsoft answered ${asked.status} when asked for ${asked.purpose.label}.${wordsOf(asked)}`,
    nextStep:
      asked.status >= 500 ? "The fault is Microsoft's; it is tried again in the next run." : "Look the message up.",
  };
}

/** Rows that hold for both APIs, behind the rows of their own codes. */
export const sharedRows: readonly VerdictRow[] = [
  { messages: ["this request is throttled", "too many requests"], verdict: () => slowDown },
  { statuses: [429], verdict: () => slowDown },
  {
    statuses: [401],
    verdict: (asked) => ({
      kind: "new-token",
      refusal: {
        code: "sign-in-failed",
        state: "failed",
        remedy: { kind: "stop-tenant" },
        detail: `Microsoft refused the token, and a fresh one too.${wordsOf(asked)}`,
        nextStep: "Check the tenant, the cloud and the app registration, and sign in again.",
      },
    }),
  },
  { statuses: [408, 504], verdict: (asked) => tried(3, tooSlow(asked)) },
  { messages: ["timed out", "timeout"], verdict: (asked) => tried(3, tooSlow(asked)) },
  { statuses: [403], verdict: (asked) => refused(missingPermission(asked, asked.purpose.permission)) },
];

function tooSlow(asked: Asked): Refusal {
  return {
    code: "unreachable",
    state: "unreachable",
    remedy: { kind: "halve" },
    detail: `Microsoft took too long over ${asked.purpose.label}.${wordsOf(asked)}`,
    nextStep: "A shorter stretch is asked for.",
  };
}

/** When no row matches. */
export function otherVerdict(asked: Asked): Verdict {
  if (asked.status >= 500) return tried(5, unexplained(asked, { kind: "again" }));
  return tried(3, unexplained(asked, { kind: "skip-source" }));
}
