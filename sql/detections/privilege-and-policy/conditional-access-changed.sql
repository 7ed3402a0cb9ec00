/*---
title: Conditional Access changed
description: |
  A Conditional Access policy or a named location was created, changed or deleted.
  Compare with the change request. stateBefore and stateAfter show a policy that was switched off or to report-only; for the
  rest read newPolicy for added exclusions and trusted locations. After an unexpected hit look at the actor's sign-ins and at
  "Conditional Access results" for what got in since.
severity: medium
attack: [T1556.009]
tables: [audits]
source: Idea from SigmaHQ (DRL 1.1) and Microsoft Sentinel (MIT) rules on Conditional Access changes.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedActors: { type: array(varchar), default: [], description: "Actors whose changes are left out, in lower case." }
---*/
SELECT
  a.activityDateTime AS time,
  coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
  a.initiatedBy.user.ipAddress AS address,
  trim(a.activityDisplayName) AS activity,
  t.targetName AS policy,
  json_extract_scalar(element_at(t.properties, 1).oldValue, '$.state') AS stateBefore,
  json_extract_scalar(element_at(t.properties, 1).newValue, '$.state') AS stateAfter,
  a.result,
  element_at(t.properties, 1).oldValue AS oldPolicy,
  element_at(t.properties, 1).newValue AS newPolicy,
  t.targetId AS policyId,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
WHERE a.dt BETWEEN :from AND :to
  AND regexp_like(lower(a.activityDisplayName), '(add|update|delete|create) (conditional access policy|named location)')
  AND lower(coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName, '')) NOT IN :expectedActors
ORDER BY time DESC
LIMIT 1000;
