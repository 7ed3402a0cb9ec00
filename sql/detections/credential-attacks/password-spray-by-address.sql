/*---
title: Password spray by address
description: |
  One address failed to sign in to many accounts on one day, and to more accounts than it opened.
  A hit means that somebody tries a few passwords on many people. Look at passwordAcceptedFor first: the password of these
  accounts is known to the attacker, also where a second factor or a policy still stopped them. Reset them, revoke their
  sessions, run "Success after a password spray", and block the address.
severity: high
attack: [T1110.003]
tables: [signins]
source: Idea from Microsoft Sentinel "Password spray attack against Microsoft Entra ID application" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minAccounts: { type: bigint, default: 8, description: "Fewest accounts that an address must have failed on in a day." }
  failureCodes:
    type: array(bigint)
    default: [50126, 50053, 50055, 50056, 50064, 50034, 50057]
    description: "Errors that a wrong guess gives: wrong or expired password, locked, disabled or unknown account."
  acceptedCodes:
    type: array(bigint)
    default: [0, 50055, 50072, 50074, 50076, 50079, 50158, 53003]
    description: "Results that are only reached with the right password."
  ignoredAddresses:
    type: array(varchar)
    default: []
    description: "Addresses to leave out, for example a gateway that all offices share."
---*/
WITH byAddress AS (
  SELECT
    min(createdDateTime) AS time,
    ipAddress AS address,
    max(location.countryOrRegion) AS country,
    count(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode IN :failureCodes) AS failedAccounts,
    count(DISTINCT userPrincipalName) FILTER (WHERE outcome = 'success') AS openedAccounts,
    count_if(status.errorCode IN :failureCodes) AS failures,
    array_agg(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode IN :acceptedCodes) AS accepted,
    array_agg(DISTINCT appDisplayName) FILTER (WHERE status.errorCode IN :failureCodes) AS applications,
    array_agg(DISTINCT userAgent) FILTER (WHERE status.errorCode IN :failureCodes) AS userAgents,
    max(createdDateTime) AS lastTime
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND ipAddress <> ''
    AND ipAddress NOT IN :ignoredAddresses
    AND userPrincipalName <> ''
  GROUP BY ipAddress, dt
)
SELECT
  time,
  address,
  country,
  failedAccounts,
  openedAccounts,
  failures,
  array_join(slice(array_sort(accepted), 1, 20), ', ') AS passwordAcceptedFor,
  array_join(slice(array_sort(applications), 1, 5), ', ') AS applications,
  array_join(slice(array_sort(userAgents), 1, 5), ', ') AS userAgents,
  lastTime
FROM byAddress
WHERE failedAccounts >= :minAccounts AND failedAccounts > openedAccounts
ORDER BY failedAccounts DESC, time
LIMIT 1000;
