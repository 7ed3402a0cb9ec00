/*---
title: Timeline of an account
description: |
  Everything that one account did or that was done to it, newest first, over all tables.
  Start a few days before the first suspicious sign-in. Filter by sessionId to part the intruder's steps from the person's.
attack: []
tables: [events]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  account: { type: varchar, description: "Sign-in name of the account, for example adele@contoso.com." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
SELECT
  time,
  operation,
  target,
  outcome,
  ipAddress AS address,
  CASE WHEN lower(actor) = lower(:account) THEN 'did' ELSE 'was done to' END AS part,
  actor,
  appId,
  sessionId,
  uniqueTokenId,
  "table",
  "key"
FROM events
WHERE dt BETWEEN :from AND :to
  AND (:tenant = '' OR tenantId = :tenant)
  AND (lower(actor) = lower(:account) OR lower(target) = lower(:account))
ORDER BY time DESC
LIMIT 10000;
