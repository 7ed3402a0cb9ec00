/** A client that signs in, under the id it has in every tenant. */
export interface Application {
  readonly appId: string;
  readonly displayName: string;
}

/** What a token is for, by its own app id. */
export type Resource = Application;

/** Microsoft's first-party clients, with their published ids. */
export const clients = {
  authenticationBroker: app("29d9ed98-a469-4536-ade2-f981bc1d605e", "Microsoft Authentication Broker"),
  azureCli: app("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI"),
  azurePortal: app("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Azure Portal"),
  azurePowerShell: app("1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell"),
  exchangeOnline: app("00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"),
  graphExplorer: app("de8bc8b5-d9f9-48b1-a8ad-b748da725064", "Graph Explorer"),
  microsoftOffice: app("d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft Office"),
  officeHome: app("4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome"),
  oneDriveSync: app("ab9b8c07-8f02-4f72-87fa-80105867a763", "OneDrive SyncEngine"),
  outlookMobile: app("27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook Mobile"),
  outlookWeb: app("9199bf20-a13f-4107-85dc-02114787ef48", "One Outlook Web"),
  sharePoint: app("00000003-0000-0ff1-ce00-000000000000", "Office 365 SharePoint Online"),
  teams: app("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"),
  teamsWeb: app("5e3ce6c0-2b1f-4285-8d4b-75ee78787346", "Microsoft Teams Web Client"),
  windowsSignIn: app("38aa3b87-a06d-4817-b275-7a316988d93b", "Windows Sign In"),
} as const;

/** The resources that tokens are asked for. */
export const resources = {
  deviceRegistration: app("01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9", "Device Registration Service"),
  directory: app("00000002-0000-0000-c000-000000000000", "Windows Azure Active Directory"),
  exchange: app("00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"),
  graph: app("00000003-0000-0000-c000-000000000000", "Microsoft Graph"),
  keyVault: app("cfa8b339-82a2-471a-a3c9-0fc0be7a4093", "Azure Key Vault"),
  officeHome: app("4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome"),
  serviceManagement: app("797f4846-ba00-4fd7-ba43-dac1f8f63013", "Windows Azure Service Management API"),
  sharePoint: app("00000003-0000-0ff1-ce00-000000000000", "Office 365 SharePoint Online"),
  storage: app("e406a681-f3d4-42a8-90b6-c2b029497af1", "Azure Storage"),
} as const;

/** A client together with the resource it usually asks for. */
export interface AppUse {
  readonly app: Application;
  readonly resource: Resource;
}

export const browserApps: readonly { readonly weight: number; readonly value: AppUse }[] = [
  { weight: 38, value: { app: clients.officeHome, resource: resources.officeHome } },
  { weight: 24, value: { app: clients.outlookWeb, resource: resources.exchange } },
  { weight: 20, value: { app: clients.sharePoint, resource: resources.sharePoint } },
  { weight: 15, value: { app: clients.teamsWeb, resource: resources.graph } },
  { weight: 3, value: { app: clients.graphExplorer, resource: resources.graph } },
];

export const desktopApps: readonly { readonly weight: number; readonly value: AppUse }[] = [
  { weight: 40, value: { app: clients.teams, resource: resources.graph } },
  { weight: 30, value: { app: clients.microsoftOffice, resource: resources.exchange } },
  { weight: 15, value: { app: clients.oneDriveSync, resource: resources.sharePoint } },
  { weight: 15, value: { app: clients.microsoftOffice, resource: resources.graph } },
];

export const phoneApps: readonly { readonly weight: number; readonly value: AppUse }[] = [
  { weight: 60, value: { app: clients.outlookMobile, resource: resources.exchange } },
  { weight: 40, value: { app: clients.teams, resource: resources.graph } },
];

export const adminApps: readonly { readonly weight: number; readonly value: AppUse }[] = [
  { weight: 60, value: { app: clients.azurePortal, resource: resources.serviceManagement } },
  { weight: 20, value: { app: clients.azureCli, resource: resources.serviceManagement } },
  { weight: 20, value: { app: clients.azurePowerShell, resource: resources.serviceManagement } },
];

function app(appId: string, displayName: string): Application {
  return { appId, displayName };
}
