/*---
title: Sign-ins over time
description: |
  Sign-ins of people and applications by outcome: an hour a place for up to three days, else a day. A rise of failures is
  somebody who tries, or something that broke; a day without rows was quiet or not collected.
tables: [signins]
source: Own query.
chart: { type: bar, x: time, y: signIns, series: outcome }
dashboard: { order: 10, size: wide }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
SELECT
  CASE
    WHEN date_diff('day', :from, :to) > 2 THEN date_trunc('day', createdDateTime)
    ELSE date_trunc('hour', createdDateTime)
  END AS time,
  outcome,
  count(*) AS signIns,
  count(DISTINCT userPrincipalName) AS accounts
FROM signins
WHERE dt BETWEEN :from AND :to
  AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
  AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
GROUP BY 1, outcome
ORDER BY time, outcome;
