/*---
title: Directory role assigned outside PIM
description: |
  Somebody became a member of a directory role directly, without Privileged Identity Management.
  Such a role never expires and nobody approved it. A hit is an intruder or an administrator who took the short way: ask the
  actor, remove the membership, and assign it as eligible instead. Where PIM is not licensed every assignment appears here.
severity: high
attack: [T1098.003]
tables: [audits]
source: Idea from SigmaHQ privileged identity rules (DRL 1.1) and Microsoft Sentinel (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedActors: { type: array(varchar), default: ["ms-pim"], description: "Actors that assign roles on PIM's behalf, in lower case." }
---*/
WITH assignments AS (
  SELECT
    a.activityDateTime,
    coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName, '') AS actor,
    a.initiatedBy.user.ipAddress AS ipAddress,
    coalesce(t.targetUser, t.targetName, t.targetId) AS account,
    t.targetType,
    trim(BOTH '"' FROM element_at(filter(t.properties, p -> p.displayName = 'Role.DisplayName'), 1).newValue) AS role,
    element_at(filter(a.targetResources, r -> r.type = 'Role'), 1).displayName AS roleTarget,
    trim(a.activityDisplayName) AS activityName,
    a.loggedByService,
    a.id
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  WHERE a.dt BETWEEN :from AND :to
    AND coalesce(a.result, '') <> 'failure'
    AND coalesce(t.targetType, '') <> 'Role'
    AND (
      (regexp_like(a.activityDisplayName, '^Add (scoped )?member to role\W*$') AND coalesce(a.loggedByService, '') <> 'PIM')
      OR a.activityDisplayName LIKE 'Add member to role outside of PIM%'
    )
)
SELECT
  activityDateTime AS time,
  account,
  coalesce(nullif(role, ''), roleTarget) AS role,
  targetType,
  actor,
  ipAddress AS address,
  activityName AS activity,
  loggedByService,
  id
FROM assignments
WHERE lower(actor) NOT IN :expectedActors
ORDER BY time DESC
LIMIT 1000;
