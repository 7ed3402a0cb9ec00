/*---
title: Brute force on one account
description: |
  One account had many wrong passwords within ten minutes.
  A hit means guessing aimed at one person or service account; a device with an old password does the same, but always from
  its own address and with the same client. If successesAfter is not zero, treat the account as taken: reset the password and
  revoke the sessions. Otherwise ask whether the account needs to sign in from there at all.
severity: medium
attack: [T1110.001]
tables: [signins]
source: Idea from Microsoft Sentinel "Brute force attack against user credentials" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minFailures: { type: bigint, default: 20, description: "Fewest wrong passwords within ten minutes." }
  failureCodes: { type: array(bigint), default: [50126, 50053, 50056], description: "Errors of a wrong password or a locked account." }
---*/
WITH attempts AS (
  SELECT
    createdDateTime,
    dt,
    userPrincipalName,
    ipAddress,
    location.countryOrRegion AS country,
    appDisplayName,
    outcome,
    status.errorCode IN :failureCodes AS isFailure,
    count_if(status.errorCode IN :failureCodes) OVER (
      PARTITION BY userPrincipalName
      ORDER BY createdDateTime
      RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW
    ) AS inTenMinutes
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND userPrincipalName <> ''
    AND (status.errorCode IN :failureCodes OR outcome = 'success')
)
SELECT
  min(createdDateTime) FILTER (WHERE isFailure) AS time,
  userPrincipalName AS account,
  max(inTenMinutes) AS mostInTenMinutes,
  count_if(isFailure) AS failures,
  count_if(outcome = 'success' AND inTenMinutes >= :minFailures) AS successesAfter,
  array_join(slice(array_sort(array_agg(DISTINCT ipAddress) FILTER (WHERE isFailure)), 1, 20), ', ') AS addresses,
  array_join(array_sort(array_agg(DISTINCT country) FILTER (WHERE isFailure)), ', ') AS countries,
  array_join(array_sort(array_agg(DISTINCT appDisplayName) FILTER (WHERE isFailure)), ', ') AS applications,
  max(createdDateTime) FILTER (WHERE isFailure) AS lastTime
FROM attempts
GROUP BY userPrincipalName, dt
HAVING max(inTenMinutes) >= :minFailures
ORDER BY mostInTenMinutes DESC, time
LIMIT 1000;
