/*---
title: Device registered after a device code
description: |
  A device was registered for an account shortly after that account signed in with a device code.
  A hit means that a phished refresh token was probably turned into a primary refresh token: the intruder now has a device of
  the tenant and passes as signed in. Disable and delete the device first, then revoke the sessions and reset the password.
severity: high
attack: [T1098.005, T1528]
tables: [audits, signins]
source: Own rule, after public reports on refresh tokens exchanged for primary refresh tokens.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minutes: { type: bigint, default: 120, description: "How long after the device code sign-in a registration still counts." }
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
WITH registrations AS (
  SELECT
    a.activityDateTime,
    lower(a.initiatedBy.user.userPrincipalName) AS account,
    a.initiatedBy.user.ipAddress AS ipAddress,
    a.userAgent,
    t.targetName AS device,
    t.targetId AS deviceObjectId,
    a.id
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  WHERE a.dt BETWEEN :from AND :to
    AND a.result = 'success'
    AND regexp_like(lower(a.activityDisplayName), '^(register device|add device|add registered owner to device)')
    AND t.targetType = 'Device'
),
codes AS (
  SELECT createdDateTime, userPrincipalName, ipAddress, sessionId, location.countryOrRegion AS country
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'success'
    AND (authenticationProtocol = 'deviceCode' OR originalTransferMethod = 'deviceCodeFlow')
    AND coalesce(appId, '') NOT IN :collectorApps
)
SELECT
  min(r.activityDateTime) AS time,
  r.account,
  r.ipAddress AS address,
  r.device,
  min(c.createdDateTime) AS codeTime,
  array_join(array_sort(array_agg(DISTINCT c.ipAddress)), ', ') AS codeAddresses,
  array_join(array_sort(array_agg(DISTINCT c.country)), ', ') AS codeCountries,
  max(r.userAgent) AS userAgent,
  r.deviceObjectId,
  max(c.sessionId) AS sessionId
FROM registrations AS r
JOIN codes AS c
  ON c.userPrincipalName = r.account
  AND r.activityDateTime BETWEEN c.createdDateTime AND date_add('minute', :minutes, c.createdDateTime)
GROUP BY r.account, r.ipAddress, r.device, r.deviceObjectId
ORDER BY time DESC
LIMIT 1000;
