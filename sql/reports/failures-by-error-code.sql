/*---
title: Failures by error code
description: |
  Which errors sign-ins ended with. Steps on the way to a success, such as the request for a second factor (50074, 50076) or
  the question whether to stay signed in (50140), are interruptions and not counted.
tables: [signins]
source: Own query.
chart: { type: bar, x: errorCode, y: failures }
dashboard: { order: 20 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
SELECT
  status.errorCode AS errorCode,
  max(status.failureReason) AS failureReason,
  count(*) AS failures,
  count(DISTINCT coalesce(nullif(userPrincipalName, ''), servicePrincipalName)) AS accounts,
  count(DISTINCT ipAddress) AS addresses,
  max_by(appDisplayName, createdDateTime) AS latestApplication,
  min(createdDateTime) AS firstTime,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'failure'
  AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
  AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
GROUP BY status.errorCode
ORDER BY failures DESC, errorCode
LIMIT 1000;
