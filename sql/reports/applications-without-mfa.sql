/*---
title: Applications used without MFA
description: |
  Applications that people signed in to with one factor, with the share of such sign-ins. Read it from the top to find where a
  stolen password is enough, and close the gap with Conditional Access.
tables: [signins]
source: Idea from the MFA statistics of reprise99/Sentinel-Queries (MIT).
chart: { type: bar, x: application, y: singleFactor }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
SELECT
  appDisplayName AS application,
  count_if(authenticationRequirement = 'singleFactorAuthentication') AS singleFactor,
  count(*) AS signIns,
  round(100.0E0 * count_if(authenticationRequirement = 'singleFactorAuthentication') / count(*), 1) AS percent,
  count(DISTINCT userPrincipalName) FILTER (WHERE authenticationRequirement = 'singleFactorAuthentication') AS accounts,
  array_join(
    slice(
      array_sort(array_agg(DISTINCT userPrincipalName) FILTER (WHERE authenticationRequirement = 'singleFactorAuthentication')),
      1,
      10
    ),
    ', '
  ) AS someAccounts,
  max(createdDateTime) FILTER (WHERE authenticationRequirement = 'singleFactorAuthentication') AS lastTime,
  appId
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND userPrincipalName <> ''
  AND authenticationRequirement <> ''
GROUP BY appId, appDisplayName
HAVING count_if(authenticationRequirement = 'singleFactorAuthentication') > 0
ORDER BY singleFactor DESC, application
LIMIT 1000;
