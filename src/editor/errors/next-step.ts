import { t } from "../../base/translated.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import { type CommandId, commandIds } from "../registry/command-ids.ts";

/** The button under a failure's message, or that the same thing may be tried again. */
export type FailureStep =
  | {
      readonly kind: "command";
      readonly label: string;
      readonly command: CommandId | "workbench.trust.manage";
      /** The same thing may work later as well. */
      readonly orRetry?: true;
    }
  | { readonly kind: "retry" };

/** What a person can do about a failure; nothing for those whose message says it all. */
export function nextStepFor(code: ErrorCode): FailureStep | undefined {
  switch (code) {
    case "no-connection":
    case "not-a-lake":
      return { kind: "command", label: t("Open a lake"), command: commandIds.useConnection };
    case "lake-missing":
    case "unsafe-lake":
      return { kind: "command", label: t("Choose another folder"), command: commandIds.useConnection, orRetry: true };
    case "no-tenant":
      return { kind: "command", label: t("Add a tenant"), command: commandIds.addTenant };
    case "no-credential":
    case "sign-in-failed":
    case "missing-permission":
    case "missing-licence":
    case "untrusted-server":
      return { kind: "command", label: t("Open the collector"), command: commandIds.showCollector };
    case "restricted-mode":
      return { kind: "command", label: t("Manage trust"), command: "workbench.trust.manage" };
    case "broken-slice":
      return { kind: "command", label: t("Verify"), command: commandIds.verifyIntegrity };
    case "internal":
      return { kind: "command", label: t("Show log"), command: commandIds.showLog };
    case "no-stack":
    case "aws-profile":
      return {
        kind: "command",
        label: t("Choose another connection"),
        command: commandIds.useConnection,
        orRetry: true,
      };
    case "aws-sign-in":
    case "aws-denied":
    case "aws-failed":
    case "deploy-failed":
    case "deploy-goes-on":
    case "lake-process-stopped":
    case "no-such-result":
    case "out-of-memory":
    case "disk-full":
    case "read-failed":
    case "throttled":
    case "unreachable":
    case "collect-failed":
    case "write-failed":
      return { kind: "retry" };
    default:
      return undefined;
  }
}
