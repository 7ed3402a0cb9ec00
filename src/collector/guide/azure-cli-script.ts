import type { CloudName } from "../../protocol/collector.ts";
import { serversOf } from "../clouds.ts";
import { appName, byApi, missingTenantId, type Registration, redirectAddress, scriptHead } from "./registration.ts";

/** The Azure CLI's names of the clouds; it knows none whose Microsoft Graph is that of the DoD. */
const cliClouds: Readonly<Record<CloudName, string | null>> = {
  global: "AzureCloud",
  "us-government-gcc": "AzureCloud",
  "us-government-l4": "AzureUSGovernment",
  "us-government-dod": null,
  china: "AzureChinaCloud",
};

/** A bash script for the Azure CLI that makes the app registration; null where the CLI does not know the cloud. */
export function azureCliScript(registration: Registration): string | null {
  const cliCloud = cliClouds[registration.cloud];
  if (cliCloud === null) return null;
  const { graph } = serversOf({ cloud: registration.cloud });
  return [
    "#!/usr/bin/env bash",
    ...scriptHead(registration).map((line) => `# ${line}`),
    "# Save it as register.sh and run: bash register.sh",
    "set -euo pipefail",
    "",
    `TENANT_ID='${registration.tenantId ?? missingTenantId}'`,
    `GRAPH='${graph}'`,
    "",
    `az cloud set --name ${cliCloud}`,
    'az login --tenant "$TENANT_ID" --allow-no-subscriptions --output none',
    "",
    `APP_ID=$(az ad app create --display-name '${appName}' --sign-in-audience AzureADMyOrg${publicClient(registration)} \\`,
    "  --query appId --output tsv)",
    'PRINCIPAL=$(az ad sp create --id "$APP_ID" --query id --output tsv)',
    "# Until every server of the directory knows the new app.",
    "sleep 20",
    "",
    ...(registration.credential === "person" ? delegatedConsent : applicationConsent),
    "",
    ...byApi(registration.permissions).flatMap(([{ api, apiId }, permissions]) => [
      `# ${api}`,
      [`allow '${apiId}'`, ...permissions].join(" \\\n  "),
    ]),
    "",
    ...credentialLines(registration),
    'echo "Directory (tenant) id:   $TENANT_ID"',
    'echo "Application (client) id: $APP_ID"',
    ...credentialWords(registration),
    "",
  ].join("\n");
}

function publicClient({ credential, flow }: Registration): string {
  if (credential !== "person") return "";
  const uri = ` \\\n  --public-client-redirect-uris ${redirectAddress}`;
  return flow === "device-code" ? `${uri} --is-fallback-public-client true` : uri;
}

/** An API is in the tenant only once something there uses it; a permission's id is looked up by its name. */
function permissionId(list: string): readonly string[] {
  return [
    "resource_of() {",
    '  az ad sp show --id "$1" --query id --output tsv 2>/dev/null || az ad sp create --id "$1" --query id --output tsv',
    "}",
    "",
    "permission_id() {",
    "  local id",
    `  id=$(az ad sp show --id "$1" --query "${list}[?value=='$2'].id | [0]" --output tsv)`,
    '  if [[ ! "$id" =~ ^[0-9a-f-]{36}$ ]]; then echo "This cloud has no permission $2." >&2; return 1; fi',
    '  echo "$id"',
    "}",
    "",
  ];
}

const applicationConsent: readonly string[] = [
  ...permissionId("appRoles"),
  "# Lists the permissions of an API on the app registration, and grants them.",
  "allow() {",
  "  local api=$1 resource value role",
  '  resource=$(resource_of "$api")',
  "  shift",
  '  for value in "$@"; do',
  '    role=$(permission_id "$api" "$value")',
  '    az ad app permission add --id "$APP_ID" --api "$api" --api-permissions "$role=Role" --only-show-errors',
  '    az rest --method POST --url "$GRAPH/v1.0/servicePrincipals/$resource/appRoleAssignedTo" --output none \\',
  '      --body "{\\"principalId\\": \\"$PRINCIPAL\\", \\"resourceId\\": \\"$resource\\", \\"appRoleId\\": \\"$role\\"}"',
  "  done",
  "}",
];

const delegatedConsent: readonly string[] = [
  ...permissionId("oauth2PermissionScopes"),
  "# Lists the permissions of an API on the app registration, and grants them for everyone in the tenant.",
  "allow() {",
  "  local api=$1 resource value scope",
  '  resource=$(resource_of "$api")',
  "  shift",
  '  for value in "$@"; do',
  '    scope=$(permission_id "$api" "$value")',
  '    az ad app permission add --id "$APP_ID" --api "$api" --api-permissions "$scope=Scope" --only-show-errors',
  "  done",
  '  az rest --method POST --url "$GRAPH/v1.0/oauth2PermissionGrants" --output none \\',
  '    --body "{\\"clientId\\": \\"$PRINCIPAL\\", \\"consentType\\": \\"AllPrincipals\\", \\"resourceId\\": \\"$resource\\", \\"scope\\": \\"$*\\"}"',
  "}",
];

function credentialLines({ credential }: Registration): readonly string[] {
  switch (credential) {
    case "secret":
      return [
        `SECRET=$(az ad app credential reset --id "$APP_ID" --append --display-name '${appName}' --years 1 \\`,
        "  --query password --output tsv --only-show-errors)",
        "",
      ];
    case "certificate":
      return [
        'PEM=$(az ad app credential reset --id "$APP_ID" --append --create-cert --years 1 \\',
        "  --query fileWithCertAndPrivateKey --output tsv --only-show-errors)",
        "",
      ];
    case "person":
      return [];
  }
}

function credentialWords({ credential }: Registration): readonly string[] {
  switch (credential) {
    case "secret":
      return ['echo "Client secret (Value):   $SECRET"'];
    case "certificate":
      return ['echo "Certificate and key:     $PEM (enter its text, then delete the file)"'];
    case "person":
      return [];
  }
}
