/*---
title: Domain federation changed
description: |
  A domain was federated, its federation settings changed, or a new domain was verified.
  Whoever controls the federation server of a domain can sign in as any of its users, MFA included. A hit outside a planned
  migration is an emergency: compare the signing certificate and the issuer, take the change back, and look at the actor.
severity: high
attack: [T1484.002]
tables: [audits]
source: Idea from Microsoft Sentinel "Modified domain federation trust settings" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  a.activityDateTime AS time,
  coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
  a.initiatedBy.user.ipAddress AS address,
  trim(a.activityDisplayName) AS activity,
  t.targetName AS domain,
  a.result,
  array_join(
    transform(t.properties, p -> p.displayName || ': ' || coalesce(p.oldValue, '') || ' -> ' || coalesce(p.newValue, '')),
    '; '
  ) AS changes,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
WHERE a.dt BETWEEN :from AND :to
  AND regexp_like(
    lower(a.activityDisplayName),
    'set federation settings on domain|set domain authentication|add verified domain|verify domain|set directory feature on tenant'
  )
ORDER BY time DESC
LIMIT 1000;
