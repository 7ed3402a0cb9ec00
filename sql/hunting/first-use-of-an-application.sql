/*---
title: Applications that signed in for the first time
description: |
  Applications that nobody had signed in to before, with who used them first.
  New software is the usual reason; an application that one person uses once, from elsewhere, is how a consent phish looks.
attack: [T1528]
tables: [signins]
source: Idea from the new application queries of reprise99/Sentinel-Queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  learningDays: { type: bigint, default: 7, description: "Days of logs that must lie before a first use." }
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
WITH firsts AS (
  SELECT
    appId,
    max(appDisplayName) AS application,
    min(createdDateTime) AS firstTime,
    max(createdDateTime) AS lastTime,
    count(*) AS signIns,
    count(DISTINCT coalesce(nullif(userPrincipalName, ''), servicePrincipalName)) AS accounts,
    min_by(coalesce(nullif(userPrincipalName, ''), servicePrincipalName), createdDateTime) AS firstAccount,
    min_by(ipAddress, createdDateTime) AS firstAddress,
    array_join(slice(array_sort(array_agg(DISTINCT resourceDisplayName)), 1, 10), ', ') AS resources
  FROM signins
  WHERE dt BETWEEN :from AND :to AND outcome = 'success' AND appId <> '' AND appId NOT IN :collectorApps
  GROUP BY appId
),
compared AS (
  SELECT f.*, min(firstTime) OVER () AS logsSince FROM firsts AS f
)
SELECT
  firstTime AS time,
  application,
  firstAccount AS account,
  firstAddress AS address,
  accounts,
  signIns,
  resources,
  lastTime,
  appId
FROM compared
WHERE firstTime >= date_add('day', :learningDays, logsSince)
ORDER BY time DESC
LIMIT 1000;
