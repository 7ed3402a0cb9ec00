/*---
title: Sign-ins by country and application
description: |
  How many people signed in from where to what, and how often it failed.
  A country with failures only is somebody else trying; a country with few people and many successes is worth knowing.
tables: [signins]
source: Own query.
chart: { type: bar, x: country, y: signIns, series: application }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  coalesce(nullif(location.countryOrRegion, ''), 'unknown') AS country,
  appDisplayName AS application,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  count_if(outcome = 'interrupted') AS interrupted,
  count(DISTINCT userPrincipalName) AS accounts,
  count(DISTINCT ipAddress) AS addresses,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND userPrincipalName <> ''
GROUP BY coalesce(nullif(location.countryOrRegion, ''), 'unknown'), appDisplayName
ORDER BY signIns DESC, country, application
LIMIT 10000;
