/*---
title: High-privilege permission given to an application
description: |
  An application received an application permission with which it can take over the tenant or read everybody's mail.
  A hit means that the application acts by itself with that permission: RoleManagement.ReadWrite.Directory and
  AppRoleAssignment.ReadWrite.All are as good as Global Administrator. Check who approved it, what credentials the application
  has and who holds them, and take away what it does not need.
severity: high
attack: [T1098.003, T1098.002]
tables: [audits]
source: Idea from SigmaHQ (DRL 1.1) and Splunk security_content (Apache-2.0) rules on privileged Graph permissions.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  roles:
    type: array(varchar)
    default: ["RoleManagement.ReadWrite.Directory", "AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "Directory.ReadWrite.All", "Domain.ReadWrite.All", "Policy.ReadWrite.ConditionalAccess", "UserAuthenticationMethod.ReadWrite.All", "PrivilegedAccess.ReadWrite.AzureADGroup", "full_access_as_app", "Mail.Read", "Mail.ReadWrite", "Mail.Send", "Files.Read.All", "Files.ReadWrite.All", "Sites.FullControl.All"]
    description: "Application permissions that count, by name."
  roleIds:
    type: array(varchar)
    default: ["9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "06b708a9-e830-4db3-a914-8e69da51d44f", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "dc890d15-9560-4a4c-9b7f-a736ec74ec40"]
    description: "The same by id, for records that have no name: role management, role assignment, application, full mailbox access."
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
WITH grants AS (
  SELECT
    a.activityDateTime,
    coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
    a.initiatedBy.user.ipAddress AS ipAddress,
    t.targetName AS resource,
    trim(BOTH '"' FROM element_at(filter(t.properties, p -> p.displayName = 'AppRole.Value'), 1).newValue) AS role,
    trim(BOTH '"' FROM element_at(filter(t.properties, p -> p.displayName = 'AppRole.Id'), 1).newValue) AS roleId,
    trim(BOTH '"' FROM element_at(filter(t.properties, p -> p.displayName = 'ServicePrincipal.DisplayName'), 1).newValue) AS application,
    trim(BOTH '"' FROM element_at(filter(t.properties, p -> p.displayName = 'ServicePrincipal.ObjectID'), 1).newValue) AS servicePrincipalId,
    element_at(a.targetResources, 2).displayName AS secondTarget,
    a.id
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  WHERE a.dt BETWEEN :from AND :to
    AND coalesce(a.result, '') <> 'failure'
    AND a.activityDisplayName LIKE 'Add app role assignment to service principal%'
    AND none_match(:collectorApps, app -> any_match(t.properties, p -> strpos(coalesce(p.newValue, ''), app) > 0))
)
SELECT
  activityDateTime AS time,
  actor,
  ipAddress AS address,
  coalesce(application, secondTarget) AS application,
  resource,
  role,
  roleId,
  servicePrincipalId,
  id
FROM grants
WHERE role IN :roles OR roleId IN :roleIds
ORDER BY time DESC
LIMIT 1000;
