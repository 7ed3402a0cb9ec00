/*---
title: User consent to an application with far-reaching permissions
description: |
  A person agreed that an application may read their mail, files or directory data.
  A hit is an illicit consent grant when the application is unknown, new in the tenant or asks for offline_access together
  with mail or files: its token works without password or MFA. Look at who else agreed, remove the grant and the service
  principal, and let administrators decide on consent in future.
severity: medium
attack: [T1528]
tables: [audits]
source: Idea from Microsoft Sentinel "Suspicious application consent for offline access" (MIT).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
  scopes:
    type: array(varchar)
    default: ["offline_access", "Mail.", "MailboxSettings.", "Files.", "Sites.", "Notes.", "Contacts.", "Chat.", "Directory.", "EWS.", "full_access", "user_impersonation"]
    description: "Beginnings or parts of permissions that count."
  expectedApps: { type: array(varchar), default: [], description: "Names of applications that people may agree to." }
---*/
WITH consents AS (
  SELECT
    a.activityDateTime,
    coalesce(a.initiatedBy.user.userPrincipalName, a.initiatedBy.app.displayName) AS account,
    a.initiatedBy.user.ipAddress AS ipAddress,
    t.targetName,
    t.targetId,
    lower(element_at(filter(t.properties, p -> p.displayName = 'ConsentContext.IsAdminConsent'), 1).newValue) AS isAdminConsent,
    array_join(
      array_distinct(
        regexp_extract_all(
          element_at(filter(t.properties, p -> p.displayName = 'ConsentAction.Permissions'), 1).newValue,
          'Scope: *([^,\]]+)',
          1
        )
      ),
      ' '
    ) AS scopes,
    a.initiatedBy.linkableIdentifiers.sessionId AS sessionId,
    a.userAgent,
    a.id
  FROM audits AS a
  CROSS JOIN UNNEST(a.targetResources) AS t (targetId, targetName, targetType, targetUser, groupType, properties)
  WHERE a.dt BETWEEN :from AND :to
    AND coalesce(a.result, '') <> 'failure'
    AND trim(a.activityDisplayName) = 'Consent to application'
)
SELECT
  activityDateTime AS time,
  account,
  ipAddress AS address,
  targetName AS application,
  trim(scopes) AS scopes,
  targetId AS servicePrincipalId,
  sessionId,
  userAgent,
  id
FROM consents
WHERE strpos(coalesce(isAdminConsent, ''), 'true') = 0
  AND any_match(:scopes, s -> strpos(lower(scopes), lower(s)) > 0)
  AND coalesce(targetName, '') NOT IN :expectedApps
ORDER BY time DESC
LIMIT 1000;
