/*---
title: Consents to an application
description: |
  Who consented to one application or granted it permissions, and for what, from the directory's audits. The application is
  known by its id; the audits name its service principal, which is found by the audit that made it and by its own sign-ins.
  A service principal that was made before the days that are read, and did not sign in itself, is not found.
attack: [T1528]
tables: [audits, signins]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  application: { type: varchar, description: "Application (client) id, or the id of its service principal." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH principals AS (
  SELECT lower(:application) AS id
  UNION
  SELECT lower(t.id)
  FROM audits
  CROSS JOIN UNNEST(targetResources) AS t (id, displayName, type, userPrincipalName, groupType, properties)
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND any_match(
      t.properties,
      p -> p.displayName IN ('AppId', 'AppPrincipalId')
        AND (lower(p.newValue) = lower(:application) OR strpos(lower(p.newValue), '"' || lower(:application) || '"') > 0)
    )
  UNION
  SELECT lower(servicePrincipalId)
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND lower(appId) = lower(:application)
    AND servicePrincipalId <> ''
)
SELECT
  a.activityDateTime AS time,
  coalesce(nullif(a.initiatedBy.user.userPrincipalName, ''), a.initiatedBy.app.displayName) AS account,
  trim(a.activityDisplayName) AS operation,
  a.result,
  t.displayName AS application,
  element_at(filter(t.properties, p -> p.displayName = 'ConsentContext.IsAdminConsent'), 1).newValue AS isAdminConsent,
  coalesce(
    element_at(filter(t.properties, p -> p.displayName = 'DelegatedPermissionGrant.Scope'), 1).newValue,
    element_at(filter(t.properties, p -> p.displayName = 'ConsentAction.Permissions'), 1).newValue,
    element_at(filter(t.properties, p -> p.displayName = 'AppRole.Value'), 1).newValue
  ) AS permissions,
  a.initiatedBy.user.ipAddress AS address,
  a.initiatedBy.linkableIdentifiers.sessionId AS sessionId,
  t.id AS servicePrincipalId,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (id, displayName, type, userPrincipalName, groupType, properties)
JOIN principals AS p ON p.id = lower(t.id)
WHERE a.dt BETWEEN :from AND :to
  AND (:tenant = '' OR a.tenantId = :tenant)
  AND trim(a.activityDisplayName) IN (
    'Consent to application',
    'Add delegated permission grant',
    'Add app role assignment to service principal',
    'Add app role assignment grant to user',
    'Add service principal'
  )
ORDER BY time DESC
LIMIT 10000;
