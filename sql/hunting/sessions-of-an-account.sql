/*---
title: Sessions of an account
description: |
  Every session in which an account signed in, with its addresses, networks and countries, the applications, and what was done
  in it in mailbox and files. A stolen session shows several networks or a foreign country; go on with the timeline of it.
  Sign-ins without a session, for example failed ones, are one line.
attack: [T1539, T1550.004]
tables: [activity, signins]
source: Own query, over Microsoft's linkable identifiers.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  account: { type: varchar, description: "Sign-in name of the account, for example adele@contoso.com, or its object id." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH done AS (
  SELECT
    tenantId,
    lower(sessionId) AS sessionId,
    count(*) AS events,
    array_join(slice(array_sort(array_agg(DISTINCT Operation)), 1, 10), ', ') AS operations,
    max(CreationTime) AS lastTime
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND sessionId <> ''
  GROUP BY tenantId, lower(sessionId)
)
SELECT
  min(s.createdDateTime) AS time,
  nullif(s.sessionId, '') AS sessionId,
  greatest(max(s.createdDateTime), coalesce(max(d.lastTime), max(s.createdDateTime))) AS lastTime,
  count(*) AS signIns,
  count_if(s.outcome = 'success') AS successes,
  count(DISTINCT s.autonomousSystemNumber) AS networks,
  array_join(slice(array_sort(array_agg(DISTINCT s.location.countryOrRegion)), 1, 10), ', ') AS countries,
  array_join(slice(array_sort(array_agg(DISTINCT s.ipAddress)), 1, 10), ', ') AS addresses,
  array_join(slice(array_sort(array_agg(DISTINCT s.appDisplayName)), 1, 10), ', ') AS applications,
  coalesce(max(d.events), 0) AS activityEvents,
  max(d.operations) AS activityOperations
FROM signins AS s
LEFT JOIN done AS d ON d.sessionId = lower(s.sessionId) AND d.tenantId = s.tenantId
WHERE s.dt BETWEEN :from AND :to
  AND (:tenant = '' OR s.tenantId = :tenant)
  AND (lower(s.userPrincipalName) = lower(:account) OR lower(s.userId) = lower(:account))
GROUP BY nullif(s.sessionId, '')
ORDER BY time DESC
LIMIT 10000;
