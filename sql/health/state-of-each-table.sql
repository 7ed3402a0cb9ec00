/*---
title: State of each table
description: |
  How many rows each table holds in these days, on how many of the days it has none, and how fresh it is. A table without rows
  is not collected or quiet; the health of the collection in the collector page says which stretches were not read.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
dashboard: { order: 100 }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH held AS (
  SELECT 'signins' AS tableName, dt, createdDateTime AS eventTime, collectedAt FROM signins WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'audits' AS tableName, dt, activityDateTime AS eventTime, collectedAt FROM audits WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'activity' AS tableName, dt, CreationTime AS eventTime, collectedAt FROM activity WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'provisioning' AS tableName, dt, activityDateTime AS eventTime, collectedAt FROM provisioning WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskdetections' AS tableName, dt, activityDateTime AS eventTime, collectedAt FROM riskdetections WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskyusers' AS tableName, dt, riskLastUpdatedDateTime AS eventTime, collectedAt FROM riskyusers WHERE dt BETWEEN :from AND :to
),
counted AS (
  SELECT
    tableName,
    count(*) AS rowCount,
    count(DISTINCT dt) AS days,
    max(eventTime) AS newestEvent,
    max(collectedAt) AS lastCollected
  FROM held
  GROUP BY tableName
)
SELECT
  t.tableName AS "table",
  coalesce(c.rowCount, 0) AS "rows",
  c.newestEvent,
  date_diff('day', :from, :to) + 1 - coalesce(c.days, 0) AS daysWithoutRows,
  c.lastCollected
FROM (VALUES 'signins', 'audits', 'activity', 'provisioning', 'riskdetections', 'riskyusers') AS t (tableName)
LEFT JOIN counted AS c ON c.tableName = t.tableName
ORDER BY "rows" DESC, "table";
