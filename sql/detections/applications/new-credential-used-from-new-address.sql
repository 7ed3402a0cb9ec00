/*---
title: New credential used from a new address
description: |
  After a credential had been added to an application, its service principal signed in from an address it had never used.
  A hit means that somebody outside holds the new credential. Remove the credential whose id is keyId, revoke the service
  principal's tokens, read what it did with "Timeline of an address", and find out how the actor's account was used.
  addressesBefore is 0 for an application that was not seen before: a new one, or one that had been asleep.
severity: high
attack: [T1098.001, T1078.004]
tables: [audits, signins]
source: Idea from Microsoft Sentinel's rules on service principal sign-ins from new places (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  days: { type: bigint, default: 7, description: "How long after the change a first use of an address still counts." }
  collectorApps: { type: array(varchar), default: [], description: "Application ids of this lake's own collector, which are left out; filled in from the tenants that it collects." }
---*/
WITH credentials AS (
  SELECT
    a.activityDateTime AS added,
    coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS actor,
    a.initiatedBy.user.ipAddress AS actorAddress,
    t.targetId,
    t.targetName,
    p.newValue
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  CROSS JOIN UNNEST(t.properties) AS p (property, oldValue, newValue)
  WHERE a.dt BETWEEN :from AND :to
    AND coalesce(a.result, '') <> 'failure'
    AND p.property = 'KeyDescription'
    AND length(coalesce(p.newValue, '')) > length(coalesce(p.oldValue, ''))
    AND regexp_like(lower(a.activityDisplayName), 'certificates and secrets management|service principal credentials')
),
firstUses AS (
  SELECT
    servicePrincipalId,
    servicePrincipalName,
    ipAddress,
    min(createdDateTime) AS firstUsed,
    max(createdDateTime) AS lastUsed,
    count(*) AS signIns,
    min_by(servicePrincipalCredentialKeyId, createdDateTime) AS keyId,
    max(location.countryOrRegion) AS country,
    array_join(array_sort(array_agg(DISTINCT resourceDisplayName)), ', ') AS resources
  FROM signins_serviceprincipal
  WHERE dt BETWEEN :from AND :to
    AND outcome = 'success'
    AND ipAddress <> ''
    AND coalesce(appId, '') NOT IN :collectorApps
  GROUP BY servicePrincipalId, servicePrincipalName, ipAddress
),
ranked AS (
  SELECT f.*, rank() OVER (PARTITION BY servicePrincipalId ORDER BY firstUsed) - 1 AS addressesBefore
  FROM firstUses AS f
)
SELECT
  r.firstUsed AS time,
  r.servicePrincipalName AS application,
  r.ipAddress AS address,
  r.country,
  max(c.added) AS credentialAdded,
  max_by(c.actor, c.added) AS actor,
  max_by(c.actorAddress, c.added) AS actorAddress,
  bool_or(strpos(c.newValue, r.keyId) > 0) AS keyIsNamedInChange,
  r.keyId,
  r.addressesBefore,
  r.signIns,
  r.resources,
  r.lastUsed AS lastTime,
  r.servicePrincipalId
FROM ranked AS r
JOIN credentials AS c
  ON (c.targetId = r.servicePrincipalId OR c.targetName = r.servicePrincipalName)
  AND r.firstUsed BETWEEN c.added AND date_add('day', :days, c.added)
GROUP BY
  r.firstUsed, r.servicePrincipalName, r.ipAddress, r.country, r.keyId, r.addressesBefore, r.signIns, r.resources,
  r.lastUsed, r.servicePrincipalId
ORDER BY time DESC
LIMIT 1000;
