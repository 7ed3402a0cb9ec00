/*---
title: Attempts on disabled or unknown accounts by one address
description: |
  One address tried several accounts that are disabled or do not exist, on one day.
  A hit means that somebody works through an old or guessed list of names; people mistype their own name, not those of three
  others. See whether the same address also opened an account, and use the list of names to find where it came from.
severity: low
attack: [T1110.003, T1087.004]
tables: [signins]
source: Idea from Microsoft Sentinel "Attempts to sign in to disabled accounts" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minAccounts: { type: bigint, default: 3, description: "Fewest disabled or unknown accounts in a day." }
---*/
SELECT
  min(createdDateTime) FILTER (WHERE status.errorCode IN (50057, 50034)) AS time,
  ipAddress AS address,
  max(location.countryOrRegion) AS country,
  count(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode = 50057) AS disabledAccounts,
  count(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode = 50034) AS unknownAccounts,
  count(DISTINCT userPrincipalName) FILTER (WHERE outcome = 'success') AS openedAccounts,
  array_join(
    slice(array_sort(array_agg(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode IN (50057, 50034))), 1, 20),
    ', '
  ) AS accounts,
  max(createdDateTime) FILTER (WHERE status.errorCode IN (50057, 50034)) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND ipAddress <> ''
GROUP BY ipAddress, dt
HAVING count(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode IN (50057, 50034)) >= :minAccounts
ORDER BY time
LIMIT 1000;
