import { workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

/** @throws TenantTrailError `restricted-mode` unless the workspace is trusted. */
export function requireTrust(doing: string): void {
  if (workspace.isTrusted) return;
  throw new TenantTrailError(
    "restricted-mode",
    t(
      "{0} is off in restricted mode, because the files of this workspace are not trusted. Trust the workspace to turn it on.",
      doing,
    ),
  );
}
