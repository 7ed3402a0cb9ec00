/*---
title: One session on several networks and systems
description: |
  The same sign-in session was used from different networks by clients with different operating systems.
  A session belongs to one browser or device. People move between networks, but their operating system does not change with
  them: a hit means that the session's token was copied, by a phishing proxy or by malware. Revoke the sessions of the account,
  then run "Mail read in a stolen session" and "Timeline of a session".
severity: high
attack: [T1539, T1550.004]
tables: [signins]
source: Own rule; the idea of counting networks for a session is common to Microsoft Sentinel and Splunk rules (MIT, Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  minNetworks: { type: bigint, default: 2, description: "Fewest networks (autonomous systems, or countries where these are not known)." }
  minSystems: { type: bigint, default: 2, description: "Fewest operating systems; a client that names none counts as one." }
---*/
SELECT
  min(createdDateTime) AS time,
  userPrincipalName AS account,
  array_join(slice(array_sort(array_agg(DISTINCT ipAddress)), 1, 20), ', ') AS addresses,
  array_join(array_sort(array_agg(DISTINCT location.countryOrRegion)), ', ') AS countries,
  count(DISTINCT coalesce(CAST(autonomousSystemNumber AS varchar), location.countryOrRegion)) AS networks,
  array_join(array_sort(array_agg(DISTINCT coalesce(nullif(deviceDetail.operatingSystem, ''), '(none)'))), ', ')
    AS operatingSystems,
  array_join(slice(array_sort(array_agg(DISTINCT userAgent)), 1, 5), ' | ') AS userAgents,
  array_join(slice(array_sort(array_agg(DISTINCT appDisplayName)), 1, 10), ', ') AS applications,
  count(*) AS signIns,
  max(createdDateTime) AS lastTime,
  sessionId
FROM signins
WHERE dt BETWEEN :from AND :to
  AND outcome = 'success'
  AND sessionId <> ''
  AND userPrincipalName <> ''
GROUP BY userPrincipalName, sessionId
HAVING count(DISTINCT coalesce(CAST(autonomousSystemNumber AS varchar), location.countryOrRegion)) >= :minNetworks
  AND count(DISTINCT coalesce(nullif(deviceDetail.operatingSystem, ''), '(none)')) >= :minSystems
ORDER BY time DESC
LIMIT 1000;
