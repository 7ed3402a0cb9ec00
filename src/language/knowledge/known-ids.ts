/**
 * Applications of Microsoft's own and built-in roles by their ids, which are the same in every tenant
 * (docs/facts/well-known-ids.md names Microsoft's pages).
 */
const applications = `
00000002-0000-0000-c000-000000000000 Windows Azure Active Directory
00000002-0000-0ff1-ce00-000000000000 Office 365 Exchange Online
00000003-0000-0000-c000-000000000000 Microsoft Graph
00000003-0000-0ff1-ce00-000000000000 Office 365 SharePoint Online
00000004-0000-0ff1-ce00-000000000000 Skype for Business Online
00000005-0000-0ff1-ce00-000000000000 Viva Engage (formerly Yammer)
00000006-0000-0ff1-ce00-000000000000 Microsoft Office 365 Portal
00000007-0000-0000-c000-000000000000 Dataverse
00000007-0000-0ff1-ce00-000000000000 Microsoft Exchange Online Protection
00000009-0000-0000-c000-000000000000 Power BI Service
0000000c-0000-0000-c000-000000000000 Microsoft App Access Panel
00000015-0000-0000-c000-000000000000 Microsoft Dynamics ERP
0000001a-0000-0000-c000-000000000000 MicrosoftAzureActiveAuthn
00b41c95-dab0-4487-9791-b9d2c32c80f2 Office 365 Management
04b07795-8ddb-461a-bbee-02f9e1bf7b46 Microsoft Azure CLI
08e18876-6177-487e-b8b5-cf950c1e598c SharePoint Online Web Client Extensibility
0f698dd4-f011-4d23-a33e-b36416dcb1e6 OfficeClientService
14d82eec-204b-4c2f-b7e8-296a70dab67e Microsoft Graph Command Line Tools
18fbca16-2224-45f6-85b0-f7bf2b39b3f3 Microsoft Docs
1950a258-227b-4e31-a9cf-717495945fc2 Microsoft Azure PowerShell
1fec8e78-bce4-4aaf-ab1b-5451cc387264 Microsoft Teams
243c63a3-247d-41c5-9d83-7788c43f1c43 Office Online Core SSO
268761a2-03f3-40df-8a8b-c3db24145b6b Universal Store Native Client
26a7ee05-5602-4d76-a7ba-eae8b7b67941 Windows Search
27922004-5251-4030-b22d-91ecd9a37ea4 Outlook Mobile
29d9ed98-a469-4536-ade2-f981bc1d605e Microsoft Authentication Broker
2abdc806-e091-4495-9b10-b04d93c3f040 Office Online Client Microsoft Entra ID - Augmentation Loop
2d4d3d8e-2be3-4bef-9f87-7875a61c29de OneNote
3090ab82-f1c1-4cdf-af2c-5d7a6f3e2cc7 Microsoft Defender for Cloud Apps
4345a7b9-9a63-4910-a426-35363201d503 O365 Suite UX
4765445b-32c6-49b0-83e6-1d93765276ca OfficeHome
497effe9-df71-4043-a8bb-14cf78c4b63b Exchange Admin Center
4b233688-031c-404b-9a80-a4f3f2351f90 Office.com
51be292c-a17e-4f17-9a7e-4b661fb16dd2 Microsoft Exchange ProtectedServiceHost
5e3ce6c0-2b1f-4285-8d4b-75ee78787346 Microsoft Teams Web Client
66a88757-258c-4c72-893c-3e8bed4d6899 Office 365 Search Service
67e3df25-268a-4324-a550-0de1c7f97287 Microsoft Office Web Apps Service
74658136-14ec-4630-ad9b-26e160ff0fc6 ADIbizaUX
74bcdadc-2fdc-4bb3-8459-76d06952a0e9 Microsoft Intune Web Company Portal
797f4846-ba00-4fd7-ba43-dac1f8f63013 Windows Azure Service Management API
80ccca67-54bd-44ab-8625-4b79c4dc7775 Microsoft 365 Security and Compliance Center
871c010f-5e61-4fb1-83ac-98610a7e9110 Microsoft Power BI
89bee1f7-5e6e-4d8a-9f3d-ecd601259da7 Office365 Shell WCSS-Client
93625bc8-bfe2-437a-97e0-3d0060024faa Microsoft password reset service
93d53678-613d-4013-afc1-62e9e444a0a5 Office Online Add-in SSO
95de633a-083e-42f5-b444-a4295d8e9314 Microsoft Whiteboard Services
98db8bd6-0cc0-4e67-9de5-f187f1cd1b41 Microsoft Substrate Management
a3475900-ccec-4a69-98f5-a65cd5dc5306 Partner Customer Delegated Admin Offline Processor
a3b79187-70b2-4139-83f9-6016c58cd27b WindowsDefenderATP Portal
ab9b8c07-8f02-4f72-87fa-80105867a763 OneDrive SyncEngine
b23dd4db-9142-4734-867f-3577f640ad0c Office Online Client Microsoft Entra ID - Loki
bdd48c81-3a58-4ea9-849c-ebea7f6b6360 Password Breach Authenticator
c1c74fed-04c9-4704-80dc-9f79a2e515cb Yammer Web
c44b4083-3bb0-49c1-b47d-974e53cbdf3c Azure Portal
c9a559d2-7aab-4f13-a6ed-e7e9c52aec87 Microsoft Forms
cc15fd57-2c6c-4117-a88c-83b1d56b4bbe Microsoft Teams Services
cf36b471-5b44-428c-9ce7-313bf84528de Microsoft Bing Search
d176f6e7-38e5-40c9-8a78-3998aab820e7 Microsoft Online Syndication Partner Portal
d3590ed6-52b3-4102-aeff-aad2292ab01c Microsoft Office
d9b8ec3a-1e4e-4e08-b3c2-5baf00c0fcb0 HxService
de8bc8b5-d9f9-48b1-a8ad-b748da725064 Graph Explorer
ee272b19-4411-433f-8f28-5c13cb6fd407 Microsoft 365 Support Service
fb78d390-0c51-40cd-8e17-fdbfab77341b Microsoft Exchange REST API Based Powershell
fc0f3af4-6835-4174-b806-f7db311fd2f3 Microsoft Intune Windows Agent`;

