/*---
title: Directory activities never seen before
description: |
  Kinds of directory change that appear for the first time, with who made the first.
  Administrators repeat themselves; a kind of change that the tenant never saw deserves a look whatever it is called.
attack: [T1098]
tables: [audits]
source: Idea from the new operation queries of reprise99/Sentinel-Queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  learningDays: { type: bigint, default: 14, description: "Days of logs that must lie before a first occurrence." }
---*/
WITH firsts AS (
  SELECT
    trim(activityDisplayName) AS activityName,
    max(category) AS category,
    min(activityDateTime) AS firstTime,
    count(*) AS occurrences,
    min_by(coalesce(initiatedBy.user.userPrincipalName, initiatedBy.app.displayName), activityDateTime) AS actor,
    min_by(initiatedBy.user.ipAddress, activityDateTime) AS ipAddress,
    min_by(id, activityDateTime) AS id
  FROM audits
  WHERE dt BETWEEN :from AND :to
  GROUP BY trim(activityDisplayName)
),
compared AS (
  SELECT f.*, min(firstTime) OVER () AS logsSince FROM firsts AS f
)
SELECT
  firstTime AS time,
  activityName AS activity,
  actor,
  ipAddress AS address,
  category,
  occurrences,
  id
FROM compared
WHERE firstTime >= date_add('day', :learningDays, logsSince)
ORDER BY time DESC
LIMIT 1000;
