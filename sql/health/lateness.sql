/*---
title: Lateness of events
description: |
  How many minutes lay between an event and our first sight of it, by table and source: half of the events came within p50,
  95 of 100 within p95, 99 of 100 within p99. Only events since the table's first collection count: those from before
  (backfilled) were read late because we began late, and imported files (withoutObservation) say nothing about lateness.
  A detection that runs sooner than p95 after the event misses some.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
chart: { type: bar, x: table, y: [p50Minutes, p95Minutes, p99Minutes] }
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH sightings AS (
  SELECT 'signins' AS tableName, tenantId, source, createdDateTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM signins WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'audits' AS tableName, tenantId, source, activityDateTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM audits WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'activity' AS tableName, tenantId, source, CreationTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM activity WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'provisioning' AS tableName, tenantId, source, activityDateTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM provisioning WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskdetections' AS tableName, tenantId, source, activityDateTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM riskdetections WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskyusers' AS tableName, tenantId, source, riskLastUpdatedDateTime AS eventTime, coalesce(firstSeenAt, collectedAt) AS seenAt FROM riskyusers WHERE dt BETWEEN :from AND :to
),
beginnings AS (
  SELECT tableName, tenantId, min(seenAt) AS beganAt FROM sightings GROUP BY tableName, tenantId
),
measured AS (
  SELECT
    s.tableName,
    s.source,
    s.seenAt,
    CASE WHEN s.eventTime >= b.beganAt THEN date_diff('minute', s.eventTime, s.seenAt) END AS minutes
  FROM sightings AS s
  JOIN beginnings AS b ON b.tableName = s.tableName AND b.tenantId = s.tenantId
)
SELECT
  tableName AS "table",
  source,
  count(*) AS "rows",
  count_if(seenAt IS NULL) AS withoutObservation,
  count_if(seenAt IS NOT NULL AND minutes IS NULL) AS backfilled,
  approx_percentile(minutes, 0.5) AS p50Minutes,
  approx_percentile(minutes, 0.95) AS p95Minutes,
  approx_percentile(minutes, 0.99) AS p99Minutes,
  max(minutes) AS maxMinutes
FROM measured
GROUP BY tableName, source
ORDER BY "table", source;
