/*---
title: Sign-in method registered from a new network
description: |
  Security information was registered or changed from a network that the account had not used until shortly before.
  A hit means that an intruder may be making the stay permanent: the new method survives a password reset. Ask the person;
  when in doubt remove the method, revoke the sessions and run "Timeline of an address". The network is that of the sign-ins
  from the same address (its autonomous system), or the address itself where that is not known.
severity: high
attack: [T1098.005, T1556.006]
tables: [audits, signins]
source: Idea from Microsoft Sentinel's Entra ID rules on changed authentication methods (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  hours: { type: bigint, default: 24, description: "A network first used less than this many hours before counts as new." }
  historyDays: { type: bigint, default: 5, description: "The account must have signed in at least this many days before, so that its networks are known." }
---*/
WITH changes AS (
  SELECT
    activityDateTime,
    lower(initiatedBy.user.userPrincipalName) AS account,
    initiatedBy.user.ipAddress AS ipAddress,
    trim(activityDisplayName) AS activityName,
    resultReason,
    initiatedBy.linkableIdentifiers.sessionId AS sessionId,
    id
  FROM audits
  WHERE dt BETWEEN :from AND :to
    AND result = 'success'
    AND initiatedBy.user.ipAddress <> ''
    AND regexp_like(
      lower(activityDisplayName),
      'registered security info|registered all required security info|changed default security info|updated security info'
    )
),
uses AS (
  SELECT
    userPrincipalName,
    ipAddress,
    coalesce(CAST(nullif(autonomousSystemNumber, 0) AS varchar), ipAddress) AS network,
    min(createdDateTime) AS firstUsed,
    max(location.countryOrRegion) AS country
  FROM signins
  WHERE dt BETWEEN :from AND :to AND outcome = 'success' AND userPrincipalName <> ''
  GROUP BY userPrincipalName, ipAddress, coalesce(CAST(nullif(autonomousSystemNumber, 0) AS varchar), ipAddress)
),
networks AS (
  SELECT ipAddress, max(network) AS network, max(country) AS country FROM uses GROUP BY ipAddress
),
firstUses AS (
  SELECT userPrincipalName, network, min(firstUsed) AS firstUsed FROM uses GROUP BY userPrincipalName, network
),
accounts AS (
  SELECT userPrincipalName, min(firstUsed) AS firstSeen FROM uses GROUP BY userPrincipalName
)
SELECT
  c.activityDateTime AS time,
  c.account,
  c.ipAddress AS address,
  n.country,
  c.activityName AS activity,
  c.resultReason AS detail,
  u.firstUsed AS networkFirstUsed,
  n.network,
  c.sessionId,
  c.id
FROM changes AS c
JOIN accounts AS a ON a.userPrincipalName = c.account
LEFT JOIN networks AS n ON n.ipAddress = c.ipAddress
LEFT JOIN firstUses AS u ON u.userPrincipalName = c.account AND u.network = coalesce(n.network, c.ipAddress)
WHERE a.firstSeen <= date_add('day', -:historyDays, c.activityDateTime)
  AND (u.firstUsed IS NULL OR u.firstUsed >= date_add('hour', -:hours, c.activityDateTime))
ORDER BY time DESC
LIMIT 1000;
