/*---
title: Access to somebody's mailbox granted
description: |
  Somebody received full access to a mailbox, or the right to send in its name.
  Deputies and shared mailboxes are the usual reason. A hit is suspicious when the actor gives the right to their own account,
  when the mailbox is a manager's or the finance department's, or when nobody asked. Follow it with "Timeline of an account".
severity: medium
attack: [T1098.002]
tables: [activity]
source: Idea from Splunk security_content, mailbox permissions (Apache-2.0).
params:
  from: { type: date, default: last 30 days, description: "First log day to read, UTC." }
  to: { type: date, default: last 30 days, description: "Last log day to read, UTC." }
---*/
WITH grants AS (
  SELECT
    CreationTime,
    UserId,
    ipAddress,
    Operation,
    ObjectId,
    sessionId,
    Id,
    CAST(json_parse(Parameters) AS array(json)) AS settings
  FROM activity
  WHERE dt BETWEEN :from AND :to
    AND Operation IN ('Add-MailboxPermission', 'Add-RecipientPermission')
    AND Parameters IS NOT NULL
),
named AS (
  SELECT
    g.*,
    json_extract_scalar(element_at(filter(settings, p -> json_extract_scalar(p, '$.Name') IN ('User', 'Trustee')), 1), '$.Value')
      AS trustee,
    json_extract_scalar(element_at(filter(settings, p -> json_extract_scalar(p, '$.Name') = 'AccessRights'), 1), '$.Value')
      AS accessRights
  FROM grants AS g
)
SELECT
  CreationTime AS time,
  ObjectId AS mailbox,
  trustee,
  accessRights,
  UserId AS actor,
  ipAddress AS address,
  lower(coalesce(trustee, '')) = lower(coalesce(UserId, '-')) AS grantedToSelf,
  Operation AS operation,
  sessionId,
  Id AS id
FROM named
WHERE regexp_like(lower(coalesce(accessRights, '')), 'fullaccess|sendas')
  AND NOT starts_with(lower(coalesce(UserId, '')), 'nt authority\')
  AND NOT starts_with(lower(coalesce(trustee, '')), 'nt authority\')
ORDER BY time DESC
LIMIT 1000;
