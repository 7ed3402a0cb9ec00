/*---
title: Users at risk
description: |
  Users and service principals whose newest state of these days is at risk or confirmed compromised, the highest risk first.
  Look at what they did, reset and revoke, then confirm or dismiss the risk in Entra ID Protection.
tables: [riskyusers]
source: Own query.
dashboard: { order: 70 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  user: { type: varchar, default: "", description: "Part of a user principal name; empty for all." }
---*/
WITH states AS (
  SELECT
    riskLastUpdatedDateTime AS time,
    coalesce(nullif(userPrincipalName, ''), displayName) AS account,
    principalKind,
    riskLevel,
    riskState,
    riskDetail,
    row_number() OVER (PARTITION BY tenantId, id ORDER BY riskLastUpdatedDateTime DESC) AS position
  FROM riskyusers
  WHERE dt BETWEEN :from AND :to
)
SELECT account, riskLevel, riskState, time, riskDetail, principalKind
FROM states
WHERE position = 1
  AND riskState IN ('atRisk', 'confirmedCompromised')
  AND (:user = '' OR strpos(lower(coalesce(account, '')), lower(:user)) > 0)
ORDER BY CASE riskLevel WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END, time DESC
LIMIT 1000;
