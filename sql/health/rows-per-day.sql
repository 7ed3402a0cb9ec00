/*---
title: Rows of each day and missing days
description: |
  How many rows each table holds for each log day, how that compares with the usual number for the same weekday, and how many
  whole days are missing before it. A day far below the usual, or missing days, means that something was not collected or not
  imported: fill it while Microsoft still offers it.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
chart: { type: bar, x: day, y: rows, series: table }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH days AS (
  SELECT 'signins' AS tableName, dt, count(*) AS rowCount FROM signins WHERE dt BETWEEN :from AND :to GROUP BY dt
  UNION ALL
  SELECT 'audits' AS tableName, dt, count(*) AS rowCount FROM audits WHERE dt BETWEEN :from AND :to GROUP BY dt
  UNION ALL
  SELECT 'activity' AS tableName, dt, count(*) AS rowCount FROM activity WHERE dt BETWEEN :from AND :to GROUP BY dt
  UNION ALL
  SELECT 'provisioning' AS tableName, dt, count(*) AS rowCount FROM provisioning WHERE dt BETWEEN :from AND :to GROUP BY dt
  UNION ALL
  SELECT 'riskdetections' AS tableName, dt, count(*) AS rowCount FROM riskdetections WHERE dt BETWEEN :from AND :to GROUP BY dt
  UNION ALL
  SELECT 'riskyusers' AS tableName, dt, count(*) AS rowCount FROM riskyusers WHERE dt BETWEEN :from AND :to GROUP BY dt
),
compared AS (
  SELECT
    d.*,
    lag(dt) OVER (PARTITION BY tableName ORDER BY dt) AS previousDay,
    avg(rowCount) OVER (PARTITION BY tableName, day_of_week(CAST(dt AS date))) AS usualRows
  FROM days AS d
)
SELECT
  dt AS day,
  tableName AS "table",
  rowCount AS "rows",
  round(usualRows) AS usualRows,
  round(100 * rowCount / usualRows) AS percentOfUsual,
  coalesce(date_diff('day', CAST(previousDay AS date), CAST(dt AS date)) - 1, 0) AS missingDaysBefore
FROM compared
ORDER BY day DESC, "table"
LIMIT 10000;