const roles = `
11648597-926c-4cf3-9c36-bcebb0ba8dcc Power Platform Administrator
158c047a-c907-4556-b7ef-446551a6b5f7 Cloud Application Administrator
17315797-102d-40b4-93e0-432062caca18 Compliance Administrator
194ae4cb-b126-40b2-bd5b-6091b380977d Security Administrator
29232cdf-9323-42fd-ade2-1d097af3e4de Exchange Administrator
31392ffb-586c-42d1-9346-e59415a2cc4e Exchange Recipient Administrator
3a2c62db-5318-420d-8d74-23affee5d9d5 Intune Administrator
4a5d8f65-41da-4de4-8968-e035b65339cf Reports Reader
4ba39ca4-527c-499a-b93d-d9b492c50246 Partner Tier1 Support
4d6ac14f-3453-41d0-bef9-a3e0c569773a License Administrator
0526716b-113d-4c15-b2c8-68e3c22b9f80 Authentication Policy Administrator
59d46f88-662b-457b-bceb-5c3809e5908f Lifecycle Workflows Administrator
5d6b6bb7-de71-4623-b4af-96380a352509 Security Reader
5f2222b1-57c3-48ba-8ad5-d4759f1fde6f Security Operator
62e90394-69f5-4237-9190-012177145e10 Global Administrator
69091246-20e8-4a56-aa4d-066075b2a7a8 Teams Administrator
729827e3-9c14-49f7-bb1b-9608f156bbb8 Helpdesk Administrator
7495fdc4-34c4-4d15-a289-98788ce399fd Azure Information Protection Administrator
75941009-915a-4869-abe7-691bff18279e Skype for Business Administrator
7698a772-787b-4ac8-901f-60d6b08affd2 Cloud Device Administrator
7be44c8a-adaf-4e2a-84d6-ab2649e08a13 Privileged Authentication Administrator
8329153b-31d0-4727-b945-745eb3bc5f31 Domain Name Administrator
88d8e3e3-8f55-4a1e-953a-9b9898b8876b Directory Readers
892c5842-a9a6-463a-8041-72aa08ca3cf6 Cloud App Security Administrator
8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2 Hybrid Identity Administrator
9360feb5-f418-4baa-8175-e2a00bac4301 Directory Writers
95e79109-95c0-4d8e-aee3-d01accf2d47b Guest Inviter
966707d0-3269-4727-9be2-8c3a10f19b9d Password Administrator
9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3 Application Administrator
9f06204d-73c1-4d4c-880a-6edb90606fd8 Microsoft Entra Joined Device Local Administrator
a9ea8996-122f-4c74-9520-8edcd192826c Fabric Administrator
b0f54661-2d74-4c50-afa3-1ec803f12efe Billing Administrator
b1be1c3e-b65d-4f19-8427-f6fa0d97feb9 Conditional Access Administrator
be2f45a1-457d-42af-a067-6ec1fa63bc45 External Identity Provider Administrator
c4e39bd9-1100-46d3-8c65-fb160da0071f Authentication Administrator
cf1c38e5-3621-4004-a7cb-879624dced7c Application Developer
d29b2b05-8046-44ba-8758-1e26182fcf32 Directory Synchronization Accounts
d2562ede-74db-457e-a7b6-544e236ebb61 AI Administrator
e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8 Partner Tier2 Support
e6d1a23a-da11-4be4-9570-befc86d067a7 Compliance Data Administrator
e8611ab8-c189-46e8-94e1-60213ab1f814 Privileged Role Administrator
f023fd81-a637-4b56-95fd-791ac0226033 Service Support Administrator
f28a1f50-f6e7-4571-818b-6a12f2af6b6c SharePoint Administrator
f2ef992c-3afb-46b9-b7cf-a126ee74c451 Global Reader
fdd7a751-b60b-444a-984c-02652fe8fa1c Groups Administrator
fe930be7-5e62-47db-91af-98c3a49a38b1 User Administrator`;

/** What an id of Microsoft's stands for. */
export interface KnownId {
  readonly id: string;
  readonly name: string;
  readonly kind: "application" | "role";
}

export const knownIds: readonly KnownId[] = [...read(applications, "application"), ...read(roles, "role")];

const byId: ReadonlyMap<string, KnownId> = new Map(knownIds.map((known) => [known.id, known]));

/** What an id stands for, when it is one of Microsoft's own. */
export function knownId(id: string): KnownId | undefined {
  return byId.get(id.toLowerCase());
}

function read(lines: string, kind: KnownId["kind"]): readonly KnownId[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => ({ id: line.slice(0, 36), name: line.slice(37), kind }));
}
