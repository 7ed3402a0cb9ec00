/*---
title: Mass file download
description: |
  One account downloaded many files within an hour from one address.
  People do this before a journey, before they leave, and when they migrate; intruders do it when they got in. Look at the
  address, the client and the sites, and whether the account usually works with these files. Files that a sync client fetches
  are not counted unless their operation is added.
severity: medium
attack: [T1530, T1213.002]
tables: [activity]
source: Idea from Microsoft Sentinel "SharePointFileOperation" queries (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minFiles: { type: bigint, default: 25, description: "Fewest different files within an hour." }
  operations: { type: array(varchar), default: ["FileDownloaded"], description: "Operations that count; FileSyncDownloadedFull is what sync clients do." }
---*/
SELECT
  min(CreationTime) AS time,
  UserId AS account,
  ipAddress AS address,
  count(DISTINCT ObjectId) AS files,
  count(DISTINCT SiteUrl) AS sites,
  sum(FileSizeBytes) AS bytes,
  array_join(slice(array_sort(array_agg(DISTINCT SiteUrl)), 1, 5), ', ') AS someSites,
  array_join(slice(array_sort(array_agg(DISTINCT SourceFileName)), 1, 10), ', ') AS someFiles,
  max(ApplicationDisplayName) AS application,
  max(UserAgent) AS userAgent,
  max(CreationTime) AS lastTime,
  max(sessionId) AS sessionId
FROM activity
WHERE dt BETWEEN :from AND :to
  AND Operation IN :operations
GROUP BY UserId, ipAddress, date_trunc('hour', CreationTime)
HAVING count(DISTINCT ObjectId) >= :minFiles
ORDER BY files DESC, time
LIMIT 1000;
