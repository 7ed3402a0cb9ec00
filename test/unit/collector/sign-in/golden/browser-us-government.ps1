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
# Save it as register.ps1 and run: pwsh -File register.ps1 (once before: Install-Module Microsoft.Graph)
#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
$ErrorActionPreference = 'Stop'

$tenantId = '<directory (tenant) id>'
Connect-MgGraph -TenantId $tenantId -Environment USGov -NoWelcome -Scopes `
  'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'

$apis = @(
  # Microsoft Graph
  @{ Id = '00000003-0000-0000-c000-000000000000'; Permissions = @(
    'AuditLog.Read.All'
    'Directory.Read.All'
    'Policy.Read.ConditionalAccess'
    'IdentityRiskEvent.Read.All'
    'IdentityRiskyUser.Read.All'
    'IdentityRiskyServicePrincipal.Read.All'
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
    $found = $resource.Oauth2PermissionScopes | Where-Object Value -eq $name
    if (-not $found) { throw "This cloud has no permission $name." }
    $found.Id
  }
  $access = @($api.Ids | ForEach-Object { @{ Id = $_; Type = 'Scope' } })
  @{ ResourceAppId = $api.Id; ResourceAccess = $access }
}

$app = New-MgApplication -DisplayName 'TenantTrail collector' -SignInAudience AzureADMyOrg `
  -PublicClient @{ RedirectUris = @('http://localhost') } `
  -RequiredResourceAccess $required
$principal = New-MgServicePrincipal -AppId $app.AppId
# Until every server of the directory knows the new app.
Start-Sleep -Seconds 20

foreach ($api in $apis) {
  New-MgOauth2PermissionGrant -ClientId $principal.Id -ConsentType AllPrincipals -ResourceId $api.ResourceId `
    -Scope ($api.Permissions -join ' ') | Out-Null
}

"Directory (tenant) id:   $tenantId"
"Application (client) id: $($app.AppId)"
