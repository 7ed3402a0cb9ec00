/*---
title: Legacy authentication by day
description: |
  Sign-ins by protocols that cannot ask for a second factor, by day and client. It should be empty: such protocols are how
  guessed passwords are used. "Use of legacy authentication" names the accounts.
tables: [signins]
source: Idea from the legacy authentication queries of reprise99/Sentinel-Queries (MIT).
chart: { type: bar, x: day, y: signIns, series: client }
dashboard: { order: 40 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
  modernClients: { type: array(varchar), default: ["Browser", "Mobile Apps and Desktop clients"], description: "Values of clientAppUsed that are not legacy." }
---*/
SELECT
  dt AS day,
  clientAppUsed AS client,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  count(DISTINCT userPrincipalName) AS accounts
FROM signins
WHERE dt BETWEEN :from AND :to
  AND clientAppUsed <> ''
  AND clientAppUsed NOT IN :modernClients
  AND userPrincipalName <> ''
  AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
  AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
GROUP BY dt, clientAppUsed
ORDER BY day DESC, signIns DESC, client
LIMIT 10000;
