/*---
title: Success after a password spray
description: |
  An account signed in from an address that had failed on many other accounts shortly before.
  A hit means that the spray found a password: the account is taken. Revoke its sessions and reset its password now, then run
  "Timeline of an account" for what was done, and look at authenticationRequirement: singleFactorAuthentication shows the gap
  in Conditional Access that let it through.
severity: high
attack: [T1110.003, T1078.004]
tables: [signins]
source: Idea from Microsoft Sentinel's Entra ID rule on password spray, followed to its success (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minAccounts: { type: bigint, default: 8, description: "Fewest accounts that the address must have failed on in a day." }
  hours: { type: bigint, default: 24, description: "How long after the last failure a success still counts." }
  failureCodes:
    type: array(bigint)
    default: [50126, 50053, 50055, 50056, 50064, 50034, 50057]
    description: "Errors that a wrong guess gives."
  ignoredAddresses: { type: array(varchar), default: [], description: "Addresses to leave out, for example a shared gateway." }
---*/
WITH sprays AS (
  SELECT
    ipAddress,
    count(DISTINCT userPrincipalName) FILTER (WHERE status.errorCode IN :failureCodes) AS failedAccounts,
    count(DISTINCT userPrincipalName) FILTER (WHERE outcome = 'success') AS openedAccounts,
    min(createdDateTime) FILTER (WHERE status.errorCode IN :failureCodes) AS sprayStart,
    max(createdDateTime) FILTER (WHERE status.errorCode IN :failureCodes) AS sprayEnd
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND ipAddress <> ''
    AND ipAddress NOT IN :ignoredAddresses
    AND userPrincipalName <> ''
  GROUP BY ipAddress, dt
)
SELECT
  s.createdDateTime AS time,
  s.userPrincipalName AS account,
  s.ipAddress AS address,
  s.location.countryOrRegion AS country,
  s.appDisplayName AS application,
  s.authenticationRequirement,
  s.authenticationProtocol,
  s.userAgent,
  max(p.failedAccounts) AS sprayedAccounts,
  min(p.sprayStart) AS sprayStart,
  s.sessionId,
  s.id
FROM signins AS s
JOIN sprays AS p
  ON p.ipAddress = s.ipAddress
  AND s.createdDateTime BETWEEN p.sprayStart AND date_add('hour', :hours, p.sprayEnd)
WHERE s.dt BETWEEN :from AND :to
  AND s.outcome = 'success'
  AND s.userPrincipalName <> ''
  AND p.failedAccounts >= :minAccounts
  AND p.failedAccounts > p.openedAccounts
GROUP BY
  s.createdDateTime, s.userPrincipalName, s.ipAddress, s.location.countryOrRegion, s.appDisplayName,
  s.authenticationRequirement, s.authenticationProtocol, s.userAgent, s.sessionId, s.id
ORDER BY time
LIMIT 1000;
