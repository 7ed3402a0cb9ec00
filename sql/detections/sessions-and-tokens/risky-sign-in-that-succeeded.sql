/*---
title: Risky sign-in that succeeded
description: |
  A sign-in that Entra ID Protection distrusts, then or later, was let in and is still at risk.
  A hit means that no policy stopped it. Read the kinds of risk: leakedCredentials, anomalousToken, attackerinTheMiddle and
  passwordSpray are seldom wrong. Confirm the account as compromised or dismiss the risk in the portal, so that Microsoft
  learns; then see why no Conditional Access policy on risk applied. Detections that come hours later are joined by request id.
severity: high
attack: [T1078.004]
tables: [signins, riskdetections]
source: Idea from SigmaHQ identity protection rules (DRL 1.1) and Microsoft Sentinel (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  levels: { type: array(varchar), default: ["high", "medium"], description: "Levels of risk that count." }
  closedStates: { type: array(varchar), default: ["remediated", "dismissed", "confirmedSafe"], description: "States of risk that somebody or something has dealt with." }
---*/
WITH detections AS (
  SELECT
    requestId,
    array_join(array_sort(array_agg(DISTINCT riskEventType)), ', ') AS riskEventTypes,
    max(detectedDateTime) AS detectedDateTime
  FROM riskdetections
  WHERE dt BETWEEN :from AND :to
    AND requestId <> ''
    AND riskLevel IN :levels
    AND coalesce(riskState, '') NOT IN :closedStates
  GROUP BY requestId
)
SELECT
  s.createdDateTime AS time,
  coalesce(nullif(s.userPrincipalName, ''), s.servicePrincipalName) AS account,
  s.ipAddress AS address,
  s.location.countryOrRegion AS country,
  coalesce(d.riskEventTypes, array_join(s.riskEventTypes_v2, ', ')) AS riskEventTypes,
  s.riskLevelDuringSignIn,
  s.riskState,
  d.detectedDateTime,
  s.appDisplayName AS application,
  s.authenticationRequirement,
  s.conditionalAccessStatus,
  s.sessionId,
  s.id
FROM signins AS s
LEFT JOIN detections AS d ON d.requestId = s.id
WHERE s.dt BETWEEN :from AND :to
  AND s.outcome = 'success'
  AND (
    d.requestId IS NOT NULL
    OR (
      (s.riskLevelDuringSignIn IN :levels OR s.riskState = 'confirmedCompromised')
      AND coalesce(s.riskState, '') NOT IN :closedStates
    )
  )
ORDER BY time DESC
LIMIT 1000;
