/*---
title: Sign-ins by country
description: |
  Where people signed in from, and how often it failed. A country with failures only is somebody else trying; a country with
  few people and many successes is worth knowing. "Sign-ins by country and application" says to what.
tables: [signins]
source: Own query.
chart: { type: bar, x: country, y: [successes, failures] }
dashboard: { order: 30 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
SELECT
  coalesce(nullif(location.countryOrRegion, ''), 'unknown') AS country,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  count(DISTINCT userPrincipalName) AS accounts,
  count(DISTINCT ipAddress) AS addresses,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND userPrincipalName <> ''
  AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
  AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
GROUP BY coalesce(nullif(location.countryOrRegion, ''), 'unknown')
ORDER BY signIns DESC, country
LIMIT 1000;
