/*---
title: Lateness of events
description: |
  How many minutes lay between an event and our first sight of it, by table and source: half of the events came within p50,
  95 of 100 within p95. Imported files say nothing about lateness and count as withoutObservation. A detection that runs
  sooner than p95 after the event misses some.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
chart: { type: bar, x: table, y: [p50Minutes, p95Minutes] }
params:
  from: { type: varchar, default: "2000-01-01", description: "First log day to read, YYYY-MM-DD, UTC." }
  to: { type: varchar, default: "2100-12-31", description: "Last log day to read, YYYY-MM-DD, UTC." }
---*/
WITH sightings AS (
  SELECT 'signins' AS tableName, source, date_diff('minute', createdDateTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM signins WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'audits' AS tableName, source, date_diff('minute', activityDateTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM audits WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'activity' AS tableName, source, date_diff('minute', CreationTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM activity WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'provisioning' AS tableName, source, date_diff('minute', activityDateTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM provisioning WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskdetections' AS tableName, source, date_diff('minute', activityDateTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM riskdetections WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskyusers' AS tableName, source, date_diff('minute', riskLastUpdatedDateTime, coalesce(firstSeenAt, collectedAt)) AS minutes FROM riskyusers WHERE dt BETWEEN :from AND :to
)
SELECT
  tableName AS "table",
  source,
  count(*) AS "rows",
  count_if(minutes IS NULL) AS withoutObservation,
  approx_percentile(minutes, 0.5) AS p50Minutes,
  approx_percentile(minutes, 0.95) AS p95Minutes,
  max(minutes) AS maxMinutes
FROM sightings
GROUP BY tableName, source
ORDER BY "table", source;
