/*---
title: Where the rows come from
description: |
  Which sources each table was filled from, for which tenant and which days. A table that came from portal CSV alone lacks
  columns that detections need (sessions, tokens, networks): import the same days from a fuller source.
tables: [signins, audits, activity, provisioning, riskdetections, riskyusers]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH held AS (
  SELECT 'signins' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM signins WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'audits' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM audits WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'activity' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM activity WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'provisioning' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM provisioning WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskdetections' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM riskdetections WHERE dt BETWEEN :from AND :to
  UNION ALL
  SELECT 'riskyusers' AS tableName, tenantId, source, sourceRef, timeIsApproximate, collectedAt, dt FROM riskyusers WHERE dt BETWEEN :from AND :to
)
SELECT
  tableName AS "table",
  source,
  tenantId,
  count(*) AS "rows",
  count(DISTINCT dt) AS days,
  min(dt) AS firstDay,
  max(dt) AS lastDay,
  count(DISTINCT regexp_replace(sourceRef, ':[0-9]+$', '')) AS filesOrRequests,
  count_if(timeIsApproximate) AS approximateTimes,
  max(collectedAt) AS lastCollected
FROM held
GROUP BY tableName, source, tenantId
ORDER BY "table", "rows" DESC, source;
