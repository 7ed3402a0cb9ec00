/*---
title: Timeline of an account
description: |
  Everything that one account did or that was done to it, newest first, over all tables. By its name or its object id it
  is also found where a record has only the other, as far as its sign-ins in these days tell both.
  Start a few days before the first suspicious sign-in. Filter by sessionId to part the intruder's steps from the person's.
attack: []
tables: [events, signins]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  account: { type: varchar, description: "Sign-in name of the account, for example adele@contoso.com, or its object id." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH names AS (
  SELECT lower(:account) AS name
  UNION
  SELECT lower(n.name)
  FROM signins
  CROSS JOIN UNNEST(ARRAY[userPrincipalName, userId]) AS n (name)
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND lower(:account) IN (lower(userPrincipalName), lower(userId))
    -- A name that nobody has stands with this id, as every other such name does.
    AND n.name NOT IN ('', '00000000-0000-0000-0000-000000000000')
),
sought AS (
  SELECT array_agg(name) AS names
  FROM names
)
SELECT
  time,
  operation,
  target,
  outcome,
  ipAddress AS address,
  CASE WHEN contains(s.names, lower(actor)) THEN 'did' ELSE 'was done to' END AS part,
  actor,
  appId,
  sessionId,
  uniqueTokenId,
  "table",
  "key"
FROM events
CROSS JOIN sought AS s
WHERE dt BETWEEN :from AND :to
  AND (:tenant = '' OR tenantId = :tenant)
  AND (contains(s.names, lower(actor)) OR contains(s.names, lower(target)))
ORDER BY time DESC
LIMIT 10000;
