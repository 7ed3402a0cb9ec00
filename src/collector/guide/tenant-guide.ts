import type { TenantGuide, TenantGuideRequest } from "../../protocol/collector.ts";
import { sourcesOf } from "../clouds.ts";
import { azureCliScript } from "./azure-cli-script.ts";
import { consentAddress, guidOf } from "./consent-address.ts";
import { type ApiPermission, permissionsOf } from "./permissions.ts";
import { powershellScript } from "./powershell-script.ts";
import type { Registration } from "./registration.ts";

/** What has to be done in a tenant before it can be collected, from what was entered so far; sends nothing. */
export function tenantGuide(request: TenantGuideRequest): TenantGuide {
  const { cloud, credentialKind: credential, flow = "browser" } = request;
  const offered = sourcesOf(cloud);
  const permissions = permissionsOf(
    request.sources.filter((source) => offered.includes(source)),
    credential,
  );
  const registration: Registration = { cloud, tenantId: guidOf(request.tenantId), credential, flow, permissions };
  const azureCli = azureCliScript(registration);
  return {
    permissions: offered.flatMap((source) =>
      permissions.filter(({ sources }) => sources.includes(source)).map(rowOf(source)),
    ),
    consentUrl: consentAddress(request) ?? "",
    scripts: [
      ...(azureCli === null ? [] : [{ title: "Azure CLI (bash)", text: azureCli }]),
      { title: "Microsoft Graph PowerShell", text: powershellScript(registration) },
    ],
  };
}

function rowOf(source: TenantGuide["permissions"][number]["source"]) {
  return ({ api, permission, note }: ApiPermission) => ({ source, api, permission, ...(note && { note }) });
}
