/*---
title: Distributed password spray
description: |
  Within one hour many accounts failed from many addresses with the same client and about one attempt each.
  A hit means a spray that hides behind a pool of addresses, so that no single one stands out. Compare the accounts with the
  staff list, look for successes with the same userAgent and application afterwards, and block the client or the protocol
  with Conditional Access instead of chasing addresses.
severity: medium
attack: [T1110.003]
tables: [signins]
source: Idea from Splunk security_content, Entra multi-source failed authentications (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minAccounts: { type: bigint, default: 15, description: "Fewest accounts in the hour." }
  minAddresses: { type: bigint, default: 10, description: "Fewest addresses in the hour." }
  maxAttemptsPerAccount: { type: double, default: 3.0, description: "Most attempts for each account on average; people who mistype try more often." }
  failureCodes:
    type: array(bigint)
    default: [50126, 50053, 50034, 50056]
    description: "Errors that a wrong guess gives."
---*/
SELECT
  min(createdDateTime) AS time,
  userAgent,
  appDisplayName AS application,
  count(DISTINCT userPrincipalName) AS accounts,
  count(DISTINCT ipAddress) AS addresses,
  count(DISTINCT location.countryOrRegion) AS countries,
  count(*) AS failures,
  array_join(slice(array_sort(array_agg(DISTINCT userPrincipalName)), 1, 20), ', ') AS someAccounts,
  array_join(slice(array_sort(array_agg(DISTINCT ipAddress)), 1, 20), ', ') AS someAddresses,
  max(createdDateTime) AS lastTime
FROM signins
WHERE dt BETWEEN :from AND :to
  AND status.errorCode IN :failureCodes
  AND userPrincipalName <> ''
GROUP BY date_trunc('hour', createdDateTime), userAgent, appDisplayName
HAVING count(DISTINCT userPrincipalName) >= :minAccounts
  AND count(DISTINCT ipAddress) >= :minAddresses
  AND CAST(count(*) AS double) / count(DISTINCT userPrincipalName) <= :maxAttemptsPerAccount
ORDER BY accounts DESC, time
LIMIT 1000;
