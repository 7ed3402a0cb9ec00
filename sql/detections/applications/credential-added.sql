/*---
title: Credential added to an application
description: |
  An application or service principal received a new secret or certificate.
  Whoever holds it can sign in as the application, without MFA, until it expires. A hit is routine when it is a rotation by
  the people who look after the application; it is persistence when the actor never did this before, when the application has
  strong permissions, or when the old credential stays in use beside it. Run "New credential used from a new address" next,
  and remove a credential that nobody claims.
severity: medium
attack: [T1098.001]
tables: [audits]
source: Idea from Microsoft Sentinel "New access credential added to Application or Service Principal" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  expectedActors: { type: array(varchar), default: [], description: "Actors who rotate credentials, for example the automation's name; in lower case." }
---*/
-- The activity's name has an en dash and a trailing blank in real logs, so only its words are compared.
WITH changes AS (
  SELECT
    a.activityDateTime,
    lower(coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName, '')) AS actor,
    a.initiatedBy.user.ipAddress AS ipAddress,
    t.targetName,
    t.targetType,
    t.targetId,
    trim(a.activityDisplayName) AS activityName,
    array_except(
      regexp_extract_all(coalesce(p.newValue, ''), 'KeyIdentifier=([^,\]]+)', 1),
      regexp_extract_all(coalesce(p.oldValue, ''), 'KeyIdentifier=([^,\]]+)', 1)
    ) AS newKeys,
    regexp_extract_all(coalesce(p.oldValue, ''), 'KeyIdentifier=([^,\]]+)', 1) AS oldKeys,
    regexp_extract_all(coalesce(p.newValue, ''), 'KeyType=([^,\]]+)', 1) AS keyTypes,
    regexp_extract_all(coalesce(p.newValue, ''), 'DisplayName=([^,\]]*)', 1) AS keyNames,
    a.initiatedBy.linkableIdentifiers.sessionId AS sessionId,
    a.id
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  CROSS JOIN UNNEST(t.properties) AS p (property, oldValue, newValue)
  WHERE a.dt BETWEEN :from AND :to
    AND coalesce(a.result, '') <> 'failure'
    AND p.property = 'KeyDescription'
    AND regexp_like(lower(a.activityDisplayName), 'certificates and secrets management|service principal credentials')
)
SELECT
  activityDateTime AS time,
  actor,
  ipAddress AS address,
  targetName AS application,
  targetType,
  cardinality(newKeys) AS newCredentials,
  cardinality(oldKeys) AS credentialsBefore,
  array_join(array_distinct(keyTypes), ', ') AS keyTypes,
  array_join(keyNames, ', ') AS keyNames,
  array_join(newKeys, ', ') AS newKeyIds,
  activityName AS activity,
  targetId,
  sessionId,
  id
FROM changes
WHERE cardinality(newKeys) > 0
  AND actor NOT IN :expectedActors
ORDER BY time DESC
LIMIT 1000;
