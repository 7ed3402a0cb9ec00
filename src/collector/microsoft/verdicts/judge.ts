import type { CollectError } from "../../collect-error.ts";
import type { Purpose } from "../microsoft.ts";
import { type Asked, findVerdict, tried, type Verdict } from "./find-verdict.ts";
import { graphRows } from "./graph-verdicts.ts";
import { managementRows } from "./management-verdicts.ts";
import type { Refusal } from "./refusal.ts";
import { otherVerdict, sharedRows } from "./shared-verdicts.ts";

const rows = {
  graph: [...graphRows, ...sharedRows],
  management: [...managementRows, ...sharedRows],
} as const;

/** What an answer that is no success means (graph.md §2.4, §3.2; collecting.md §3). */
export function judgeAnswer(asked: Asked): Verdict {
  return findVerdict(rows[asked.api], asked) ?? otherVerdict(asked);
}

/** A body that must not be taken for data: a shorter stretch may come whole. */
export function judgeDamage(what: string, purpose: Purpose): Verdict {
  return tried(3, {
    code: "collect-failed",
    state: "failed",
    remedy: { kind: "halve" },
    detail: `Microsoft's answer with ${purpose.label} ${what}.`,
    nextStep: "A shorter stretch is asked for.",
  });
}

export function judgeSilence(seconds: number, purpose: Purpose): Verdict {
  return tried(2, {
    code: "unreachable",
    state: "unreachable",
    remedy: { kind: "halve" },
    detail: `Microsoft did not finish its answer with ${purpose.label} within ${seconds} seconds.`,
    nextStep: "A shorter stretch is asked for.",
  });
}

/** No answer, or one that broke off. */
export function judgeBreak(host: string, code: string, purpose: Purpose): Verdict {
  const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/.test(code);
  const then: Refusal = {
    code: "unreachable",
    state: "unreachable",
    remedy: { kind: "again" },
    detail: untrusted
      ? `The certificate of ${host} is not trusted (${code}).`
      : `The connection to ${host} failed while ${purpose.label} were read${code === "" ? "" : ` (${code})`}.`,
    nextStep: untrusted
      ? "A proxy that inspects traffic needs its certificate authority in NODE_EXTRA_CA_CERTS."
      : "Check the network and the proxy settings.",
  };
  return tried(untrusted ? 1 : 5, then);
}

/** No token for the moment: without one no window of the tenant can be read. */
export function judgeSignIn({ code, message }: CollectError): Verdict {
  const state = code === "throttled" ? "throttled" : "unreachable";
  return tried(5, { code, state, remedy: { kind: "stop-tenant" }, detail: message, nextStep: "" });
}

/** With `quick`: whoever asked wants to know, not to wait. */
export function throttledRefusal(purpose: Purpose): Refusal {
  return {
    code: "throttled",
    state: "throttled",
    remedy: { kind: "again" },
    detail: `Microsoft is holding back requests for ${purpose.label} at the moment.`,
    nextStep: "Nothing is wrong with the settings: the collector waits as long as it is told; check again later.",
  };
}

export function foreignHostRefusal(host: string): Refusal {
  return {
    code: "untrusted-server",
    state: "failed",
    remedy: { kind: "skip-source" },
    detail: `An answer led to ${host}, which is not a server of the chosen cloud; no token was sent to it.`,
    nextStep: "Check the proxy and the chosen cloud.",
  };
}

export function noServerRefusal(): Refusal {
  return {
    code: "collect-failed",
    state: "not-offered",
    remedy: { kind: "skip-source" },
    detail: "This cloud has no Management Activity API.",
    nextStep: "Leave the content types out.",
  };
}
