/*---
title: Timeline of a session
description: |
  What was done in one sign-in session: its sign-ins, and the mail, file and directory work that names the session or one of
  its tokens, oldest first. Use it on the sessionId of any detection to see what an intruder did and from where.
attack: []
tables: [events]
source: Own query, over Microsoft's linkable identifiers.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  session: { type: varchar, description: "The sessionId of a sign-in." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH tokens AS (
  SELECT DISTINCT uniqueTokenId
  FROM events
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND lower(sessionId) = lower(:session)
    AND uniqueTokenId <> ''
)
SELECT
  e.time,
  e.actor,
  e.ipAddress AS address,
  e.operation,
  e.target,
  e.outcome,
  e.appId,
  CASE WHEN lower(e.sessionId) = lower(:session) THEN 'session' ELSE 'token' END AS linkedBy,
  e.uniqueTokenId,
  e."table",
  e."key"
FROM events AS e
LEFT JOIN tokens AS t ON t.uniqueTokenId = e.uniqueTokenId
WHERE e.dt BETWEEN :from AND :to
  AND (:tenant = '' OR e.tenantId = :tenant)
  AND (lower(e.sessionId) = lower(:session) OR t.uniqueTokenId IS NOT NULL)
ORDER BY e.time
LIMIT 10000;
