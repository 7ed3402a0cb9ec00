/*---
title: My first question
description: Which accounts failed to sign in most often, and from how many addresses.
tables: [signins]
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  userPrincipalName AS account,
  count(*) AS failures,
  count(DISTINCT ipAddress) AS addresses,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'failure'
  AND userPrincipalName <> ''
GROUP BY userPrincipalName
ORDER BY failures DESC
LIMIT 10;
