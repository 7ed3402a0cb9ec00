/*---
title: New applications and consents
description: |
  Applications that were added to the tenant and consents that were given, newest first. An application that nobody asked for,
  with a consent right after it, is how a consent phish looks; "User consent to an application" has its rights.
tables: [audits]
source: Own query.
dashboard: { order: 80 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
WITH added AS (
  SELECT
    a.activityDateTime AS time,
    trim(a.activityDisplayName) AS activity,
    t.targetName AS application,
    coalesce(nullif(a.initiatedBy.user.userPrincipalName, ''), a.initiatedBy.app.displayName) AS actor,
    a.result,
    t.targetId,
    lower(array_join(transform(filter(t.properties, p -> p.displayName IN ('AppId', 'AppPrincipalId')), p -> p.newValue), ' ')) AS appIds
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  WHERE a.dt BETWEEN :from AND :to
    AND lower(trim(a.activityDisplayName)) IN ('add application', 'add service principal', 'consent to application')
    AND t.targetType IN ('Application', 'ServicePrincipal')
)
SELECT application, activity, actor, time, result, targetId
FROM added
WHERE (:user = '' OR strpos(lower(coalesce(actor, '')), lower(:user)) > 0)
  AND (
    :application = ''
    OR strpos(lower(coalesce(application, '')), lower(:application)) > 0
    OR lower(targetId) = lower(:application)
    OR strpos(appIds, '"' || lower(:application) || '"') > 0
  )
ORDER BY time DESC, application
LIMIT 1000;
