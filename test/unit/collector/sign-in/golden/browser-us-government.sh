#!/usr/bin/env bash
# Registers an app in one tenant, for TenantTrail to collect its logs: with these permissions, all of them to read,
# and with consent for the whole tenant.
#   Microsoft Graph: AuditLog.Read.All (delegated)
#   Microsoft Graph: Directory.Read.All (delegated)
#   Microsoft Graph: Policy.Read.ConditionalAccess (delegated)
#   Microsoft Graph: IdentityRiskEvent.Read.All (delegated)
#   Microsoft Graph: IdentityRiskyUser.Read.All (delegated)
#   Microsoft Graph: IdentityRiskyServicePrincipal.Read.All (delegated)
#   Office 365 Management APIs: ActivityFeed.Read (delegated)
#   Office 365 Management APIs: ActivityFeed.ReadDlp (delegated)
# Whoever runs it signs in as a Privileged Role Administrator or Global Administrator.
# Save it as register.sh and run: bash register.sh
set -euo pipefail

TENANT_ID='<directory (tenant) id>'
GRAPH='https://graph.microsoft.us'

az cloud set --name AzureUSGovernment
az login --tenant "$TENANT_ID" --allow-no-subscriptions --output none

APP_ID=$(az ad app create --display-name 'TenantTrail collector' --sign-in-audience AzureADMyOrg \
  --public-client-redirect-uris http://localhost \
  --query appId --output tsv)
PRINCIPAL=$(az ad sp create --id "$APP_ID" --query id --output tsv)
# Until every server of the directory knows the new app.
sleep 20

resource_of() {
  az ad sp show --id "$1" --query id --output tsv 2>/dev/null || az ad sp create --id "$1" --query id --output tsv
}

permission_id() {
  local id
  id=$(az ad sp show --id "$1" --query "oauth2PermissionScopes[?value=='$2'].id | [0]" --output tsv)
  if [[ ! "$id" =~ ^[0-9a-f-]{36}$ ]]; then echo "This cloud has no permission $2." >&2; return 1; fi
  echo "$id"
}

# Lists the permissions of an API on the app registration, and grants them for everyone in the tenant.
allow() {
  local api=$1 resource value scope
  resource=$(resource_of "$api")
  shift
  for value in "$@"; do
    scope=$(permission_id "$api" "$value")
    az ad app permission add --id "$APP_ID" --api "$api" --api-permissions "$scope=Scope" --only-show-errors
  done
  az rest --method POST --url "$GRAPH/v1.0/oauth2PermissionGrants" --output none \
    --body "{\"clientId\": \"$PRINCIPAL\", \"consentType\": \"AllPrincipals\", \"resourceId\": \"$resource\", \"scope\": \"$*\"}"
}

# Microsoft Graph
allow '00000003-0000-0000-c000-000000000000' \
  AuditLog.Read.All \
  Directory.Read.All \
  Policy.Read.ConditionalAccess \
  IdentityRiskEvent.Read.All \
  IdentityRiskyUser.Read.All \
  IdentityRiskyServicePrincipal.Read.All
# Office 365 Management APIs
allow 'c5393580-f805-4401-95e8-94b7a6ef2fc2' \
  ActivityFeed.Read \
  ActivityFeed.ReadDlp

echo "Directory (tenant) id:   $TENANT_ID"
echo "Application (client) id: $APP_ID"
