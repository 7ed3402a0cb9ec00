/*---
title: Changes in the directory
description: |
  What was changed in the directory by day and category, with how many people and applications did it and how many changes
  failed. A category that is quiet on most days and loud on one is worth opening.
tables: [audits]
source: Own query.
chart: { type: bar, x: day, y: changes, series: category }
dashboard: { order: 55, size: wide }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
---*/
SELECT
  dt AS day,
  coalesce(nullif(category, ''), 'unknown') AS category,
  count(*) AS changes,
  count_if(result = 'failure') AS failures,
  count(DISTINCT coalesce(nullif(initiatedBy.user.userPrincipalName, ''), initiatedBy.app.displayName)) AS actors
FROM audits
WHERE dt BETWEEN :from AND :to
  AND (:user = '' OR strpos(lower(coalesce(initiatedBy.user.userPrincipalName, '')), lower(:user)) > 0)
GROUP BY dt, coalesce(nullif(category, ''), 'unknown')
ORDER BY day DESC, changes DESC, category
LIMIT 10000;
