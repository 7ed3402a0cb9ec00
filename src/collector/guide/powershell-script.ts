import type { CloudName } from "../../protocol/collector.ts";
import { appName, byApi, missingTenantId, type Registration, redirectAddress, scriptHead } from "./registration.ts";

/** Connect-MgGraph's names of the clouds. */
const environments: Readonly<Record<CloudName, string>> = {
  global: "Global",
  "us-government-gcc": "Global",
  "us-government-l4": "USGov",
  "us-government-dod": "USGovDoD",
  china: "China",
};

/** A script for Microsoft Graph PowerShell that makes the app registration. */
export function powershellScript(registration: Registration): string {
  const { credential, tenantId, cloud, permissions } = registration;
  const person = credential === "person";
  const grant = person ? "DelegatedPermissionGrant.ReadWrite.All" : "AppRoleAssignment.ReadWrite.All";
  return [
    ...scriptHead(registration).map((line) => `# ${line}`),
    "# Save it as register.ps1 and run: pwsh -File register.ps1 (once before: Install-Module Microsoft.Graph)",
    "#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns",
    "$ErrorActionPreference = 'Stop'",
    "",
    `$tenantId = '${tenantId ?? missingTenantId}'`,
    `Connect-MgGraph -TenantId $tenantId -Environment ${environments[cloud]} -NoWelcome -Scopes \``,
    `  'Application.ReadWrite.All', '${grant}'`,
    "",
    "$apis = @(",
    ...byApi(permissions).flatMap(([{ api, apiId }, names]) => [
      `  # ${api}`,
      `  @{ Id = '${apiId}'; Permissions = @(`,
      ...names.map((name) => `    '${name}'`),
      "  ) }",
    ]),
    ")",
    "",
    ...lookUp(person),
    "",
    `$app = New-MgApplication -DisplayName '${appName}' -SignInAudience AzureADMyOrg${publicClient(registration)} \``,
    "  -RequiredResourceAccess $required",
    "$principal = New-MgServicePrincipal -AppId $app.AppId",
    "# Until every server of the directory knows the new app.",
    "Start-Sleep -Seconds 20",
    "",
    ...(person ? delegatedConsent : applicationConsent),
    "",
    ...credentialLines(credential),
    '"Directory (tenant) id:   $tenantId"',
    '"Application (client) id: $($app.AppId)"',
    ...credentialWords(credential),
    "",
  ].join("\n");
}

/** An API is in the tenant only once something there uses it; a permission's id is looked up by its name. */
function lookUp(person: boolean): readonly string[] {
  const list = person ? "$resource.Oauth2PermissionScopes" : "$resource.AppRoles";
  return [
    "$required = foreach ($api in $apis) {",
    "  $resource = Get-MgServicePrincipal -Filter \"appId eq '$($api.Id)'\"",
    "  if (-not $resource) { $resource = New-MgServicePrincipal -AppId $api.Id }",
    "  $api.ResourceId = $resource.Id",
    "  $api.Ids = foreach ($name in $api.Permissions) {",
    `    $found = ${list} | Where-Object Value -eq $name`,
    '    if (-not $found) { throw "This cloud has no permission $name." }',
    "    $found.Id",
    "  }",
    `  $access = @($api.Ids | ForEach-Object { @{ Id = $_; Type = '${person ? "Scope" : "Role"}' } })`,
    "  @{ ResourceAppId = $api.Id; ResourceAccess = $access }",
    "}",
  ];
}

function publicClient({ credential, flow }: Registration): string {
  if (credential !== "person") return "";
  const uri = ` \`\n  -PublicClient @{ RedirectUris = @('${redirectAddress}') }`;
  return flow === "device-code" ? `${uri} -IsFallbackPublicClient` : uri;
}

const applicationConsent: readonly string[] = [
  "foreach ($api in $apis) {",
  "  foreach ($id in $api.Ids) {",
  "    New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id `",
  "      -ResourceId $api.ResourceId -AppRoleId $id | Out-Null",
  "  }",
  "}",
];

const delegatedConsent: readonly string[] = [
  "foreach ($api in $apis) {",
  "  New-MgOauth2PermissionGrant -ClientId $principal.Id -ConsentType AllPrincipals -ResourceId $api.ResourceId `",
  "    -Scope ($api.Permissions -join ' ') | Out-Null",
  "}",
];

function credentialLines(credential: Registration["credential"]): readonly string[] {
  switch (credential) {
    case "secret":
      return [
        `$credential = @{ DisplayName = '${appName}'; EndDateTime = (Get-Date).AddYears(1) }`,
        "$secret = Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential $credential",
        "",
      ];
    case "certificate":
      return certificateLines;
    case "person":
      return [];
  }
}

const certificateLines: readonly string[] = [
  "$rsa = [System.Security.Cryptography.RSA]::Create(3072)",
  "$request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(",
  `  'CN=${appName}', $rsa, [System.Security.Cryptography.HashAlgorithmName]::SHA256,`,
  "  [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)",
  "$now = [DateTimeOffset]::UtcNow",
  "$certificate = $request.CreateSelfSigned($now, $now.AddYears(1))",
  "$key = @{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData }",
  "Update-MgApplication -ApplicationId $app.Id -KeyCredentials @($key)",
  "$password = [System.Net.NetworkCredential]::new('', (Read-Host 'A password for the PFX file' -AsSecureString)).Password",
  `$file = Join-Path (Get-Location) '${appName}.pfx'`,
  "[IO.File]::WriteAllBytes($file, $certificate.Export('Pfx', $password))",
  "",
];

function credentialWords(credential: Registration["credential"]): readonly string[] {
  switch (credential) {
    case "secret":
      return ['"Client secret (Value):   $($secret.SecretText)"'];
    case "certificate":
      return ['"Certificate and key:     $file (choose it in TenantTrail, then delete it)"'];
    case "person":
      return [];
  }
}
