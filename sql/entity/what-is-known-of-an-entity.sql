/*---
title: What is known of an entity
description: |
  The facts of one account, address, application, session, token, device or correlation id, counted over all tables: how many
  events of each table, from which countries, networks and addresses, with which applications and devices, how sign-ins
  ended and on which days, and what the audits say it did and was done to it. The first values of each fact are shown, and
  an empty one for the sign-ins that have none.
attack: []
tables: [activity, audits, events, provisioning, riskdetections, riskyusers, signins]
source: Own query, over Microsoft's linkable identifiers.
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  kind: { type: varchar, description: "What it is: account, address, application, session, token, device or correlation." }
  value: { type: varchar, description: "Its name, address or id." }
  tenant: { type: varchar, default: "", description: "Only events of this tenant; empty reads all." }
---*/
WITH accountIds AS (
  SELECT userId AS id
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'account'
    AND (lower(userPrincipalName) = lower(:value) OR lower(userId) = lower(:value))
  UNION
  SELECT id
  FROM riskyusers
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'account'
    AND (lower(userPrincipalName) = lower(:value) OR lower(id) = lower(:value))
),
names AS (
  SELECT lower(:value) AS name
  UNION
  SELECT lower(id) FROM accountIds
  UNION
  SELECT lower(userPrincipalName)
  FROM signins
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'account'
    -- A name that nobody has stands with this id, as every other such name does.
    AND userId IN (SELECT id FROM accountIds WHERE id NOT IN ('', '00000000-0000-0000-0000-000000000000'))
  UNION
  SELECT lower(n.name)
  FROM signins
  CROSS JOIN UNNEST(ARRAY[appId, servicePrincipalId, appServicePrincipalId]) AS n (name)
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'application'
    AND lower(:value) IN (lower(appId), lower(servicePrincipalId), lower(appServicePrincipalId))
  UNION
  SELECT lower(t.id)
  FROM audits
  CROSS JOIN UNNEST(targetResources) AS t (id, displayName, type, userPrincipalName, groupType, properties)
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'application'
    AND any_match(
      t.properties,
      p -> p.displayName IN ('AppId', 'AppPrincipalId')
        AND (lower(p.newValue) = lower(:value) OR strpos(lower(p.newValue), '"' || lower(:value) || '"') > 0)
    )
  UNION
  SELECT lower(uniqueTokenId)
  FROM events
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND :kind = 'session'
    AND lower(sessionId) = lower(:value)
),
sought AS (
  SELECT array_agg(name) AS names FROM names WHERE name NOT IN ('', '00000000-0000-0000-0000-000000000000')
),
found AS (
  SELECT
    createdDateTime AS time,
    'signins' AS "table",
    id AS "key",
    tenantId,
    dt,
    CASE
      WHEN :kind = 'application' AND contains(s.names, lower(resourceId)) AND NOT (
        coalesce(contains(s.names, lower(appId)), false) OR coalesce(contains(s.names, lower(servicePrincipalId)), false)
      ) THEN 'to'
      WHEN :kind = 'session' AND coalesce(lower(sessionId), '') <> lower(:value) THEN 'token'
      ELSE 'by'
    END AS part,
    coalesce(nullif(userPrincipalName, ''), nullif(servicePrincipalName, ''), nullif(userId, ''), nullif(servicePrincipalId, '')) AS actor,
    signInKind AS operation,
    coalesce(nullif(resourceDisplayName, ''), nullif(resourceId, '')) AS target,
    outcome,
    CAST(status.errorCode AS varchar) AS code,
    status.failureReason AS reason,
    ipAddress,
    location.city AS city,
    location.countryOrRegion AS country,
    CAST(autonomousSystemNumber AS varchar) AS network,
    appId,
    nullif(appDisplayName, '') AS application,
    deviceDetail.deviceId AS deviceId,
    array_join(
      filter(ARRAY[deviceDetail.displayName, deviceDetail.operatingSystem, deviceDetail.browser], d -> d <> ''),
      ', '
    ) AS device,
    clientAppUsed AS client,
    conditionalAccessStatus AS conditionalAccess,
    riskLevelDuringSignIn AS risk,
    sessionId,
    uniqueTokenIdentifier AS uniqueTokenId
  FROM signins
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(userPrincipalName)) OR contains(s.names, lower(userId))
      WHEN 'address' THEN lower(ipAddress) = lower(:value)
      OR (strpos(ipAddress, ':') > 0 OR strpos(:value, ':') > 0) AND TRY_CAST(ipAddress AS ipaddress) = TRY_CAST(:value AS ipaddress)
      WHEN 'application' THEN contains(s.names, lower(appId)) OR contains(s.names, lower(resourceId))
      OR contains(s.names, lower(servicePrincipalId))
      WHEN 'session' THEN lower(sessionId) = lower(:value) OR contains(s.names, lower(uniqueTokenIdentifier))
      WHEN 'token' THEN lower(uniqueTokenIdentifier) = lower(:value)
      WHEN 'device' THEN lower(deviceDetail.deviceId) = lower(:value)
      WHEN 'correlation' THEN lower(correlationId) = lower(:value)
    END
  UNION ALL
  SELECT
    activityDateTime,
    'audits',
    id,
    tenantId,
    dt,
    CASE
      WHEN :kind = 'account' AND NOT (
        coalesce(contains(s.names, lower(initiatedBy.user.userPrincipalName)), false)
        OR coalesce(contains(s.names, lower(initiatedBy.user.id)), false)
      ) THEN 'upon'
      WHEN :kind = 'application' AND NOT (
        coalesce(contains(s.names, lower(initiatedBy.app.appId)), false)
        OR coalesce(contains(s.names, lower(initiatedBy.app.servicePrincipalId)), false)
      ) THEN 'upon'
      WHEN :kind = 'device' THEN 'upon'
      WHEN :kind = 'session' AND coalesce(lower(initiatedBy.linkableIdentifiers.sessionId), '') <> lower(:value) THEN 'token'
      ELSE 'by'
    END,
    coalesce(
      nullif(initiatedBy.user.userPrincipalName, ''),
      nullif(initiatedBy.user.displayName, ''),
      nullif(initiatedBy.app.displayName, ''),
      nullif(initiatedBy.user.id, ''),
      nullif(initiatedBy.app.servicePrincipalId, '')
    ),
    activityDisplayName,
    coalesce(
      nullif(element_at(targetResources, 1).userPrincipalName, ''),
      nullif(element_at(targetResources, 1).displayName, ''),
      nullif(element_at(targetResources, 1).id, '')
    ),
    result,
    NULL,
    resultReason,
    initiatedBy.user.ipAddress,
    NULL,
    NULL,
    NULL,
    initiatedBy.app.appId,
    nullif(initiatedBy.app.displayName, ''),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    initiatedBy.linkableIdentifiers.sessionId,
    initiatedBy.linkableIdentifiers.tokenDetails.uniqueTokenIdentifier
  FROM audits
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(initiatedBy.user.userPrincipalName))
      OR contains(s.names, lower(initiatedBy.user.id))
      OR any_match(targetResources, t -> contains(s.names, lower(t.userPrincipalName)) OR contains(s.names, lower(t.id)))
      WHEN 'address' THEN lower(initiatedBy.user.ipAddress) = lower(:value)
      OR (strpos(initiatedBy.user.ipAddress, ':') > 0 OR strpos(:value, ':') > 0)
      AND TRY_CAST(initiatedBy.user.ipAddress AS ipaddress) = TRY_CAST(:value AS ipaddress)
      WHEN 'application' THEN contains(s.names, lower(initiatedBy.app.appId))
      OR contains(s.names, lower(initiatedBy.app.servicePrincipalId))
      OR any_match(targetResources, t -> contains(s.names, lower(t.id)))
      WHEN 'session' THEN lower(initiatedBy.linkableIdentifiers.sessionId) = lower(:value)
      OR contains(s.names, lower(initiatedBy.linkableIdentifiers.tokenDetails.uniqueTokenIdentifier))
      WHEN 'token' THEN lower(initiatedBy.linkableIdentifiers.tokenDetails.uniqueTokenIdentifier) = lower(:value)
      WHEN 'device' THEN any_match(
        targetResources,
        t -> lower(t.id) = lower(:value) OR any_match(
          t.modifiedProperties,
          p -> p.displayName = 'DeviceId'
            AND (lower(p.newValue) = lower(:value) OR strpos(lower(p.newValue), '"' || lower(:value) || '"') > 0)
        )
      )
      WHEN 'correlation' THEN lower(correlationId) = lower(:value)
    END
  UNION ALL
  SELECT
    CreationTime,
    'activity',
    Id,
    tenantId,
    dt,
    CASE
      WHEN :kind = 'account' AND NOT (
        coalesce(contains(s.names, lower(UserId)), false) OR coalesce(contains(s.names, lower(UserKey)), false)
      ) THEN 'upon'
      WHEN :kind = 'session' AND coalesce(lower(sessionId), '') <> lower(:value) THEN 'token'
      ELSE 'by'
    END,
    UserId,
    Operation,
    coalesce(nullif(ObjectId, ''), nullif(MailboxOwnerUPN, '')),
    CASE
      WHEN Operation = 'UserLoginFailed' THEN 'failure'
      WHEN lower(ResultStatus) IN ('success', 'succeeded', 'true') THEN 'success'
      WHEN lower(ResultStatus) = 'partiallysucceeded' THEN 'partial'
      WHEN lower(ResultStatus) IN ('failure', 'failed', 'false') THEN 'failure'
    END,
    ErrorNumber,
    LogonError,
    ipAddress,
    NULL,
    NULL,
    NULL,
    coalesce(nullif(AppAccessContext.ClientAppId, ''), nullif(ClientAppId, ''), nullif(AppId, ''), nullif(ApplicationId, '')),
    coalesce(nullif(AppAccessContext.ClientAppName, ''), nullif(ApplicationDisplayName, '')),
    DeviceId,
    NULL,
    Workload,
    NULL,
    NULL,
    sessionId,
    uniqueTokenId
  FROM activity
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(UserId))
      OR contains(s.names, lower(UserKey))
      OR contains(s.names, lower(ObjectId))
      OR contains(s.names, lower(MailboxOwnerUPN))
      OR contains(s.names, lower(TargetUserOrGroupName))
      WHEN 'address' THEN lower(ipAddress) = lower(:value)
      OR (strpos(ipAddress, ':') > 0 OR strpos(:value, ':') > 0) AND TRY_CAST(ipAddress AS ipaddress) = TRY_CAST(:value AS ipaddress)
      WHEN 'application' THEN contains(s.names, lower(AppAccessContext.ClientAppId))
      OR contains(s.names, lower(ClientAppId))
      OR contains(s.names, lower(AppId))
      OR contains(s.names, lower(ApplicationId))
      WHEN 'session' THEN lower(sessionId) = lower(:value) OR contains(s.names, lower(uniqueTokenId))
      WHEN 'token' THEN lower(uniqueTokenId) = lower(:value)
      WHEN 'device' THEN lower(DeviceId) = lower(:value)
      OR any_match(DeviceProperties, p -> p.Name = 'Id' AND lower(p.Value) = lower(:value))
      WHEN 'correlation' THEN lower(CorrelationId) = lower(:value)
      OR lower(InterSystemsId) = lower(:value)
      OR lower(AppAccessContext.CorrelationId) = lower(:value)
    END
  UNION ALL
  SELECT
    activityDateTime,
    'provisioning',
    id,
    tenantId,
    dt,
    CASE WHEN :kind = 'account' AND NOT coalesce(contains(s.names, lower(initiatedBy.id)), false) THEN 'upon' ELSE 'by' END,
    coalesce(nullif(initiatedBy.displayName, ''), nullif(initiatedBy.id, '')),
    provisioningAction,
    coalesce(
      nullif(targetIdentity.displayName, ''),
      nullif(sourceIdentity.displayName, ''),
      nullif(targetIdentity.id, '')
    ),
    provisioningStatusInfo.status,
    provisioningStatusInfo.errorInformation.errorCode,
    provisioningStatusInfo.errorInformation.reason,
    NULL,
    NULL,
    NULL,
    NULL,
    servicePrincipal.id,
    nullif(servicePrincipal.displayName, ''),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
  FROM provisioning
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(initiatedBy.id))
      OR contains(s.names, lower(targetIdentity.id))
      OR contains(s.names, lower(sourceIdentity.id))
      OR contains(s.names, lower(targetIdentity.displayName))
      OR contains(s.names, lower(sourceIdentity.displayName))
      WHEN 'application' THEN contains(s.names, lower(servicePrincipal.id))
    END
  UNION ALL
  SELECT
    activityDateTime,
    'riskdetections',
    id,
    tenantId,
    dt,
    'by',
    coalesce(
      nullif(userPrincipalName, ''),
      nullif(servicePrincipalDisplayName, ''),
      nullif(userId, ''),
      nullif(servicePrincipalId, '')
    ),
    riskEventType,
    activity,
    riskState,
    NULL,
    riskDetail,
    ipAddress,
    location.city,
    location.countryOrRegion,
    NULL,
    appId,
    nullif(servicePrincipalDisplayName, ''),
    NULL,
    NULL,
    NULL,
    NULL,
    riskLevel,
    NULL,
    NULL
  FROM riskdetections
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(userPrincipalName)) OR contains(s.names, lower(userId))
      WHEN 'address' THEN lower(ipAddress) = lower(:value)
      OR (strpos(ipAddress, ':') > 0 OR strpos(:value, ':') > 0) AND TRY_CAST(ipAddress AS ipaddress) = TRY_CAST(:value AS ipaddress)
      WHEN 'application' THEN contains(s.names, lower(appId)) OR contains(s.names, lower(servicePrincipalId))
      WHEN 'correlation' THEN lower(correlationId) = lower(:value)
    END
  UNION ALL
  SELECT
    riskLastUpdatedDateTime,
    'riskyusers',
    id || '@' || substr(to_iso8601(riskLastUpdatedDateTime), 1, 23) || 'Z',
    tenantId,
    dt,
    'upon',
    coalesce(nullif(userPrincipalName, ''), nullif(displayName, ''), nullif(id, '')),
    riskDetail,
    riskLevel,
    riskState,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    appId,
    nullif(displayName, ''),
    NULL,
    NULL,
    NULL,
    NULL,
    riskLevel,
    NULL,
    NULL
  FROM riskyusers
  CROSS JOIN sought AS s
  WHERE dt BETWEEN :from AND :to
    AND (:tenant = '' OR tenantId = :tenant)
    AND CASE :kind
      WHEN 'account' THEN contains(s.names, lower(userPrincipalName)) OR contains(s.names, lower(id))
      WHEN 'application' THEN contains(s.names, lower(appId)) OR contains(s.names, lower(id))
    END
),
counted AS (
  SELECT
    p.fact,
    p.value,
    count(*) AS events,
    count_if(f.outcome = 'success') AS successes,
    count_if(f.outcome = 'failure') AS failures,
    count_if(f.outcome = 'interrupted') AS interrupted,
    min(f.time) AS firstTime,
    max(f.time) AS lastTime,
    -- Of several events at one time the same one is taken everywhere.
    max_by(f.risk, to_iso8601(f.time) || f."table" || f."key") AS lastRisk,
    max_by(f.outcome, to_iso8601(f.time) || f."table" || f."key") AS lastOutcome,
    CASE
      WHEN p.fact = 'application' THEN max(f.application)
      WHEN p.fact = 'device' THEN max(f.device)
      WHEN p.fact = 'signInResult' THEN max(f.reason)
      WHEN p.fact = 'network' AND min(f.country) = max(f.country) THEN max(f.country)
    END AS label
  FROM found AS f
  CROSS JOIN UNNEST(
    ARRAY[
      'total', 'table', 'day', 'signInDay', 'signInResult', 'country', 'network', 'address', 'account', 'actorUpon',
      'application', 'device', 'client', 'session', 'auditBy', 'auditUpon', 'activity', 'risk'
    ],
    ARRAY[
      'all',
      f."table",
      f.dt,
      CASE WHEN f."table" = 'signins' THEN f.dt END,
      CASE WHEN f."table" = 'signins' THEN f.code END,
      CASE WHEN f.part <> 'upon' THEN coalesce(nullif(f.country, ''), CASE WHEN f."table" = 'signins' THEN '' END) END,
      CASE WHEN f.part <> 'upon' THEN coalesce(nullif(f.network, ''), CASE WHEN f."table" = 'signins' THEN '' END) END,
      CASE WHEN f.part <> 'upon' THEN coalesce(nullif(f.ipAddress, ''), CASE WHEN f."table" = 'signins' THEN '' END) END,
      CASE WHEN f.part <> 'upon' THEN lower(f.actor) END,
      CASE WHEN f.part = 'upon' AND f."table" <> 'riskyusers' THEN lower(f.actor) END,
      CASE WHEN f.part <> 'upon' THEN coalesce(nullif(lower(f.appId), ''), f.application) END,
      CASE WHEN f.part <> 'upon' THEN coalesce(nullif(f.deviceId, ''), f.device) END,
      CASE WHEN f."table" = 'signins' THEN coalesce(f.client, '') END,
      CASE WHEN f.part <> 'upon' THEN f.sessionId END,
      CASE WHEN f."table" = 'audits' AND f.part <> 'upon' THEN f.operation END,
      CASE WHEN f."table" = 'audits' AND f.part = 'upon' THEN f.operation END,
      CASE WHEN f."table" = 'activity' THEN f.operation END,
      CASE f."table" WHEN 'riskdetections' THEN f.operation WHEN 'riskyusers' THEN f.outcome END
    ]
  ) AS p (fact, value)
  -- A sign-in without a country, a network, an address, a device or a client is told too.
  WHERE p.value <> '' OR (p.value = '' AND p.fact IN ('country', 'network', 'address', 'device', 'client'))
  GROUP BY p.fact, p.value
),
ranked AS (
  SELECT
    c.*,
    row_number() OVER (
      PARTITION BY fact ORDER BY CASE WHEN value = '' THEN 1 ELSE 0 END, events DESC, lastTime DESC, value
    ) AS place,
    row_number() OVER (PARTITION BY fact ORDER BY lastTime DESC, value) AS newest,
    count(nullif(value, '')) OVER (PARTITION BY fact) AS "values"
  FROM counted AS c
)
SELECT fact, value, label, events, successes, failures, interrupted, firstTime, lastTime, lastRisk, lastOutcome, place, "values"
FROM ranked
WHERE place <= 10 OR value = '' OR (fact = 'risk' AND newest = 1) OR fact IN ('day', 'signInDay')
ORDER BY fact, place
LIMIT 10000;
