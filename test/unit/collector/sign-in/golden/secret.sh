#!/usr/bin/env bash
# Registers an app in one tenant, for TenantTrail to collect its logs: with these permissions, all of them to read,
# and with consent for the whole tenant.
#   Microsoft Graph: AuditLog.Read.All (application)
#   Microsoft Graph: Directory.Read.All (application)
#   Microsoft Graph: Policy.Read.ConditionalAccess (application)
#   Microsoft Graph: IdentityRiskEvent.Read.All (application)
#   Microsoft Graph: IdentityRiskyUser.Read.All (application)
#   Microsoft Graph: IdentityRiskyServicePrincipal.Read.All (application)
#   Microsoft Graph: AuditLogsQuery.Read.All (application)
#   Office 365 Management APIs: ActivityFeed.Read (application)
#   Office 365 Management APIs: ActivityFeed.ReadDlp (application)
# Whoever runs it signs in as a Privileged Role Administrator or Global Administrator.
# The secret is valid for one year and shown once, at the end.
# Save it as register.sh and run: bash register.sh
set -euo pipefail

TENANT_ID='11111111-2222-4333-8444-555555555555'
GRAPH='https://graph.microsoft.com'

az cloud set --name AzureCloud
az login --tenant "$TENANT_ID" --allow-no-subscriptions --output none

APP_ID=$(az ad app create --display-name 'TenantTrail collector' --sign-in-audience AzureADMyOrg \
  --query appId --output tsv)
PRINCIPAL=$(az ad sp create --id "$APP_ID" --query id --output tsv)
# Until every server of the directory knows the new app.
sleep 20

resource_of() {
  az ad sp show --id "$1" --query id --output tsv 2>/dev/null || az ad sp create --id "$1" --query id --output tsv
}

permission_id() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id | [0]" --output tsv)
  if [[ ! "$id" =~ ^[0-9a-f-]{36}$ ]]; then echo "This cloud has no permission $2." >&2; return 1; fi
  echo "$id"
}

# Lists the permissions of an API on the app registration, and grants them.
allow() {
  local api=$1 resource value role
  resource=$(resource_of "$api")
  shift
  for value in "$@"; do
    role=$(permission_id "$api" "$value")
    az ad app permission add --id "$APP_ID" --api "$api" --api-permissions "$role=Role" --only-show-errors
    az rest --method POST --url "$GRAPH/v1.0/servicePrincipals/$resource/appRoleAssignedTo" --output none \
      --body "{\"principalId\": \"$PRINCIPAL\", \"resourceId\": \"$resource\", \"appRoleId\": \"$role\"}"
  done
}

# Microsoft Graph
allow '00000003-0000-0000-c000-000000000000' \
  AuditLog.Read.All \
  Directory.Read.All \
  Policy.Read.ConditionalAccess \
  IdentityRiskEvent.Read.All \
  IdentityRiskyUser.Read.All \
  IdentityRiskyServicePrincipal.Read.All \
  AuditLogsQuery.Read.All
# Office 365 Management APIs
allow 'c5393580-f805-4401-95e8-94b7a6ef2fc2' \
  ActivityFeed.Read \
  ActivityFeed.ReadDlp

SECRET=$(az ad app credential reset --id "$APP_ID" --append --display-name 'TenantTrail collector' --years 1 \
  --query password --output tsv --only-show-errors)

echo "Directory (tenant) id:   $TENANT_ID"
echo "Application (client) id: $APP_ID"
echo "Client secret (Value):   $SECRET"
