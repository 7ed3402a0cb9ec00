/*---
title: Device code sign-ins
description: |
  An account signed in by typing a code that another device showed, or used a session that began so.
  Few people ever do this: consoles, meeting-room displays, scripts of administrators. A hit is phishing when the person did
  not start it, when polling came from another country or network than the person's own, or when the client is the
  authentication broker. Revoke the sessions, look for devices registered since, and block the flow with Conditional Access.
severity: high
attack: [T1528, T1566.002]
tables: [signins]
source: Idea from SigmaHQ (DRL 1.1) and Microsoft Sentinel (MIT) rules on device code sign-ins.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedApps:
    type: array(varchar)
    default: []
    description: "Application ids that are known to use device codes."
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  array_join(array_sort(array_agg(DISTINCT ipAddress)), ', ') AS addresses,
  array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries,
  count(DISTINCT autonomousSystemNumber) AS networks,
  array_join(array_sort(array_agg(DISTINCT appDisplayName)), ', ') AS applications,
  array_join(array_sort(array_agg(DISTINCT resourceDisplayName)), ', ') AS resources,
  bool_or(appId = '29d9ed98-a469-4536-ade2-f981bc1d605e') AS usedAuthenticationBroker,
  count(*) AS signIns,
  max(createdDateTime) AS lastTime,
  max(sessionId) AS sessionId
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND (authenticationProtocol = 'deviceCode' OR originalTransferMethod = 'deviceCodeFlow')
  AND coalesce(appId, '') NOT IN :expectedApps
  AND coalesce(appId, '') NOT IN :collectorApps
GROUP BY userPrincipalName, coalesce(sessionId, correlationId)
ORDER BY time DESC
LIMIT 1000;
