/*---
title: Administrator consent for the whole tenant
description: |
  An administrator agreed to an application's permissions on behalf of everybody.
  A hit gives the application access to all accounts' data within these permissions. Check the change request, the publisher
  and the permissions; take the consent back when nobody asked for it, and look at the administrator's sign-ins before it.
severity: medium
attack: [T1098.003, T1528]
tables: [audits]
source: Idea from Splunk security_content, Entra tenant-wide admin consent (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedApps: { type: array(varchar), default: [], description: "Names of applications that were approved." }
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
SELECT
  a.activityDateTime AS time,
  coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
  a.initiatedBy.user.ipAddress AS address,
  t.targetName AS application,
  trim(
    array_join(
      array_distinct(
        regexp_extract_all(
          element_at(filter(t.properties, p -> p.displayName = 'ConsentAction.Permissions'), 1).newValue,
          'Scope: *([^,\]]+)',
          1
        )
      ),
      ' '
    )
  ) AS scopes,
  t.targetId AS servicePrincipalId,
  a.userAgent,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
WHERE a.dt BETWEEN :from AND :to
  AND coalesce(a.result, '') <> 'failure'
  AND trim(a.activityDisplayName) = 'Consent to application'
  AND coalesce(t.targetName, '') NOT IN :expectedApps
  AND none_match(:collectorApps, app -> any_match(t.properties, p -> strpos(coalesce(p.newValue, ''), app) > 0))
  AND any_match(
    t.properties,
    p -> (p.displayName IN ('ConsentContext.IsAdminConsent', 'ConsentContext.OnBehalfOfAll') AND strpos(lower(p.newValue), 'true') > 0)
      OR (p.displayName = 'ConsentAction.Permissions' AND strpos(p.newValue, 'AllPrincipals') > 0)
  )
ORDER BY time DESC
LIMIT 1000;
