/*---
title: Mailbox or files used from elsewhere than the sign-in
description: |
  Work in Exchange, SharePoint or Teams named a token, or without one a session, whose sign-ins all came from other addresses.
  A hit means that a token issued in one place was used in another without signing in again. Proxies of the company that only
  some services pass through look the same: put their addresses into expectedAddresses. Otherwise revoke the sessions and
  run "Timeline of a session".
severity: medium
attack: [T1550.001, T1550.004, T1114.002]
tables: [activity, signins]
source: Own rule, over Microsoft's linkable identifiers.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedAddresses: { type: array(varchar), default: [], description: "Addresses to leave out, for example those of a secure web gateway." }
---*/
WITH uses AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    Operation,
    Workload,
    sessionId,
    uniqueTokenId
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Workload IN ('Exchange', 'SharePoint', 'OneDrive', 'MicrosoftTeams')
    AND ipAddress <> ''
    AND ipAddress NOT IN :expectedAddresses
    AND coalesce(sessionId, uniqueTokenId) <> ''
),
linked AS (
  SELECT u.*, s.ipAddress AS signInAddress, s.location.countryOrRegion AS signInCountry
  FROM uses AS u
  JOIN signins AS s ON s.sessionId = u.sessionId
  WHERE s.dt BETWEEN :from AND :to AND u.sessionId <> '' AND coalesce(u.uniqueTokenId, '') = ''
  UNION ALL
  SELECT u.*, s.ipAddress AS signInAddress, s.location.countryOrRegion AS signInCountry
  FROM uses AS u
  JOIN signins AS s ON s.uniqueTokenIdentifier = u.uniqueTokenId
  WHERE s.dt BETWEEN :from AND :to AND u.uniqueTokenId <> ''
)
SELECT
  min(CreationTime) AS time,
  UserId AS account,
  ipAddress AS address,
  array_join(slice(array_sort(array_agg(DISTINCT signInAddress)), 1, 20), ', ') AS signInAddresses,
  array_join(array_sort(array_agg(DISTINCT signInCountry)), ', ') AS signInCountries,
  array_join(slice(array_sort(array_agg(DISTINCT Operation)), 1, 20), ', ') AS operations,
  array_join(array_sort(array_agg(DISTINCT Workload)), ', ') AS workloads,
  max(CreationTime) AS lastTime,
  max(sessionId) AS sessionId,
  max(uniqueTokenId) AS uniqueTokenId
FROM linked
GROUP BY UserId, ipAddress, coalesce(nullif(sessionId, ''), uniqueTokenId)
HAVING count_if(signInAddress = ipAddress) = 0
ORDER BY time DESC
LIMIT 1000;
