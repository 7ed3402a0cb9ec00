/*---
title: Use of legacy authentication
description: |
  Who still uses protocols that cannot ask for a second factor, by day, with the outcome. This is the list to work off before
  these protocols are blocked.
tables: [signins]
source: Idea from the legacy authentication queries of reprise99/Sentinel-Queries (MIT).
chart: { type: bar, x: day, y: signIns, series: client }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  modernClients: { type: array(varchar), default: ["Browser", "Mobile Apps and Desktop clients"], description: "Values of clientAppUsed that are not legacy." }
---*/
SELECT
  dt AS day,
  clientAppUsed AS client,
  userPrincipalName AS account,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  count(DISTINCT ipAddress) AS addresses,
  max(appDisplayName) AS application
FROM signins
WHERE dt BETWEEN :from AND :to
  AND clientAppUsed <> ''
  AND clientAppUsed NOT IN :modernClients
  AND userPrincipalName <> ''
GROUP BY dt, clientAppUsed, userPrincipalName
ORDER BY day DESC, signIns DESC, account
LIMIT 10000;
