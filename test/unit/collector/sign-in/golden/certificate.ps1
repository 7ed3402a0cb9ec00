# Registers an app in one tenant, for TenantTrail to collect its logs: with these permissions, all of them to read,
# and with consent for the whole tenant.
#   Office 365 Management APIs: ActivityFeed.Read (application)
# Whoever runs it signs in as a Privileged Role Administrator or Global Administrator.
# The certificate is self-signed and valid for one year.
# Save it as register.ps1 and run: pwsh -File register.ps1 (once before: Install-Module Microsoft.Graph)
#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
$ErrorActionPreference = 'Stop'

$tenantId = '11111111-2222-4333-8444-555555555555'
Connect-MgGraph -TenantId $tenantId -Environment Global -NoWelcome -Scopes `
  'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'

$apis = @(
  # Office 365 Management APIs
  @{ Id = 'c5393580-f805-4401-95e8-94b7a6ef2fc2'; Permissions = @(
    'ActivityFeed.Read'
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

$rsa = [System.Security.Cryptography.RSA]::Create(3072)
$request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
  'CN=TenantTrail collector', $rsa, [System.Security.Cryptography.HashAlgorithmName]::SHA256,
  [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
$now = [DateTimeOffset]::UtcNow
$certificate = $request.CreateSelfSigned($now, $now.AddYears(1))
$key = @{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData }
Update-MgApplication -ApplicationId $app.Id -KeyCredentials @($key)
$password = [System.Net.NetworkCredential]::new('', (Read-Host 'A password for the PFX file' -AsSecureString)).Password
$file = Join-Path (Get-Location) 'TenantTrail collector.pfx'
[IO.File]::WriteAllBytes($file, $certificate.Export('Pfx', $password))

"Directory (tenant) id:   $tenantId"
"Application (client) id: $($app.AppId)"
"Certificate and key:     $file (choose it in TenantTrail, then delete it)"
