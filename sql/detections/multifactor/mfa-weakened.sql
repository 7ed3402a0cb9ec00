/*---
title: MFA disabled or a method removed
description: |
  Strong authentication was switched off for an account, or one of its methods was deleted.
  A hit is often the help desk after a lost phone. It is an attack when nobody asked for it, when the actor is the account
  itself from an unusual address, or when a sign-in with one factor follows. Compare with the ticket, then with "Timeline of
  an account".
severity: medium
attack: [T1556.006]
tables: [audits]
source: Idea from Microsoft Sentinel's Entra ID rule on multifactor authentication disabled for a user (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  a.activityDateTime AS time,
  coalesce(t.targetUser, t.targetName, t.targetId) AS account,
  coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
  a.initiatedBy.user.ipAddress AS address,
  trim(a.activityDisplayName) AS activity,
  a.resultReason AS detail,
  element_at(filter(t.properties, p -> p.displayName = 'StrongAuthenticationRequirement'), 1).oldValue AS oldRequirement,
  element_at(filter(t.properties, p -> p.displayName = 'StrongAuthenticationRequirement'), 1).newValue AS newRequirement,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
WHERE a.dt BETWEEN :from AND :to
  AND coalesce(a.result, '') <> 'failure'
  AND coalesce(t.targetType, 'User') = 'User'
  AND (
    regexp_like(lower(a.activityDisplayName), 'disable strong authentication|deleted security info')
    OR (
      a.activityDisplayName LIKE 'Update user%'
      AND any_match(
        t.properties,
        p -> p.displayName = 'StrongAuthenticationRequirement'
          AND length(coalesce(p.newValue, '')) < length(coalesce(p.oldValue, ''))
      )
    )
  )
ORDER BY time DESC
LIMIT 1000;
