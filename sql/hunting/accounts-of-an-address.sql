/*---
title: Accounts of an address
description: |
  The accounts that tried to sign in from one address or network, those that got in first: how often each failed and
  succeeded, with which error codes and applications. One address with many accounts is an office, a relay, or a spray.
attack: [T1110.003]
tables: [signins]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  address: { type: varchar, description: "An address such as 203.0.113.7, or a network such as 203.0.113.0/24 or 2001:db8::/32." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH asked AS (
  SELECT CASE WHEN strpos(:address, '/') > 0 THEN :address END AS network
)
SELECT
  min(createdDateTime) AS time,
  max(createdDateTime) AS lastTime,
  coalesce(nullif(userPrincipalName, ''), nullif(servicePrincipalName, ''), nullif(userId, '')) AS account,
  count(*) AS signIns,
  count_if(outcome = 'success') AS successes,
  count_if(outcome = 'failure') AS failures,
  min(CASE WHEN outcome = 'success' THEN createdDateTime END) AS firstSuccess,
  array_join(slice(array_sort(array_agg(DISTINCT CAST(status.errorCode AS varchar))), 1, 10), ', ') AS errorCodes,
  array_join(slice(array_sort(array_agg(DISTINCT appDisplayName)), 1, 10), ', ') AS applications,
  max_by(riskLevelDuringSignIn, createdDateTime) AS lastRisk
FROM signins
CROSS JOIN asked AS a
WHERE dt BETWEEN :from AND :to
  AND (:tenant = '' OR tenantId = :tenant)
  AND CASE
    WHEN strpos(:address, '/') > 0 THEN coalesce(contains(a.network, TRY_CAST(ipAddress AS ipaddress)), false)
    WHEN strpos(:address, ':') > 0 OR strpos(ipAddress, ':') > 0
    THEN TRY_CAST(ipAddress AS ipaddress) = TRY_CAST(:address AS ipaddress)
    ELSE ipAddress = :address
  END
GROUP BY coalesce(nullif(userPrincipalName, ''), nullif(servicePrincipalName, ''), nullif(userId, ''))
ORDER BY successes DESC, failures DESC, account
LIMIT 10000;
