/*---
title: Timeline of an address
description: |
  Everything that was done from one address or network, newest first, over all tables.
  Shows at once whether an address belongs to one person, to an office, or to somebody who tries many accounts.
attack: []
tables: [events]
source: Own query.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  address: { type: varchar, description: "An address such as 203.0.113.7, or a network such as 203.0.113.0/24 or 2001:db8::/32." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH asked AS (
  SELECT CASE WHEN strpos(:address, '/') > 0 THEN :address END AS network
)
SELECT
  time,
  ipAddress AS address,
  actor,
  operation,
  target,
  outcome,
  appId,
  sessionId,
  uniqueTokenId,
  "table",
  "key"
FROM events
CROSS JOIN asked AS a
WHERE dt BETWEEN :from AND :to
  AND (:tenant = '' OR tenantId = :tenant)
  AND CASE
    WHEN strpos(:address, '/') > 0 THEN coalesce(contains(a.network, TRY_CAST(ipAddress AS ipaddress)), false)
    WHEN strpos(:address, ':') > 0 OR strpos(ipAddress, ':') > 0
    THEN TRY_CAST(ipAddress AS ipaddress) = TRY_CAST(:address AS ipaddress)
    ELSE ipAddress = :address
  END
ORDER BY time DESC
LIMIT 10000;
