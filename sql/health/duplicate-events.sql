/*---
title: Events held twice
description: |
  Events of which a table holds more than one row: the same key in two slices. The merge keeps each event once, so there should
  be none; a hit comes from a file that was changed or copied by hand. Run the integrity check of the days that are named.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH keys AS (
  SELECT 'signins' AS tableName, tenantId, id AS eventKey, createdDateTime AS eventTime, dt, source FROM signins WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'audits' AS tableName, tenantId, id AS eventKey, activityDateTime AS eventTime, dt, source FROM audits WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'activity' AS tableName, tenantId, Id AS eventKey, CreationTime AS eventTime, dt, source FROM activity WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'provisioning' AS tableName, tenantId, id AS eventKey, activityDateTime AS eventTime, dt, source FROM provisioning WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskdetections' AS tableName, tenantId, id AS eventKey, activityDateTime AS eventTime, dt, source FROM riskdetections WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskyusers' AS tableName, tenantId, id || '@' || to_iso8601(riskLastUpdatedDateTime) AS eventKey, riskLastUpdatedDateTime AS eventTime, dt, source FROM riskyusers WHERE dt BETWEEN :from AND :to
)
SELECT
  min(eventTime) AS time,
  tableName AS "table",
  eventKey AS "key",
  count(*) AS "rows",
  array_join(array_sort(array_agg(DISTINCT dt)), ', ') AS days,
  array_join(array_sort(array_agg(DISTINCT source)), ', ') AS sources,
  tenantId
FROM keys
GROUP BY tableName, tenantId, eventKey
HAVING count(*) > 1
ORDER BY time DESC
LIMIT 1000;
