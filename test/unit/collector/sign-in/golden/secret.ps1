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
# Save it as register.ps1 and run: pwsh -File register.ps1 (once before: Install-Module Microsoft.Graph)
#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
$ErrorActionPreference = 'Stop'

$tenantId = '11111111-2222-4333-8444-555555555555'
Connect-MgGraph -TenantId $tenantId -Environment Global -NoWelcome -Scopes `
  'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'

$apis = @(
  # Microsoft Graph
  @{ Id = '00000003-0000-0000-c000-000000000000'; Permissions = @(
    'AuditLog.Read.All'
    'Directory.Read.All'
    'Policy.Read.ConditionalAccess'
    'IdentityRiskEvent.Read.All'
    'IdentityRiskyUser.Read.All'
    'IdentityRiskyServicePrincipal.Read.All'
    'AuditLogsQuery.Read.All'
  ) }
  # Office 365 Management APIs
  @{ Id = 'c5393580-f805-4401-95e8-94b7a6ef2fc2'; Permissions = @(
    'ActivityFeed.Read'
    'ActivityFeed.ReadDlp'
  ) }
)

$required = foreach ($api in $apis) {
  $resource = Get-MgServicePrincipal -Filter "appId eq '$($api.Id)'"
  if (-not $resource) { $resource = New-MgServicePrincipal -AppId $api.Id }
  $api.ResourceId = $resource.Id
  $api.Ids = foreach ($name in $api.Permissions) {
    $found = $resource.AppRoles | Where-Object Value -eq $name
    if (-not $found) { throw "This cloud has no permission $name." }
    $found.Id
  }
  $access = @($api.Ids | ForEach-Object { @{ Id = $_; Type = 'Role' } })
  @{ ResourceAppId = $api.Id; ResourceAccess = $access }
}

$app = New-MgApplication -DisplayName 'TenantTrail collector' -SignInAudience AzureADMyOrg `
  -RequiredResourceAccess $required
$principal = New-MgServicePrincipal -AppId $app.AppId
# Until every server of the directory knows the new app.
Start-Sleep -Seconds 20

foreach ($api in $apis) {
  foreach ($id in $api.Ids) {
    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id `
      -ResourceId $api.ResourceId -AppRoleId $id | Out-Null
  }
}

$credential = @{ DisplayName = 'TenantTrail collector'; EndDateTime = (Get-Date).AddYears(1) }
$secret = Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential $credential

"Directory (tenant) id:   $tenantId"
"Application (client) id: $($app.AppId)"
"Client secret (Value):   $($secret.SecretText)"
