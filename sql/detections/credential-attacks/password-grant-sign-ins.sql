/*---
title: Sign-ins with the password grant (ROPC)
description: |
  A program sent the user's password itself (resource owner password credentials) and was let in.
  A hit means that no second factor could be asked for. Spraying tools prefer this grant. If nobody owns a script that does
  this, the password is known: reset it and look at the other sign-ins from the address. If somebody does, give the script a
  workload identity.
severity: medium
attack: [T1078.004]
tables: [signins]
source: Idea from the Entra sign-in rules of panther-analysis (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedApps: { type: array(varchar), default: [], description: "Application ids that are known to use this grant." }
---*/
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  ipAddress AS address,
  max(location.countryOrRegion) AS country,
  appDisplayName AS application,
  resourceDisplayName AS resource,
  userAgent,
  count(*) AS signIns,
  max(authenticationRequirement) AS authenticationRequirement,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND (authenticationProtocol = 'ropc' OR starts_with(coalesce(userAgent, ''), 'BAV2ROPC'))
  AND coalesce(appId, '') NOT IN :expectedApps
GROUP BY userPrincipalName, ipAddress, appDisplayName, resourceDisplayName, userAgent
ORDER BY lastTime DESC
LIMIT 1000;
