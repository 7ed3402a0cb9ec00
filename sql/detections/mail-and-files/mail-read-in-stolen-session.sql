/*---
title: Mail read in a stolen session
description: |
  Mail was read in a session that was used on several networks and systems, one line for each address and kind of access.
  A hit says what the intruder may have seen, which decides whom to notify. Bind names the messages that were opened; Sync
  means that a client fetched the whole folder: count all of it as read. Open the record's folders for the message ids.
severity: high
attack: [T1114.002, T1550.004]
tables: [signins, activity]
source: Own rule, over Microsoft's linkable identifiers and its guidance on MailItemsAccessed.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minNetworks: { type: bigint, default: 2, description: "Fewest networks on which the session was used." }
  minSystems: { type: bigint, default: 2, description: "Fewest operating systems in the session." }
---*/
WITH stolen AS (
  SELECT
    sessionId,
    min(createdDateTime) AS sessionStart,
    array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'success'
    AND sessionId <> ''
    AND userPrincipalName <> ''
  GROUP BY sessionId
  HAVING count(DISTINCT coalesce(CAST(autonomousSystemNumber AS varchar), location.countryOrRegion)) >= :minNetworks
    AND count(DISTINCT coalesce(nullif(deviceDetail.operatingSystem, ''), '(none)')) >= :minSystems
),
reads AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    sessionId,
    MailboxOwnerUPN,
    ClientInfoString,
    coalesce(OperationCount, 1) AS items,
    element_at(filter(OperationProperties, p -> p.Name = 'MailAccessType'), 1).Value AS access,
    transform(Folders, f -> f.Path) AS paths
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Operation = 'MailItemsAccessed'
    AND sessionId <> ''
)
SELECT
  min(r.CreationTime) AS time,
  r.UserId AS account,
  r.ipAddress AS address,
  r.MailboxOwnerUPN AS mailbox,
  r.access,
  count(*) AS records,
  sum(r.items) AS items,
  array_join(array_distinct(flatten(array_agg(r.paths))), ', ') AS folders,
  max(r.ClientInfoString) AS client,
  max(r.CreationTime) AS lastTime,
  s.countries AS sessionCountries,
  r.sessionId
FROM reads AS r
JOIN stolen AS s ON s.sessionId = r.sessionId
GROUP BY r.UserId, r.ipAddress, r.MailboxOwnerUPN, r.access, s.countries, r.sessionId
ORDER BY time DESC
LIMIT 1000;
