import { workspace } from "vscode";
import { TenantTrailError } from "../../protocol/errors.ts";

/** @throws TenantTrailError `restricted-mode` unless the workspace is trusted. */
export function requireTrust(doing: string): void {
  if (workspace.isTrusted) return;
  throw new TenantTrailError(
    "restricted-mode",
    `${doing} is off in restricted mode, because the files of this workspace are not trusted. Trust the workspace to turn it on.`,
  );
}
