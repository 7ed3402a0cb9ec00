/*---
title: Auditing switched off
description: |
  The unified audit log, a mailbox's auditing or its licence-bound advanced part was switched off, or an account was exempted.
  There is hardly a good reason for this: a hit hides what comes after it. Switch auditing on again, treat the actor's account
  as taken until it is cleared, and rely on sign-ins and audits for the time that is missing.
severity: high
attack: [T1562.008]
tables: [activity]
source: Idea from Microsoft Sentinel "Exchange audit log disabled" and SigmaHQ (DRL 1.1).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH commands AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    Operation,
    ObjectId,
    sessionId,
    Id,
    transform(
      CAST(json_parse(Parameters) AS array(json)),
      p -> json_extract_scalar(p, '$.Name') || '=' || coalesce(json_extract_scalar(p, '$.Value'), '')
    ) AS settings
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Operation IN ('Set-AdminAuditLogConfig', 'Set-Mailbox', 'Set-MailboxAuditBypassAssociation', 'Set-OrganizationConfig')
    AND Parameters IS NOT NULL
)
SELECT
  CreationTime AS time,
  UserId AS actor,
  ipAddress AS address,
  Operation AS operation,
  ObjectId AS object,
  array_join(settings, '; ') AS settings,
  sessionId,
  Id AS id
FROM commands
WHERE any_match(
  settings,
  s -> lower(s) IN ('unifiedauditlogingestionenabled=false', 'adminauditlogenabled=false', 'auditenabled=false', 'auditbypassenabled=true', 'auditdisabled=true')
)
ORDER BY time DESC
LIMIT 1000;
