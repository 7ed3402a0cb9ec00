/*---
title: Sign-ins by required factors
description: |
  Successful sign-ins of people by day: those that required more than one factor, and those that required one. Which method was
  used is not told by it: one factor may be a password, and may be a passkey.
tables: [signins]
source: Idea from the MFA statistics of reprise99/Sentinel-Queries (MIT).
chart: { type: bar, x: day, y: [multiFactor, singleFactor] }
dashboard: { order: 50 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
  application: { type: varchar, default: "", description: "Part of an application's name, or its id; empty for all." }
---*/
SELECT
  dt AS day,
  count_if(authenticationRequirement = 'multiFactorAuthentication') AS multiFactor,
  count_if(authenticationRequirement = 'singleFactorAuthentication') AS singleFactor,
  round(100.0E0 * count_if(authenticationRequirement = 'multiFactorAuthentication') / count(*), 1) AS percentMultiFactor,
  count(DISTINCT userPrincipalName) FILTER (WHERE authenticationRequirement = 'singleFactorAuthentication') AS accountsSingleFactor
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND userPrincipalName <> ''
  AND authenticationRequirement <> ''
  AND (:user = '' OR strpos(lower(coalesce(userPrincipalName, '')), lower(:user)) > 0)
  AND (:application = '' OR strpos(lower(coalesce(appDisplayName, '')), lower(:application)) > 0 OR appId = lower(:application))
GROUP BY dt
ORDER BY day DESC;
