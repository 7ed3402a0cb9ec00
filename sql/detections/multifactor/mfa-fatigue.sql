/*---
title: MFA fatigue
description: |
  An account denied or ignored several second-factor prompts within half an hour and then approved one.
  A hit means that somebody who has the password kept asking until the person gave in. Call the person on a known number. If
  they did not start it: revoke sessions, reset the password, remove methods registered since, and turn on number matching.
severity: high
attack: [T1621]
tables: [signins]
source: Idea from Microsoft Sentinel "MFA spamming followed by successful login" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minDenials: { type: bigint, default: 4, description: "Fewest denied or unanswered prompts in the half hour before the success." }
---*/
WITH prompts AS (
  SELECT
    createdDateTime,
    userPrincipalName,
    ipAddress,
    location.countryOrRegion AS country,
    appDisplayName,
    deviceDetail.operatingSystem AS operatingSystem,
    outcome,
    sessionId,
    id,
    count_if(status.errorCode = 500121) OVER halfHour AS denials,
    count_if(status.errorCode = 500121 AND strpos(lower(coalesce(status.additionalDetails, '')), 'declined') > 0)
      OVER halfHour AS declined
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND userPrincipalName <> ''
    AND (status.errorCode = 500121 OR (outcome = 'success' AND isInteractive))
  WINDOW halfHour AS (
    PARTITION BY userPrincipalName
    ORDER BY createdDateTime
    RANGE BETWEEN INTERVAL '30' MINUTE PRECEDING AND CURRENT ROW
  )
)
SELECT
  createdDateTime AS time,
  userPrincipalName AS account,
  ipAddress AS address,
  country,
  denials,
  declined,
  appDisplayName AS application,
  operatingSystem,
  sessionId,
  id
FROM prompts
WHERE outcome = 'success' AND denials >= :minDenials
ORDER BY time DESC
LIMIT 1000;
