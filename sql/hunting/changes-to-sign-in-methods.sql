/*---
title: All changes to sign-in methods
description: |
  Every registration, change, deletion and reset of passwords and second factors, by whom and from where.
  Sort by actor: one administrator who resets many, or an account that registers a method right after a reset, is worth a look.
attack: [T1098.005, T1556.006]
tables: [audits]
source: Idea from the MFA queries of reprise99/Sentinel-Queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  a.activityDateTime AS time,
  coalesce(t.targetUser, t.targetName, t.targetId) AS account,
  trim(a.activityDisplayName) AS activity,
  coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
  a.initiatedBy.user.ipAddress AS address,
  a.resultReason AS detail,
  a.result,
  a.userAgent,
  a.id
FROM audits AS a
CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
WHERE a.dt BETWEEN :from AND :to
  AND regexp_like(
    lower(a.activityDisplayName),
    'security info|strong authentication|temporary access pass|reset (user )?password|change (user )?password|authentication method'
  )
ORDER BY time DESC
LIMIT 10000;
